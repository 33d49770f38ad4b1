import { isUtf8 } from 'node:buffer';
import { upperHalf } from './code-pages.ts';
import { type Encoding, isCodePage, isWide, type Utf, utfLabels, wideLabels } from './encodings.ts';

export { type Encoding, pythonCodec } from './encodings.ts';

/** Where TextDecoder and Python's codec do not agree: control and private characters, and these few. */
const DISPUTED = /[\u001a\u001c\u007f-\u009f\ue000-\uf8ff]/;
const DISPUTED_IN_CHINESE = /[\u001a\u001c\u007f-\u009f\ue000-\uf8ff€ḿ︐-︙龴-龻]/;

/** From the byte order mark or the first bytes; `undefined` for what is neither UTF-8 nor UTF-16. */
export function sniffUtf(head: Uint8Array): Utf | undefined {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8-sig';
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16-bom-le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16-bom-be';
  if (head.includes(0)) return (['utf-16-le', 'utf-16-be'] as const).find((encoding) => isSixteen(head, encoding));
  // The end may cut a character in two.
  return isUtf8(head.subarray(0, head.length - unfinished(head))) ? 'utf-8' : undefined;
}

/** Whether pairs of bytes make a text: with line breaks, without control characters, and nearly all of it letters, digits, marks of a few scripts. */
function isSixteen(head: Uint8Array, encoding: 'utf-16-le' | 'utf-16-be'): boolean {
  const text = decodeHead(head.subarray(0, head.length & ~1), encoding);
  const usual =
    text.match(
      /[\t\n\x20-\x7e\u00a0-\u052f\u05d0-\u06ff\u0e00-\u0e7f\u2010-\u203a\u20ac\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7af\uff00-\uffef]/g,
    )?.length ?? 0;
  const ascii = text.match(/[\t\n\x20-\x7e]/g)?.length ?? 0;
  return text.length > 0 && usual > 0.99 * text.length && ascii > 0.1 * text.length && text.includes('\n');
}

/** Control characters that no text has, more than a few of them; one of them alone may divide values. */
export function isBinary(head: Uint8Array, encoding: Encoding): boolean {
  if (encoding.startsWith('utf-16')) return false;
  const odd = head.filter((byte) => byte < 9 || (byte > 13 && byte < 27) || (byte > 27 && byte < 32));
  return odd.length > Math.max(2, head.length / 1000) && !((odd[0] === 1 || odd[0]! > 27) && odd.every((byte) => byte === odd[0]));
}

/** For looking at, with `\n` as the only line break. */
export function decodeHead(head: Uint8Array, encoding: Encoding): string {
  if (!isCodePage(encoding)) return new TextDecoder(labelOf(encoding)).decode(head, { stream: true }).replace(/\r\n?/g, '\n');
  const upper = upperHalf(encoding);
  return Buffer.from(head)
    .toString('latin1')
    .replace(/[\x80-\xff]/g, (byte) => upper[byte.charCodeAt(0) - 128]!)
    .replace(/\r\n?/g, '\n');
}

const labelOf = (encoding: Exclude<Encoding, 'latin-1'>): string => (isWide(encoding) ? wideLabels[encoding] : utfLabels[encoding as Utf]);

/** A byte that the encoding does not have. */
export class EncodingFault extends Error {}

/** The text in the form that everything behind this reads: UTF-8 without a byte order mark. */
export async function* utf8Of(pieces: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncGenerator<Uint8Array> {
  if (encoding === 'utf-8' || encoding === 'utf-8-sig') yield* checkedUtf8(pieces, encoding === 'utf-8-sig' ? 3 : 0);
  else if (isCodePage(encoding)) yield* translated(pieces, upperHalf(encoding));
  else for await (const text of decoded(pieces, encoding)) yield Buffer.from(text);
}

/** Text in pieces; a byte that the encoding does not have is a fault. */
export async function* textOf(pieces: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncGenerator<string> {
  if (!isCodePage(encoding)) return yield* decoded(pieces, encoding);
  for await (const piece of translated(pieces, upperHalf(encoding))) yield Buffer.from(piece).toString('utf8');
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

/** One byte a character: from 0x80 on as the table says, in at most three bytes. */
async function* translated(pieces: AsyncIterable<Uint8Array>, upper: string): AsyncGenerator<Uint8Array> {
  const characters = Array.from(upper, (character) => (character === '\ufffd' ? undefined : Buffer.from(character)));
  for await (const piece of pieces) {
    const out = Buffer.allocUnsafe(3 * piece.length);
    let length = 0;
    for (const byte of piece) {
      if (byte < 0x80) {
        out[length++] = byte;
        continue;
      }
      const character = characters[byte - 0x80];
      if (character === undefined) throw new EncodingFault();
      for (let at = 0; at < character.length; at++) out[length++] = character[at]!;
    }
    yield out.subarray(0, length);
  }
}

async function* decoded(pieces: AsyncIterable<Uint8Array>, encoding: Exclude<Encoding, 'latin-1'>): AsyncGenerator<string> {
  const decoder = new TextDecoder(labelOf(encoding), { fatal: true });
  const disputed = encoding === 'gb18030' ? DISPUTED_IN_CHINESE : DISPUTED;
  for await (const piece of pieces) yield checked(decode(decoder, piece), encoding, disputed);
  yield checked(decode(decoder), encoding, disputed);
}

function checked(text: string, encoding: Encoding, disputed: RegExp): string {
  if (isWide(encoding) && disputed.test(text)) throw new EncodingFault();
  return text;
}

function decode(decoder: InstanceType<typeof TextDecoder>, piece?: Uint8Array): string {
  try {
    return piece === undefined ? decoder.decode() : decoder.decode(piece, { stream: true });
  } catch {
    throw new EncodingFault();
  }
}
