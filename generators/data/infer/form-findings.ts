import type { BadRows } from '../read/bad-rows.ts';
import { count } from '../tally/count.ts';
import type { FileFormat, Finding } from '../tally/profile.ts';

/** So many lines or words of a kind are named. */
const SHOWN = 5;

/** What is odd about the lines that name the columns. */
export function formFindings({
  format,
  skipLines = 0,
  headerLines,
  extraField,
  badRows,
}: Pick<FileFormat, 'format' | 'skipLines' | 'headerLines' | 'extraField' | 'badRows'>): Finding[] {
  const found = (message: string): Finding => ({ kind: 'no-header', message });
  return [
    ...((badRows === 'aside' || format === 'excel') && skipLines > 0
      ? [found(`${count(skipLines, format === 'excel' ? 'row' : 'line')} above the header ${skipLines === 1 ? 'is' : 'are'} left out.`)]
      : []),
    ...(headerLines === undefined ? [] : [found('The header stands on two lines; each column is called by what both say of it.')]),
    ...(extraField === undefined
      ? []
      : [
          found(
            `Rows have one field more than the header has names: the ${extraField} one gets a name here. If it is another one that lacks its name, put that into the header, for now the names stand over the wrong columns.`,
          ),
        ]),
  ];
}

interface LeftOut {
  readonly aside: BadRows | undefined;
  readonly empty: number;
  readonly totals: readonly number[];
  readonly totalWords: readonly string[];
}

/** Which rows of the file are none of the table. */
export function rowFindings({ aside, empty, totals, totalWords }: LeftOut): Finding[] {
  return [
    ...setAside(aside),
    ...(empty === 0
      ? []
      : [{ kind: 'bad-rows', message: `${count(empty, 'row')} without any value ${empty === 1 ? 'is' : 'are'} left out.` } as const]),
    ...leftOut(totals, totalWords),
  ];
}

function setAside(aside: BadRows | undefined): Finding[] {
  if (aside === undefined || aside.count === 0) return [];
  const { count: rows, lines } = aside;
  const shown = `${lines.length === 1 ? 'line' : 'lines'} ${lines.join(', ')}${rows > lines.length ? ', …' : ''}`;
  return [
    {
      kind: 'bad-rows',
      message: `${count(rows, 'row')} ${rows === 1 ? 'does' : 'do'} not fit and ${rows === 1 ? 'is' : 'are'} set aside (${shown}).`,
    },
  ];
}

function leftOut(lines: readonly number[], words: readonly string[]): Finding[] {
  if (lines.length === 0) return [];
  const shown = `${lines.length === 1 ? 'Line' : 'Lines'} ${lines.slice(0, SHOWN).join(', ')}${lines.length > SHOWN ? ', …' : ''}`;
  const marks =
    words
      .slice(0, SHOWN)
      .map((word) => `\`${word}\``)
      .join(', ') + (words.length > SHOWN ? ', …' : '');
  return [
    {
      kind: 'totals',
      message: `${shown} (${marks}) ${lines.length === 1 ? 'is a sum' : 'are sums'} of the rows above and left out (\`totals\` in data/schema.yaml).`,
    },
  ];
}
