import { CsvScanner } from './csv-scanner.ts';
import type { Dialect } from './dialect.ts';
import type { Fields } from './fields.ts';
import { TextFault } from './text-fault.ts';

/** A record longer than this is a quote that is never closed, or no table. */
const LONGEST_RECORD = 16 * 1024 * 1024;

/** Hands on the records of UTF-8 text that comes in pieces; what a piece cuts off is kept for the next. */
export async function readCsv(pieces: AsyncIterable<Uint8Array>, dialect: Dialect, onRecord: (fields: Fields) => void, numeric: () => Uint8Array): Promise<void> {
  const scanner = new CsvScanner(dialect);
  let waiting = Buffer.allocUnsafe(1024 * 1024);
  let length = 0;
  let tried = 0;

  const scan = (last: boolean): void => {
    scanner.numeric = numeric();
    const done = scanner.scan(waiting, length, last, onRecord);
    waiting.copyWithin(0, done, length);
    length -= done;
    tried = length;
    if (tried > LONGEST_RECORD) throw new TextFault(scanner.nextLine, 'endless');
  };

  for await (const piece of pieces) {
    if (length + piece.length > waiting.length) waiting = Buffer.concat([waiting.subarray(0, length)], 2 * (length + piece.length));
    waiting.set(piece, length);
    length += piece.length;
    const nul = piece.indexOf(0);
    if (nul !== -1) throw new TextFault(scanner.nextLine + newlines(waiting, length - piece.length + nul), 'nul');
    // What was cut off is read again from its beginning: a long record waits for twice as much, so that this stays linear.
    if (length >= 2 * tried) scan(false);
  }
  scan(true);
}

const newlines = (bytes: Buffer, end: number): number => bytes.subarray(0, end).reduce((count, byte) => count + Number(byte === 10), 0);
