import { isMap, isSeq, parseDocument, type YAMLMap } from 'yaml';
import type { Structured } from '../edit/structured.ts';
import { usageError } from '../core/errors.ts';
import { type Profile, schemaFile } from '../data/index.ts';
import { didYouMean } from '../core/nearest.ts';

/** `--on place=code`: the column of the project's table and the one of the file that belong together. */
export interface Join {
  readonly on: string;
  readonly key: string;
}

export function readJoin(given: string | undefined, schema: Structured, profile: Profile): Join {
  const here = columnsOf(schema);
  const there = profile.columns.map(({ name }) => name);
  if (given === undefined) {
    const common = there.filter((name) => here.includes(name));
    if (common.length === 1) return { on: common[0]!, key: common[0]! };
    throw usageError(
      '--on is missing: which column tells the row of the file that belongs to a row of the data?',
      common.length > 1 ? `Both have: ${common.join(', ')}` : `For example: --on ${here[0] ?? 'id'}=${there[0] ?? 'id'}`,
    );
  }
  // A name may hold an equals sign, so the whole is tried first.
  const [on, key] = here.includes(given) && there.includes(given) ? [given, given] : splitAt(given, here, there);
  if (!here.includes(on))
    throw usageError(
      `--on: data/schema.yaml has no column ${JSON.stringify(on)}.${didYouMean(on, here)}`,
      `Its columns are: ${here.join(', ')}`,
    );
  if (!there.includes(key))
    throw usageError(
      `--on: the file has no column ${JSON.stringify(key)}.${didYouMean(key, there)}`,
      `Its columns are: ${there.join(', ')}. If it is called otherwise there: --on ${on}=<column>`,
    );
  return { on, key };
}

function splitAt(given: string, here: readonly string[], there: readonly string[]): [string, string] {
  const cuts = [...given.matchAll(/=/g)].map(({ index }): [string, string] => [given.slice(0, index), given.slice(index + 1)]);
  return cuts.find(([on, key]) => here.includes(on) && there.includes(key)) ?? cuts[0] ?? [given, given];
}

export function refuseRepeated(profile: Profile, key: string, file: string): void {
  const column = profile.columns.find(({ name }) => name === key);
  const repeated = column?.frequencies?.find(({ count }) => count > 1);
  if (repeated)
    throw usageError(
      `--on: ${JSON.stringify(repeated.value)} stands ${repeated.count} times in the column ${key} of ${file}; one row per value is needed.`,
      'Bring it to one row per value first, or join by another column.',
    );
}

/** The project's schema with the file, how it is joined, and its columns; a name that is there already gets the source in front. */
export function withSource(schema: Structured, profile: Profile, name: string, { on, key }: Join, rawFile: string): Structured {
  const here = columnsOf(schema);
  const described = parseDocument(schemaFile({ ...profile, table: name, target: '', task: 'regression' }, rawFile));
  const list = described.get('columns');
  const entries = (isSeq(list) ? list.items : []).filter((item): item is YAMLMap => isMap(item) && item.get('name') !== key);
  if (entries.length === 0) throw usageError('The file has no column besides the one that it is joined by.');
  for (const entry of entries) {
    const own = String(entry.get('name'));
    if (here.includes(own)) entry.set('name', `${name}.${own}`);
    entry.set('nullable', true);
    entry.set('source', name);
  }
  return schema.append(['columns'], entries).insert(['sources'], name, { on, key, file: described.get('file') });
}

const columnsOf = (schema: Structured): string[] =>
  ((schema.get(['columns']) ?? []) as readonly { name?: unknown }[]).map(({ name }) => String(name));
