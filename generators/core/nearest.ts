import { closest, distance } from 'fastest-levenshtein';

export { distance };

const folded = (word: string): string => word.trim().toLowerCase();

/** The known word that was probably meant, if one is near enough; spaces around it and capitals do not count. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const said = folded(word);
  const candidate = closest(said, known.map(folded));
  const original = known.find((entry) => folded(entry) === candidate);
  const typos = distance(said, candidate);
  return original !== undefined && typos < said.length && typos <= Math.max(said.length > 3 ? 2 : 1, Math.floor(said.length / 3))
    ? original
    : undefined;
}

/** ` Did you mean …?`, or nothing. */
export function didYouMean(word: string, known: readonly string[], prefix = ''): string {
  const candidate = nearest(word, known);
  return candidate === undefined ? '' : ` Did you mean ${prefix}${candidate}?`;
}
