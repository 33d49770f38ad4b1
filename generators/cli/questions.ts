import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { exists, expandHome, isFolder } from '../core/paths.ts';
import { targetProblem } from '../data/infer/target.ts';
import type { ColumnProfile, TableFacts } from '../data/tally/profile.ts';
import type { OptionDefinition, SoFar, Context } from '../options/define.ts';
import { problemWith } from '../options/settle.ts';
import type { Entry, Question } from '../terminal/ask.ts';
import { grouped } from '../data/tally/count.ts';
import { size, warning } from '../terminal/output.ts';

/** Everything a question may show or check. */
export interface Situation {
  readonly answers: SoFar;
  readonly context: Context;
  /** The data, once they have been read. */
  readonly table: TableFacts | undefined;
  /** What should be known before answering. */
  readonly before: readonly string[];
  /** What is wrong with a value beyond the schema: a file that cannot be read, a column that cannot be a target. */
  readonly check: (value: string) => Promise<string | undefined>;
}

/** The question of one option, with the present answer as its default. */
export function questionOf(
  definition: OptionDefinition,
  current: string,
  { answers, context, table, before, check: tryOut }: Situation,
): Question {
  const open = definition.optional === true && definition.kind !== 'file';
  const check = async (value: string): Promise<string | undefined> =>
    value === '' && open ? undefined : (problemWith(definition, value, answers, context) ?? (await tryOut(value)));
  const asked = { message: definition.question, before: before.map((text) => warning(text)), check };
  if (definition.choices !== undefined) {
    return {
      ...asked,
      type: 'select',
      default: current,
      choices: definition.choices.map(({ value, label }) => ({ value: String(value), name: label })),
    };
  }
  if (definition.kind === 'column' && table !== undefined) {
    return {
      ...asked,
      type: 'search',
      default: current,
      source: (term) => [...columnsMatching(table, current, term, !open), ...(open && term === '' ? [{ name: 'none', value: '' }] : [])],
    };
  }
  if (definition.kind === 'file')
    return { ...asked, type: 'search', ...(current === '' ? {} : { default: current }), source: filesMatching };
  return { ...asked, type: 'input', default: current };
}

/** The likeliest column first, the rest as the file has them; what cannot be a target is shown with why. */
function columnsMatching({ columns, rows }: TableFacts, likely: string, term: string, target: boolean): Entry[] {
  const ordered = [...columns.filter(({ name }) => name === likely), ...columns.filter(({ name }) => name !== likely)];
  const width = Math.min(30, Math.max(...columns.map(({ name }) => name.length)));
  const sought = term.toLowerCase();
  return ordered
    .map((column) => ({ column, label: `${column.name.padEnd(width)}  ${factsOf(column)}` }))
    .filter(({ column, label }) => column.name.toLowerCase().includes(sought) || label.toLowerCase() === sought)
    .map(({ column, label }) => {
      const problem = target ? targetProblem(column, rows) : undefined;
      return {
        value: column.name,
        short: column.name,
        name: problem === undefined ? label.slice(0, size().columns - 3) : column.name,
        ...(problem === undefined ? {} : { disabled: `(${problem})` }),
      };
    });
}

const factsOf = ({ type, distinct, missing }: ColumnProfile): string =>
  [type, `${grouped(distinct)} ${distinct === 1 ? 'value' : 'values'}`, ...(missing > 0 ? [`${grouped(missing)} missing`] : [])].join(', ');

const withoutFile: Entry = { name: 'none: a small real data set to try it with', value: '' };
const tableName = /\.(csv|tsv|txt|jsonl|ndjson|json|parquet|xlsx|xlsm)(\.gz)?$/i;

/** What is dropped onto a terminal stands in quotes or has its spaces behind backslashes; a name that is there as it was typed is that. */
function typedPath(term: string): string {
  const typed = term.trim();
  if (typed === '' || exists(typed)) return typed;
  const quoted = /^(['"])(.*)\1$/.exec(typed)?.[2];
  return expandHome(quoted ?? (process.platform === 'win32' ? typed : typed.replaceAll(/\\(.)/g, '$1')));
}

/** Tables in the folder that is typed so far, and its folders; any other file if it is there. */
function filesMatching(term: string): Entry[] {
  const typed = typedPath(term);
  const folder = typed.endsWith('/') ? typed : dirname(typed);
  const start = typed.endsWith('/') || typed === '' ? '' : basename(typed);
  const inFolder = (name: string): string => (folder === '.' ? name : join(folder, name));
  const found = entriesOf(folder).filter(({ name }) => name.toLowerCase().startsWith(start.toLowerCase()) && !name.startsWith('.'));
  const files = found
    .filter(({ name, isFolder }) => !isFolder && (tableName.test(name) || name === start))
    .map(({ name }) => fileEntry(inFolder(name)));
  const folders = found.filter(({ isFolder }) => isFolder).map(({ name }) => fileEntry(`${inFolder(name)}/`));
  if (typed === '') return [...files, withoutFile, ...folders];
  return files.length + folders.length > 0 ? [...files, ...folders] : [{ ...fileEntry(typed), disabled: '(there is no such file)' }];
}

const fileEntry = (path: string): Entry => ({ name: path, value: path });

function entriesOf(folder: string): { name: string; isFolder: boolean }[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .map((found) => ({
        name: found.name,
        isFolder: found.isDirectory() || (found.isSymbolicLink() && isFolder(join(folder, found.name))),
      }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return [];
  }
}
