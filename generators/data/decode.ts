/** A text encoding; all but the two `utf-16-bom`, which Python calls `utf-16`, under the name of Python's codec. */
export type Encoding = 'utf-8' | 'utf-8-sig' | 'utf-16-bom-le' | 'utf-16-bom-be' | 'utf-16-le' | 'utf-16-be' | 'cp1252' | 'latin-1';

const LABELS: Readonly<Record<Encoding, string>> = {
  'utf-8': 'utf-8', 'utf-8-sig': 'utf-8', 'utf-16-bom-le': 'utf-16le', 'utf-16-bom-be': 'utf-16be', 'utf-16-le': 'utf-16le', 'utf-16-be': 'utf-16be',
  cp1252: 'windows-1252', 'latin-1': 'windows-1252',
};

/** Bytes that cp1252 leaves undefined: Python refuses them there, but not in Latin-1. */
const UNDEFINED = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d]);

export const pythonCodec = (encoding: Encoding): string => (encoding.startsWith('utf-16-bom') ? 'utf-16' : encoding);

/** From the byte order mark or the first bytes. What is not UTF-8 is taken for Western European. */
export function sniffEncoding(head: Uint8Array): Encoding {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8-sig';
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16-bom-le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16-bom-be';
  let even = 0;
  let odd = 0;
  for (let at = 0; at + 1 < head.length; at += 2) {
    if (head[at] === 0) even++;
    if (head[at + 1] === 0) odd++;
  }
  const pairs = head.length / 2;
  if (odd > pairs * 0.8 && even < pairs * 0.1) return 'utf-16-le';
  if (even > pairs * 0.8 && odd < pairs * 0.1) return 'utf-16-be';
  return isUtf8(head) ? 'utf-8' : 'cp1252';
}

/** Control characters that no text has, more than a few of them. */
export function isBinary(head: Uint8Array, encoding: Encoding): boolean {
  if (encoding.startsWith('utf-16')) return false;
  const odd = head.reduce((count, byte) => (byte < 9 || (byte > 13 && byte < 27) || (byte > 27 && byte < 32) ? count + 1 : count), 0);
  return odd > Math.max(2, head.length / 1000);
}

function isUtf8(head: Uint8Array): boolean {
  try {
    // As a stream, for the end may cut a character in two.
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return true;
  } catch {
    return false;
  }
}

export const decodeHead = (head: Uint8Array, encoding: Encoding): string => withNewlines(new TextDecoder(LABELS[encoding]).decode(head, { stream: true }));

/** A byte that the encoding does not have. */
export class EncodingFault extends Error {}

/** Text with `\n` as its only line break, whatever the file's are. */
export async function* textOf(bytes: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(LABELS[encoding], { fatal: true });
  let heldReturn = false;
  for await (const part of bytes) {
    if (encoding === 'cp1252' && part.some((byte) => UNDEFINED.has(byte))) throw new EncodingFault();
    const text: string = (heldReturn ? '\r' : '') + decode(decoder, part);
    // A chunk's last \r may be half of a \r\n.
    heldReturn = text.endsWith('\r');
    const whole = heldReturn ? text.slice(0, -1) : text;
    if (whole !== '') yield withNewlines(whole);
  }
  const last = decode(decoder) + (heldReturn ? '\r' : '');
  if (last !== '') yield withNewlines(last);
}

function decode(decoder: InstanceType<typeof TextDecoder>, part?: Uint8Array): string {
  try {
    return part === undefined ? decoder.decode() : decoder.decode(part, { stream: true });
  } catch {
    throw new EncodingFault();
  }
}

const withNewlines = (text: string): string => (text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text);
