import { isMissingWord } from './missing.ts';

/** How the same word is written in several ways. */
export interface Writings {
  /** The value that a cell with this text has. */
  readonly valueOf: (text: string) => string;
  /** Values with their other writings, blanks around them aside. */
  readonly merged: Readonly<Record<string, readonly string[]>>;
  /** Writings that differ in their letters' case only and may yet be two values: too short to tell. */
  readonly alike: readonly (readonly string[])[];
  /** Some values are one only without the blanks around them. */
  readonly blanks: boolean;
}

/** Answers and their opposites. */
const OPPOSITES = [
  ['y', 'n'],
  ['yes', 'no'],
  ['t', 'f'],
  ['true', 'false'],
  ['on', 'off'],
  ['j', 'n'],
  ...['nein', 'nee', 'nej', 'nei'].map((no) => ['ja', no] as const),
  ['o', 'n'],
  ['oui', 'non'],
  ['s', 'n'],
  ...['si', 'sí', 'sì'].map((yes) => [yes, 'no'] as const),
  ['да', 'нет'],
] as const;
const ANSWERS = new Set<string>([...OPPOSITES.flat(), 'ok']);
/** Long and short for the same. */
const SHORT = [
  ['y', 'yes'],
  ['n', 'no'],
  ['t', 'true'],
  ['f', 'false'],
  ['j', 'ja'],
  ['n', 'nein'],
  ['o', 'oui'],
  ['n', 'non'],
  ['s', 'si'],
  ['s', 'sí'],
  ['m', 'male'],
  ['f', 'female'],
] as const;
/** `aA` and `AA` may be two genotypes, `no` and `No` are one answer. */
const LEAST_LETTERS = 3;

/** Blanks that both readings take off a text; the project's does it in `utils/values.py`. */
export const trimmed = (text: string): string => text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '');
const folded = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/[ \t\u00a0]+/gu, ' ')
    .trim()
    .toLowerCase();

/** Composed of parts, or with a blank that looks like another: not the writing to keep. */
const isOdd = (text: string): boolean => text !== text.normalize('NFC') || text.includes('\u00a0');

/** Of all texts of a column with their counts. */
export function writingsOf(counts: ReadonlyMap<string, number>): Writings {
  const texts = new Map<string, number>();
  for (const [text, count] of counts) if (!isMissingWord(text)) texts.set(trimmed(text), (texts.get(trimmed(text)) ?? 0) + count);
  const groups = new Map<string, string[]>();
  for (const text of texts.keys()) groups.set(folded(text), [...(groups.get(folded(text)) ?? []), text]);
  const only = [...groups.keys()].every((key) => ANSWERS.has(key));
  // beside other words, `no` is an answer where `yes` is one; a single letter may stand for anything
  const isAnswer = (key: string): boolean =>
    only ||
    key === 'ok' ||
    (key.length > 1 && OPPOSITES.some((pair) => pair.some((one) => one === key) && pair.every((one) => groups.has(one))));
  const canonical = new Map<string, string>();
  const alike: string[][] = [];
  const merged: Record<string, readonly string[]> = {};
  for (const [key, group] of groups) {
    if (group.length === 1) continue;
    const [first, ...others] = group.sort(
      (one, other) => Number(isOdd(one)) - Number(isOdd(other)) || texts.get(other)! - texts.get(one)! || (one < other ? -1 : 1),
    ) as [string, ...string[]];
    if (key.length < LEAST_LETTERS && !isAnswer(key)) alike.push(group);
    else {
      merged[first] = others;
      for (const other of others) canonical.set(other, first);
    }
  }
  alike.push(...SHORT.filter((pair) => pair.every((key) => groups.has(key))).map((pair) => pair.map((key) => groups.get(key)![0]!)));
  const valueOf = (text: string): string => canonical.get(trimmed(text)) ?? trimmed(text);
  return { valueOf, merged, alike, blanks: [...counts.keys()].some((text) => trimmed(text) !== text && counts.has(trimmed(text))) };
}
