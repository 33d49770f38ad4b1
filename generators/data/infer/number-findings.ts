import { count } from '../tally/count.ts';
import type { NumberEvidence } from '../tally/number-writing.ts';
import type { Finding } from '../tally/profile.ts';
import type { Facts } from './settle.ts';

/** How numbers with something beside or between their digits are read, and what decides it. */
export function numberFindings(name: string, { type, tally }: Facts, either: boolean, { units }: NumberEvidence): Finding[] {
  const found = (message: string, decides?: Finding['decides']): Finding[] => [
    { kind: 'number-writing', column: name, message, ...(decides && { decides }) },
  ];
  if (type !== 'integer' && type !== 'float') {
    return units.length > 1 && tally.numbers === 0
      ? found(`\`${name}\` has numbers with several units (${units.slice(0, 4).join(', ')}) and is read as text; bring it to one unit.`)
      : [];
  }
  const {
    scanner: {
      writing: { decimal, thousands, unit, scale },
    },
    withUnit,
    unusualSigns,
  } = tally;
  const example = tally.marked.find((text) => /\d[.,]\d{3}(?!\d)/.test(text));
  const findings: Finding[] = [];
  if (either && example !== undefined) {
    const grouped = tally.grouped > 0;
    const mark = grouped ? thousands : decimal;
    const [plain, fraction] = [example.replace(/[.,]/g, ''), example.replace(',', '.')];
    const [read, other] = grouped ? [plain, fraction] : [fraction, plain];
    findings.push(
      ...found(
        `\`${name}\`: \`${example}\` is read as ${read}; if it is ${other}, say --decimal-mark ${(mark === '.') === grouped ? 'point' : 'comma'}, or \`${grouped ? 'decimal' : 'thousands'}: "${mark}"\` for it in data/schema.yaml.`,
        'decimal-mark',
      ),
    );
  }
  if (withUnit > 0)
    findings.push(...found(`\`${name}\` holds numbers with \`${unit}\` and is read without it (\`unit\` in data/schema.yaml).`));
  if (scale !== undefined)
    findings.push(
      ...found(
        `\`${name}\` is read with ${Object.entries(scale)
          .map(([letter, factor]) => `${letter} as ${factor.toLocaleString('en')}`)
          .join(', ')} (\`scale\` in data/schema.yaml).`,
      ),
    );
  if (unusualSigns > 0)
    findings.push(
      ...found(`\`${name}\` has ${count(unusualSigns, 'number')} in brackets or with a minus of its own; they are read as less than zero.`),
    );
  return findings;
}
