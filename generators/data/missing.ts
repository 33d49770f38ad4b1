/** Words for "no value" that are one in every column; compared in lower case. */
const ALWAYS = new Set(['na', 'n/a', '#n/a', '<na>', 'nan', '-nan', 'nat', 'null', '?']);

/** Words that are a category among words, but no value among numbers or dates. */
const AMONG_NUMBERS = new Set([
  ...ALWAYS, '-', '--', '---', '.', '..', '...', '*', 'none', 'nil', 'n.a.', 'n.a', 'unknown', 'missing', 'not available', 'not applicable', 'tbd',
  'inf', '-inf', '+inf', 'infinity', '-infinity', '+infinity',
  '#value!', '#div/0!', '#ref!', '#name?', '#num!', '#null!', '#error!', '1.#qnan', '-1.#qnan', '1.#ind', '-1.#ind', '\\n', '0000-00-00', '0000-00-00 00:00:00',
]);

const LONGEST = 20;

const isIn = (words: ReadonlySet<string>, text: string): boolean => text.length <= LONGEST && (text.trim() === '' || words.has(text.trim().toLowerCase()));

export const isBlank = (text: string): boolean => text.trim() === '';
export const isMissingWord = (text: string): boolean => isBlank(text) || isIn(ALWAYS, text);
export const isMissingAmongNumbers = (text: string): boolean => isBlank(text) || isIn(AMONG_NUMBERS, text);
