import type { ColumnProfile, Finding } from './profile.ts';
import type { NamedColumns } from './names.ts';
import { isSensitive, personalData } from './personal.ts';
import type { Facts } from './settle.ts';
import { ROWS_COMPARED, type TableTally } from './tally.ts';

interface Looked {
  readonly names: readonly string[];
  readonly renamed: NamedColumns['renamed'];
  readonly facts: readonly Facts[];
  readonly columns: readonly ColumnProfile[];
  readonly tally: TableTally;
}

const FEW_ROWS = 200;
export const count = (number: number, one: string, many = `${one}s`): string => `${number.toLocaleString('en')} ${number === 1 ? one : many}`;

/** What a person should know about the table whatever its target. */
export function tableFindings({ renamed, facts, columns, tally }: Looked): Finding[] {
  const findings: Finding[] = [];
  for (const { position, from, to } of renamed) {
    const what = from.trim() === '' ? `Column ${position + 1} has no name` : `Column ${position + 1} is called \`${from}\` like one before it`;
    findings.push({ kind: 'duplicate-name', column: to, message: `${what}; it is \`${to}\` here.` });
  }
  for (const [at, column] of columns.entries()) {
    const fact = facts[at]!;
    if (fact.tally.declared === 'nested') findings.push({ kind: 'nested', column: column.name, message: `\`${column.name}\` holds lists or objects and is left out.` });
    else if (fact.distinct === 0) findings.push({ kind: 'all-missing', column: column.name, message: `\`${column.name}\` has no values at all and is left out.` });
    else if (column.role === 'constant') findings.push({ kind: 'constant', column: column.name, message: `\`${column.name}\` has the same value in every row and is left out.` });
    const personal = personalData(column.name, fact);
    if (personal !== undefined) findings.push({ kind: 'personal-data', column: column.name, message: `\`${column.name}\` looks like ${personal}; it is kept out of training.` });
    else if (isSensitive(column.name) && column.role === 'feature') findings.push({ kind: 'sensitive', column: column.name, message: `\`${column.name}\` tells groups of people apart; \`sensitive: true\` in data/schema.yaml compares how the model serves them.` });
    if (fact.type === 'string' && fact.tally.texts > 0 && fact.tally.texts < fact.tally.numbers / 10) {
      const examples = fact.tally.textExamples.map((text) => `\`${text}\``).join(', ');
      findings.push({ kind: 'mixed-values', column: column.name, message: `\`${column.name}\` is nearly all numbers but holds ${count(fact.tally.texts, 'other value')} such as ${examples}; it is read as text.` });
    }
  }
  if (tally.rows < FEW_ROWS) findings.push({ kind: 'few-rows', message: `The table has only ${count(tally.rows, 'row')}: every score will be uncertain.` });
  const repeated = tally.wholeRows.repeats;
  if (repeated > 0) {
    const some = tally.rows <= ROWS_COMPARED ? count(repeated, 'row') : `${repeated.toLocaleString('en')} of the first ${count(ROWS_COMPARED, 'row')}`;
    findings.push({ kind: 'duplicate-rows', message: `${some} ${repeated === 1 ? 'is an exact copy' : 'are exact copies'} of another row.` });
  }
  return findings;
}
