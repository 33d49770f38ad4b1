import type { Finding } from '../tally/profile.ts';
import type { Facts } from './settle.ts';

/** `08:30`, `1:02:03.5`, `2h 50m`, `90 min 5 s` */
const CLOCK =
  /^\s*(?:[+-]?\d{1,3}:\d\d(?::\d\d(?:[.,]\d+)?)?(?:\s*[ap]\.?m\.?)?|(?:\d+\s*(?:d|days?|h|hrs?|hours?|m|min|mins|minutes?|s|secs?|seconds?)\s*){1,4}|\d+ days?,? \d{1,2}:\d\d:\d\d(?:\.\d+)?|P(?=[T\d])(?:\d+[YMWD])*(?:T(?:\d+(?:\.\d+)?[HMS])+)?)\s*$/i;
/** Dates of a kind that is not read: `2021年3月31日`, `2021. 3. 31.`, `2021-W13-3`, `31st March 2021`, a time with a zone's name. */
const UNREAD =
  /^\s*(?:\d{4}年\d{1,2}月\d{1,2}日|\d{4}\. ?\d{1,2}\. ?\d{1,2}\.?|\d{4}-?W\d\d(?:-?\d)?|\d{1,2}(?:st|nd|rd|th) \p{L}{3,},? \d{2,4}|\p{L}{3,} \d{1,2}(?:st|nd|rd|th),? \d{4}|\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)? [A-Z]{2,5})/u;
/** `3. März 2021`, `12 août 2020 08:15`, `2021-мая-3`: a month by its name, in whatever language. */
const NAMED_MONTH = /^\s*(?:\p{L}+\.?,?\s+)?\d{1,4}(?:er|º|ª|\.)?[\s./-]+(?:de\s+)?\p{L}{3,}\.?,?[\s./-]+(?:de[l]?\s+)?\d{1,4}\b/u;
/** No year that a table of today begins with. */
const FAR = 2200;
const READABLE = { '%d': 'day', '%m': 'month' };
const order = (format: string): string =>
  (format.match(/%[dm]/g) ?? []).map((directive) => READABLE[directive as keyof typeof READABLE]).join('/');

/** How dates are read where they could be read otherwise, and what looks like a date or a time and is none here. */
export function dateFindings(name: string, { type, tally, min, max }: Facts): Finding[] {
  const found = (message: string, decides?: Finding['decides']): Finding[] => [
    { kind: 'dates', column: name, message, ...(decides && { decides }) },
  ];
  const dates = tally.dates?.result;
  if (type === 'date' && dates !== undefined) {
    const [first, ...others] = dates.formats;
    if (dates.either !== undefined)
      return found(
        `\`${name}\` is read as ${order(first!)} (${first}), but ${order(dates.either)} fits as well: if so, say --date-order ${dates.either.indexOf('%m') < dates.either.indexOf('%d') ? 'month-first' : 'day-first'}, or \`format: "${dates.either}"\` for it in data/schema.yaml.`,
        'date-order',
      );
    if (Number(String(min).slice(0, 4)) >= FAR)
      return found(
        `\`${name}\` lies in the years ${String(min).slice(0, 4)} to ${String(max).slice(0, 4)}: are they counted otherwise, or misread?`,
      );
    if (others.length > 0)
      return found(`\`${name}\` has dates in several formats: ${dates.formats.join(', ')} (\`format\` in data/schema.yaml).`);
  }
  if (type !== 'string') return [];
  if (dates?.contradictory === true)
    return found(`\`${name}\` has dates with the day first and others with the month first, so it is read as text; write them alike.`);
  const clocks = tally.words.filter((word) => CLOCK.test(word)).length;
  if (clocks > 2 && clocks > 0.9 * tally.words.length)
    return found(`\`${name}\` holds times of day or durations and is read as text; give it as a number of minutes to compare them.`);
  const unread = tally.words.filter((word) => UNREAD.test(word)).length;
  if (unread > 2 && unread > 0.9 * tally.words.length)
    return found(`\`${name}\` looks like dates of a kind that is not read, and is taken for text; written like 2021-03-31 they are dates.`);
  const named = tally.words.filter((word) => NAMED_MONTH.test(word)).length;
  if (named > 2 && named > 0.9 * tally.words.length)
    return found(
      `\`${name}\` looks like dates whose months have names of another language than English, and is read as text; written like 2021-03-31 they are dates.`,
    );
  return [];
}
