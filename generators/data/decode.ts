import { isUtf8 } from 'node:buffer';

/** A text encoding; all but the two `utf-16-bom`, which Python calls `utf-16`, under the name of Python's codec. */
export type Encoding = 'utf-8' | 'utf-8-sig' | 'utf-16-bom-le' | 'utf-16-bom-be' | 'utf-16-le' | 'utf-16-be' | 'cp1252' | 'latin-1';

const LABELS: Readonly<Record<Encoding, string>> = {
  'utf-8': 'utf-8', 'utf-8-sig': 'utf-8', 'utf-16-bom-le': 'utf-16le', 'utf-16-bom-be': 'utf-16be', 'utf-16-le': 'utf-16le', 'utf-16-be': 'utf-16be',
  cp1252: 'windows-1252', 'latin-1': 'windows-1252',
};

/** Bytes that cp1252 leaves undefined: Python refuses them there, but not in Latin-1. */
const UNDEFINED = [0x81, 0x8d, 0x8f, 0x90, 0x9d];

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
  // The end may cut a character in two.
  return isUtf8(head.subarray(0, head.length - unfinished(head))) ? 'utf-8' : 'cp1252';
}

/** Control characters that no text has, more than a few of them. */
export function isBinary(head: Uint8Array, encoding: Encoding): boolean {
  if (encoding.startsWith('utf-16')) return false;
  const odd = head.reduce((count, byte) => (byte < 9 || (byte > 13 && byte < 27) || (byte > 27 && byte < 32) ? count + 1 : count), 0);
  return odd > Math.max(2, head.length / 1000);
}

/** For looking at, with `\n` as the only line break. */
export const decodeHead = (head: Uint8Array, encoding: Encoding): string =>
  new TextDecoder(LABELS[encoding]).decode(head, { stream: true }).replace(/\r\n?/g, '\n');

/** A byte that the encoding does not have. */
export class EncodingFault extends Error {}

/** The text in the form that everything behind this reads: UTF-8 without a byte order mark. */
export async function* utf8Of(pieces: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncGenerator<Uint8Array> {
  if (encoding === 'utf-8' || encoding === 'utf-8-sig') yield* checkedUtf8(pieces, encoding === 'utf-8-sig' ? 3 : 0);
  else for await (const text of textOf(pieces, encoding)) yield Buffer.from(text);
}

async function* checkedUtf8(pieces: AsyncIterable<Uint8Array>, mark: number): AsyncGenerator<Uint8Array> {
  let cut: Uint8Array = new Uint8Array();
  for await (const piece of pieces) {
    const whole = cut.length === 0 ? piece : Buffer.concat([cut, piece]);
    const end = whole.length - unfinished(whole);
    if (!isUtf8(whole.subarray(0, end))) throw new EncodingFault();
    // A copy: the piece is gone when it is needed.
    cut = Uint8Array.from(whole.subarray(end));
    const start = Math.min(mark, end);
    mark -= start;
    yield whole.subarray(start, end);
  }
  if (cut.length > 0) throw new EncodingFault();
}

/** How many bytes at the end begin a character that is not complete. */
function unfinished(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0;
  }
  return 0;
}

/** Text in pieces; a byte that the encoding does not have is a fault. */
export async function* textOf(pieces: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(LABELS[encoding], { fatal: true });
  for await (const piece of pieces) {
    if (encoding === 'cp1252' && UNDEFINED.some((byte) => piece.includes(byte))) throw new EncodingFault();
    yield decode(decoder, piece);
  }
  yield decode(decoder);
}

function decode(decoder: InstanceType<typeof TextDecoder>, piece?: Uint8Array): string {
  try {
    return piece === undefined ? decoder.decode() : decoder.decode(piece, { stream: true });
  } catch {
    throw new EncodingFault();
  }
}
