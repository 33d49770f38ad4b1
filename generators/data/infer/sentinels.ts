import { count } from '../tally/count.ts';
import type { Finding } from '../tally/profile.ts';
import type { Codes } from '../tally/sample.ts';
import type { Facts } from './settle.ts';

/** Numbers that often stand for no value: nines and their like, the ends of what programs count with, and the fill values of measurements. */
const SENTINELS = new Set([-1, -9, -32768, 32767, 65535, -2147483648, 2147483647]);
const isSentinel = (value: number): boolean =>
  SENTINELS.has(value) || /^-?(?:9{2,}(?:\.9+)?|8{3,}|7{3,})$/.test(String(value)) || Math.abs(value) >= 1e19;
/** Days that programs write where they have none. */
const EMPTY_DAYS = new Set([
  '0001-01-01',
  '1753-01-01',
  '1899-12-30',
  '1899-12-31',
  '1900-01-01',
  '1970-01-01',
  '2099-12-31',
  '2999-12-31',
  '9999-12-31',
]);
/** Times as often as other days. */
const MUCH_MORE = 3;
/** Of so many numbers such a one must stand out. */
const LEAST_OTHERS = 20;

/** A number at an end of a column, repeated and far from all others, may mean that there is none. */
export function sentinelFindings(name: string, facts: Facts, codes: Codes): Finding[] {
  const { type, min, max } = facts;
  if (type === 'date') return emptyDays(name, facts);
  if (type !== 'integer' && type !== 'float') return [];
  return [min, max].flatMap((end): Finding[] => {
    if (typeof end !== 'number' || !isSentinel(end) || min === max) return [];
    const others = codes.filter((code) => code !== end && !Number.isNaN(code));
    const times = codes.filter((code) => code === end).length;
    if (times < 2 || others.length < LEAST_OTHERS) return [];
    const low = others.reduce((least, code) => Math.min(least, code), Infinity);
    const high = others.reduce((most, code) => Math.max(most, code), -Infinity);
    const [gap, width] = [end < low ? low - end : end - high, high - low];
    // Below counts a lone -1 is near, but nothing else is below zero.
    const stands = end === -1 ? low >= 0 && high >= 10 && times >= codes.length / 100 : gap > width / 2;
    if (!stands) return [];
    const share = ((times / codes.length) * 100).toLocaleString('en', { maximumSignificantDigits: 2 });
    return [
      {
        kind: 'sentinel',
        column: name,
        message: `\`${name}\` is ${end} in ${share} % of the rows, away from all else; if that means no value, say \`missing: ["", "${end}"]\` and \`nullable: true\` for it in data/schema.yaml.`,
      },
    ];
  });
}

/** Such a day at an end of the range, far more often than the others. */
function emptyDays(name: string, { min, max, tally: { frequencies } }: Facts): Finding[] {
  if (frequencies === undefined) return [];
  const usual = [...frequencies.values()].reduce((sum, times) => sum + times, 0) / frequencies.size;
  return [min, max].flatMap((end): Finding[] => {
    const day = String(end).slice(0, 10);
    const written = [...frequencies].filter(([text]) => day.split('-').every((part) => text.includes(part)));
    const times = written.reduce((sum, [, count]) => sum + count, 0);
    if (!EMPTY_DAYS.has(day) || min === max || times < Math.max(2, MUCH_MORE * usual)) return [];
    return [
      {
        kind: 'sentinel',
        column: name,
        message: `\`${name}\` is ${day} in ${count(times, 'row')}; if that means no value, say \`missing: ["", ${JSON.stringify(written[0]![0])}]\` and \`nullable: true\` for it in data/schema.yaml.`,
      },
    ];
  });
}
