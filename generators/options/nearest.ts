import { closest, distance } from 'fastest-levenshtein';

/** The known word that was probably meant, if one is near enough. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const candidate = closest(
    word.toLowerCase(),
    known.map((entry) => entry.toLowerCase()),
  );
  const original = known.find((entry) => entry.toLowerCase() === candidate);
  const typos = distance(word.toLowerCase(), candidate);
  return original !== undefined && typos < word.length && typos <= Math.max(word.length > 3 ? 2 : 1, Math.floor(word.length / 3)) ? original : undefined;
}

/** ` Did you mean …?`, or nothing. */
export function didYouMean(word: string, known: readonly string[], prefix = ''): string {
  const candidate = nearest(word, known);
  return candidate === undefined ? '' : ` Did you mean ${prefix}${candidate}?`;
}
