import type { Finding } from './profile.ts';
import type { Codes } from './sample.ts';
import type { Facts } from './settle.ts';

/** Numbers that often stand for no value. */
const SENTINELS = new Set([-1, -9, -99, -999, -9999, -99999, -999999, 99, 999, 9999, 99999, 999999]);
/** Of so many numbers such a one must stand out. */
const LEAST_OTHERS = 20;

/** A number at an end of a column, repeated and far from all others, may mean that there is none. */
export function sentinelFindings(name: string, { type, min, max }: Facts, codes: Codes): Finding[] {
  if (type !== 'integer' && type !== 'float') return [];
  return [min, max].flatMap((end): Finding[] => {
    if (typeof end !== 'number' || !SENTINELS.has(end) || min === max) return [];
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
    return [{ kind: 'sentinel', column: name, message: `\`${name}\` is ${end} in ${share} % of the rows, away from all else; if that means no value, say \`missing: ["", "${end}"]\` and \`nullable: true\` for it in data/schema.yaml.` }];
  });
}
