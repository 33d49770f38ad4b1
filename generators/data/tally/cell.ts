/**
 * A cell is a part of a buffer of UTF-8 bytes: a string for each would cost more than all the rest. Values of typed
 * files, which are strings already, are written into a buffer of their own.
 */
export class TextCell {
  bytes = Buffer.allocUnsafe(1024);
  length = 0;

  set(text: string): void {
    if (text.length * 3 > this.bytes.length) this.bytes = Buffer.allocUnsafe(text.length * 6);
    this.length = this.bytes.write(text, 0, 'utf8');
  }
}

export const textOf = (bytes: Buffer, start: number, end: number): string => bytes.toString('utf8', start, end);

const isBlankByte = (byte: number): boolean => byte === 32 || byte === 9 || byte === 10 || byte === 13;

/** Where a cell begins and ends without the blanks around it. */
export function withoutBlanks(bytes: Buffer, start: number, end: number): [number, number] {
  while (start < end && isBlankByte(bytes[start]!)) start++;
  while (end > start && isBlankByte(bytes[end - 1]!)) end--;
  return [start, end];
}
