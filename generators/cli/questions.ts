import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { OptionDefinition, SoFar, Surroundings } from '../options/define.ts';
import { problemWith } from '../options/settle.ts';
import type { Entry, Question } from './ask.ts';

/** Everything a question may show or check. */
export interface Situation {
  readonly answers: SoFar;
  readonly around: Surroundings;
  /** What is wrong with a value beyond the schema: a file that cannot be read, a column that cannot be a target. */
  readonly check: (value: string) => Promise<string | undefined>;
}

/** The question of one option, with the present answer as its default. */
export function questionOf(definition: OptionDefinition, current: string, { answers, around, check }: Situation): Question {
  const message = definition.question;
  const validate = async (value: string): Promise<true | string> =>
    problemWith(definition, value, answers, around) ?? (await check(value)) ?? true;
  if (definition.choices !== undefined) {
    return {
      type: 'select',
      message,
      default: current,
      choices: definition.choices.map(({ value, label }) => ({ value: String(value), name: label })),
    };
  }
  if (definition.kind === 'column') {
    const columns = around.columns ?? [];
    return { type: 'search', message, validate, pageSize: 10, source: (term) => columnsMatching(columns, current, term) };
  }
  if (definition.kind === 'file') return { type: 'search', message, validate, pageSize: 10, source: filesMatching };
  return { type: 'input', message, default: current, validate: (value) => problemWith(definition, value, answers, around) ?? true };
}

const entry = (value: string): Entry => ({ name: value, value });

/** The likeliest column first, the rest as the file has them. */
function columnsMatching(columns: readonly string[], likely: string, term = ''): Entry[] {
  const ordered = columns.includes(likely) ? [likely, ...columns.filter((column) => column !== likely)] : columns;
  return ordered.filter((column) => column.toLowerCase().includes(term.toLowerCase())).map(entry);
}

const withoutFile: Entry = { name: 'none: a small real data set to try it with', value: '' };
const table = /\.(csv|tsv|txt|jsonl|ndjson|parquet)(\.gz)?$/i;

/** Tables in the folder that is typed so far, and its folders; what is typed is offered too, so that any path can be given. */
function filesMatching(term: string | undefined): Entry[] {
  const typed = term ?? '';
  const folder = typed.endsWith('/') ? typed : dirname(typed);
  const start = typed.endsWith('/') ? '' : basename(typed);
  const found = entriesOf(folder)
    .filter(
      ({ name, isFolder }) => (isFolder || table.test(name)) && name.toLowerCase().startsWith(start.toLowerCase()) && !name.startsWith('.'),
    )
    .map(({ name, isFolder }) => entry(`${folder === '.' ? name : join(folder, name)}${isFolder ? '/' : ''}`));
  const files = [...found.filter(({ value }) => !value.endsWith('/')), ...found.filter(({ value }) => value.endsWith('/'))];
  if (typed === '')
    return [...files.filter(({ value }) => !value.endsWith('/')), withoutFile, ...files.filter(({ value }) => value.endsWith('/'))];
  return files.length > 0 ? files : [entry(typed)];
}

function entriesOf(folder: string): { name: string; isFolder: boolean }[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .map((found) => ({ name: found.name, isFolder: found.isDirectory() }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return [];
  }
}
