/** Words for "no value" that are one in every column; compared in lower case. */
const ALWAYS = new Set(['na', 'n/a', '#n/a', '<na>', 'nan', '-nan', 'nat', 'null', '?']);

/** Words that are a category among words, but no value among numbers or dates. */
const AMONG_NUMBERS = new Set([
  ...ALWAYS,
  '(null)',
  '[null]',
  '<null>',
  '(blank)',
  '(empty)',
  'undefined',
  'no data',
  'nodata',
  'not known',
  'not reported',
  'n/d',
  'n.d.',
  'nd',
  'n/r',
  'n/v',
  '–',
  '—',
  ':',
  'k.a.',
  'k. a.',
  'n.v.',
  'unbekannt',
  'inconnu',
  's/d',
  's.d.',
  'sin datos',
  'b/d',
  'brak',
  'brak danych',
  'н/д',
  'нет данных',
  '不明',
  '不详',
  '无',
  'なし',
  '없음',
  '#nv',
  '#n/d',
  '#n/v',
  '#bezug!',
  '#wert!',
  '#zahl!',
  '#valeur!',
  '#nombre!',
  '#valor!',
  '#num!',
  '00/00/0000',
  '00.00.0000',
  '00-00-0000',
  '-',
  '--',
  '---',
  '.',
  '..',
  '...',
  '*',
  'none',
  'nil',
  'n.a.',
  'n.a',
  'unknown',
  'missing',
  'not available',
  'not applicable',
  'tbd',
  'inf',
  '-inf',
  '+inf',
  'infinity',
  '-infinity',
  '+infinity',
  '#value!',
  '#div/0!',
  '#ref!',
  '#name?',
  '#num!',
  '#null!',
  '#error!',
  '1.#qnan',
  '-1.#qnan',
  '1.#ind',
  '-1.#ind',
  '\\n',
  '0000-00-00',
  '0000-00-00 00:00:00',
]);

export const isBlank = (text: string): boolean => text.trim() === '';
export const isMissingWord = (text: string): boolean => isBlank(text) || ALWAYS.has(text.trim().toLowerCase());
export const isMissingAmongNumbers = (text: string): boolean => isBlank(text) || AMONG_NUMBERS.has(text.trim().toLowerCase());

const SPACE = 32;
const LONGEST = 64;
const LONGEST_WORD = Math.max(...[...AMONG_NUMBERS].map((word) => word.length));
const lower = (byte: number): number => (byte >= 65 && byte <= 90 ? byte + 32 : byte);
/** Length, first and last byte of each word: enough to tell nearly every other cell without making a string of it. */
const outline = (length: number, first: number, last: number): number => (length << 16) | (lower(first) << 8) | lower(last);
const OUTLINES = new Set([...AMONG_NUMBERS].map((word) => outline(word.length, word.charCodeAt(0), word.charCodeAt(word.length - 1))));

/** False for a cell that is certainly none of the words. */
export function mayBeMissing(bytes: Buffer, start: number, end: number): boolean {
  if (end - start > LONGEST) return false;
  const [first, last] = [bytes[start]!, bytes[end - 1]!];
  // Spaces, and what else trim takes away, may stand around a word.
  return (
    first <= SPACE || last <= SPACE || last >= 0x80 || (end - start <= LONGEST_WORD && OUTLINES.has(outline(end - start, first, last)))
  );
}
