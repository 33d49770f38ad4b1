import type { Finding } from './profile.ts';
import type { Facts } from './settle.ts';

/** `08:30`, `1:02:03.5`, `2h 50m`, `90 min 5 s` */
const CLOCK = /^\s*(?:[+-]?\d{1,3}:\d\d(?::\d\d(?:[.,]\d+)?)?(?:\s*[ap]\.?m\.?)?|(?:\d+\s*(?:d|days?|h|hrs?|hours?|m|min|mins|minutes?|s|secs?|seconds?)\s*){1,4})\s*$/i;
const READABLE = { '%d': 'day', '%m': 'month' };
const order = (format: string): string => (format.match(/%[dm]/g) ?? []).map((directive) => READABLE[directive as keyof typeof READABLE]).join('/');

/** How dates are read where they could be read otherwise, and what looks like a date or a time and is none here. */
export function dateFindings(name: string, { type, tally }: Facts): Finding[] {
  const found = (message: string): Finding[] => [{ kind: 'dates', column: name, message }];
  const dates = tally.dates?.result;
  if (type === 'date' && dates !== undefined) {
    const [first, ...others] = dates.formats;
    if (dates.either !== undefined) return found(`\`${name}\` is read as ${order(first!)} (${first}), but ${order(dates.either)} fits as well: if so, say \`format: "${dates.either}"\` for it in data/schema.yaml.`);
    if (others.length > 0) return found(`\`${name}\` has dates in several formats: ${dates.formats.join(', ')} (\`format\` in data/schema.yaml).`);
  }
  if (type !== 'string') return [];
  if (dates?.contradictory === true) return found(`\`${name}\` has dates with the day first and others with the month first, so it is read as text; write them alike.`);
  const clocks = tally.words.filter((word) => CLOCK.test(word)).length;
  if (clocks > 2 && clocks > 0.9 * tally.words.length) return found(`\`${name}\` holds times of day or durations and is read as text; give it as a number of minutes to compare them.`);
  return [];
}
