import { parse } from 'yaml';
import type { Facts, PartRecord } from '../plan/spec.ts';
import { policyOf } from '../plan/policy.ts';
import type { Bases } from './bases.ts';
import { fingerprint } from './fingerprint.ts';
import type { Lock, ReadLock } from './lock.ts';

interface SchemaFile {
  readonly table: string;
  readonly file: {
    readonly format: string;
    readonly compression: string | null;
    readonly encoding: string;
    readonly delimiter: string | null;
  };
  readonly columns: readonly unknown[];
}

/** Every fact there is: one that is new has to be found in the files of older projects. */
const factNames = Object.keys({
  table: 1,
  rows: 1,
  columns: 1,
  positive: 1,
  metric: 1,
  minimum: 1,
  nearPerfect: 1,
  format: 1,
  compression: 1,
  encoding: 1,
  delimiter: 1,
  git: 1,
} satisfies Readonly<Record<Exclude<keyof Facts, 'rowsAside'>, 1>>);

/** The lock of an earlier version as one of today: what it did not hold stands in files that it wrote. */
export function completed(lock: ReadLock, bases: () => Bases, read: (path: string) => string | undefined): Lock {
  const { facts } = lock;
  if (facts !== undefined)
    return factNames.every((name) => name in facts) ? (lock as Lock) : { ...lock, facts: { ...factsIn(bases(), read), ...facts } };
  const documents = bases();
  const files = Object.entries(ofToday(lock.files)).map(([path, file]) => {
    const base = documents.get(path);
    // Its fingerprints counted what runs write into documents.
    return [path, base === undefined ? file : { ...file, sha256: fingerprint(path, base) }];
  });
  return {
    ...lock,
    answers: Object.assign({ split: 'random', group: null, time: null }, lock.answers),
    facts: factsIn(documents, read),
    parts: lock.parts.map((record) => (record.part === 'source' ? { ...record, ...sizeOf(record, documents) } : record)),
    files: Object.fromEntries(files),
  };
}

/** Its ids held the condition under which a file is there; its policies took lock files for what nobody changes. */
export const ofToday = (files: ReadLock['files']): Lock['files'] =>
  Object.fromEntries(
    Object.entries(files).map(([path, file]) => [
      path,
      { ...file, id: file.id.replace(/^\+[^/]+/, 'base'), policy: file.policy === 'managed' ? policyOf(path) : file.policy },
    ]),
  );

function factsIn(documents: Bases, read: (path: string) => string | undefined): Facts {
  const { table, file, columns } = parse(read('data/schema.yaml') ?? '{table: data, file: {}, columns: []}') as SchemaFile;
  const [, rows = '0', counted = String(columns.length)] = /\((\d+) rows, (\d+) columns\)/.exec(documents.get('README.md') ?? '') ?? [];
  const { data, gate } = parse(documents.get('params.yaml') ?? '{}') as {
    data?: { positive?: Facts['positive'] };
    gate?: { metric?: string; min?: number };
  };
  return {
    table,
    rows: Number(rows),
    columns: Number(counted),
    positive: data?.positive ?? null,
    metric: gate?.metric ?? 'roc_auc',
    minimum: gate?.min ?? 0.6,
    nearPerfect: '',
    format: file.format,
    compression: file.compression ?? null,
    encoding: file.encoding,
    delimiter: file.delimiter ?? null,
    git: !/^\s*no_scm\s*=\s*true/m.test(read('.dvc/config') ?? ''),
  };
}

/** Rows and columns of a second source, from its section of the document. */
function sizeOf({ data }: PartRecord, documents: Bases): { rows: number; columns: number } {
  const line = (documents.get('docs/data-sources.md') ?? '').split('\n').find((text) => text.includes(`\`${String(data)}\``));
  const [, rows = '0', columns = '0'] = /([\d,]+) rows, (\d+) columns/.exec(line ?? '') ?? [];
  return { rows: Number(rows.replaceAll(',', '')), columns: Number(columns) };
}
