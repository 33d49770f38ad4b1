import { ROWS_COMPARED } from '../tally/first-rows.ts';
import type { ColumnProfile, Finding } from '../tally/profile.ts';
import { type NamedColumns, writable } from './names.ts';
import { count, grouped } from '../tally/count.ts';
import { dateFindings } from './date-findings.ts';
import { numberFindings } from './number-findings.ts';
import type { Decisions } from '../tally/number-writing.ts';
import { isSensitive, personalData } from './personal.ts';
import type { Facts } from './settle.ts';
import { sentinelFindings } from './sentinels.ts';
import type { TableTally } from '../tally/tally.ts';
import { wordFindings } from './word-findings.ts';

interface Looked {
  readonly header: readonly string[];
  readonly headless: boolean;
  readonly encoding: string;
  readonly renamed: NamedColumns['renamed'];
  readonly facts: readonly Facts[];
  readonly columns: readonly ColumnProfile[];
  readonly tally: TableTally;
  readonly numbers: Decisions;
  readonly naWords: string | undefined;
}

const FEW_ROWS = 200;

/** What a person should know about the table whatever its target. */
export function tableFindings({ header, headless, encoding, renamed, facts, columns, tally, numbers, naWords }: Looked): Finding[] {
  const findings: Finding[] = [];
  for (const { position, from, to } of headless ? [] : renamed) {
    const shown = writable(from);
    const why =
      shown !== from.normalize('NFC') ? 'has characters in its name that cannot be seen' : `is called \`${shown}\` like one before it`;
    const what = `Column ${position + 1} ${shown.trim() === '' ? 'has no name' : why}`;
    findings.push({ kind: 'duplicate-name', column: to, message: `${what}; it is \`${to}\` here.` });
  }
  if (headless)
    findings.push({
      kind: 'no-header',
      message: `The first line is like the rows below and names no columns: they are called \`column_1\` to \`column_${header.length}\` here.`,
    });
  else findings.push(...withoutHeader(header));
  if (!encoding.startsWith('utf'))
    findings.push({
      kind: 'encoding',
      message: `The file is not UTF-8; it is read as ${encoding}: if its letters look wrong, --encoding says what it is.`,
    });
  for (const [at, column] of columns.entries()) {
    const fact = facts[at]!;
    if (fact.tally.declared === 'nested')
      findings.push({ kind: 'nested', column: column.name, message: `\`${column.name}\` holds lists or objects and is left out.` });
    else if (fact.distinct === 0)
      findings.push({ kind: 'all-missing', column: column.name, message: `\`${column.name}\` has no values at all and is left out.` });
    else if (column.role === 'constant')
      findings.push({
        kind: 'constant',
        column: column.name,
        message: `\`${column.name}\` has the same value in every row and is left out.`,
      });
    else if (column.role === 'identifier')
      findings.push({
        kind: 'identifier',
        column: column.name,
        message: `\`${column.name}\` tells rows apart and is left out as an identifier; \`role: feature\` in data/schema.yaml takes it in.`,
      });
    const personal = personalData(column.name, fact);
    if (personal !== undefined)
      findings.push({
        kind: 'personal-data',
        column: column.name,
        message: `\`${column.name}\` looks like ${personal}; it is kept out of training.`,
      });
    else if (isSensitive(column.name) && column.role === 'feature')
      findings.push({
        kind: 'sensitive',
        column: column.name,
        message: `\`${column.name}\` tells groups of people apart; \`sensitive: true\` in data/schema.yaml compares how the model serves them.`,
      });
    // Of what is personal no value is shown.
    if (personal !== undefined) continue;
    findings.push(
      ...mixed(column.name, fact),
      ...numberFindings(column.name, fact, numbers.either[at]!, numbers.evidence[at]!),
      ...wordFindings(column.name, fact, naWords),
      ...dateFindings(column.name, fact),
      ...sentinelFindings(column.name, fact, tally.sample.columns[at]!.subarray(0, tally.sample.rows)),
    );
  }
  if (tally.rows < FEW_ROWS)
    findings.push({ kind: 'few-rows', message: `The table has only ${count(tally.rows, 'row')}: every score will be uncertain.` });
  const repeated = tally.wholeRows.repeats;
  if (repeated > 0) {
    const some = tally.rows <= ROWS_COMPARED ? count(repeated, 'row') : `${grouped(repeated)} of the first ${count(ROWS_COMPARED, 'row')}`;
    findings.push({
      kind: 'duplicate-rows',
      message: `${some} ${repeated === 1 ? 'is an exact copy' : 'are exact copies'} of another row.`,
    });
  }
  return findings;
}

/** Words among numbers or dates: a few are taken for missing, more make the column text. */
function mixed(name: string, { type, oddWords, tally }: Facts): Finding[] {
  const [usual, strangers, what] =
    tally.numbers > 0 ? [tally.numbers, tally.texts, 'numbers'] : [tally.dated, tally.texts - tally.dated, 'dates'];
  if (oddWords.length === 0 && (type !== 'string' || strangers === 0 || strangers > usual)) return [];
  const examples =
    [...tally.otherWords.keys()]
      .slice(0, 3)
      .map((text) => `\`${text}\``)
      .join(', ') || 'dates';
  const others = `${count(strangers, 'other value')}, such as ${examples},`;
  const consequence =
    oddWords.length > 0 ? `${others} count${strangers === 1 ? 's' : ''} as missing` : `because of ${others} it is read as text`;
  return [
    {
      kind: 'mixed-values',
      column: name,
      message: `\`${name}\` is ${strangers > usual / 5 ? 'mostly' : 'nearly all'} ${what}; ${consequence}.`,
    },
  ];
}

/** A first line of measurements rather than names, which would be lost as a row. */
function withoutHeader(header: readonly string[]): Finding[] {
  const measured = header.filter((cell) => /^\s*[+-]?\d+[.,]\d+\s*$/.test(cell)).length;
  const numeric = header.filter((cell) => /^\s*[+-]?\d/.test(cell)).length;
  const repeated = new Set(header).size < header.length;
  if (measured === 0 && !(repeated && numeric > header.length / 2)) return [];
  return [{ kind: 'no-header', message: 'The first line looks like data; if the file has no header, put one above it.' }];
}

const SHOWN_OF_A_KIND = 5;

/** A wide table has many findings of one kind; five make the point. */
export function condensed(findings: readonly Finding[]): Finding[] {
  return findings.flatMap((finding) => {
    const alike = findings.filter(({ kind }) => kind === finding.kind);
    const at = alike.indexOf(finding);
    if (alike.length <= SHOWN_OF_A_KIND + 1 || at < SHOWN_OF_A_KIND) return [finding];
    if (at > SHOWN_OF_A_KIND) return [];
    const rest = alike.slice(at);
    return [
      {
        kind: finding.kind,
        message: `The like holds for ${count(rest.length, 'more column')}, \`${rest[0]!.column}\` and \`${rest[1]!.column}\` among them.`,
      },
    ];
  });
}
