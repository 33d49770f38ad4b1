import { posix } from 'node:path';
import { usageError } from '../core/errors.ts';
import type { Structured } from '../edit/structured.ts';
import { yamlText } from '../edit/yaml.ts';
import { mergePlain } from '../edit/compose.ts';

/** A stage of `dvc.yaml`, its paths with `${…}` filled in from `params.yaml` and `vars`. */
export interface PipelineStage {
  readonly name: string;
  /** The path to its body in `dvc.yaml`. */
  readonly at: readonly string[];
  readonly cmd: string;
  readonly deps: readonly string[];
  /** Those of `deps` that are written out, without `${…}`. */
  readonly literal: readonly string[];
  readonly outs: readonly string[];
  /** The table of `outs` that it hands on, if there is one. */
  readonly table: string | undefined;
  /** Where outs are written that still hold a `${…}`, as `file:line:column`. */
  readonly unread: readonly string[];
}

/** The graph that `dvc.yaml` and `params.yaml` describe together; without a `dvc.yaml` (level 0) the one in which stages are run by hand. */
export interface Pipeline {
  readonly dvc: Structured | undefined;
  readonly params: Structured;
  readonly stages: readonly PipelineStage[];
}

type Map = Record<string, unknown>;

/** Reads a file of the project, for `vars`. */
type Read = (path: string) => string | undefined;

export function readPipeline(dvcText: string | undefined, paramsText: string, read: Read = () => undefined): Pipeline {
  const params = yamlText(paramsText, 'params.yaml');
  const reads = readsIn(params);
  if (dvcText === undefined) return { dvc: undefined, params, stages: stagesByHand(reads) };
  const dvc = yamlText(dvcText, 'dvc.yaml');
  const declared = dvc.value['stages'] ?? {};
  if (typeof declared !== 'object' || Array.isArray(declared))
    throw usageError(`${dvc.place(['stages'])}: \`stages\` should be a map of stages.`);
  const tables = new Set(Object.values(reads));
  const shared = variablesOf(dvc.value['vars'], '.', read, params.value);
  const stages = Object.entries(declared as Map).map(([name, stage]) => {
    const where = dvc.place(['stages', name]);
    if (stage === null || typeof stage !== 'object' || Array.isArray(stage))
      throw usageError(`${where}: the stage \`${name}\` should have \`cmd\`, \`deps\` and \`outs\`.`);
    // A stage that stands for several (`foreach`, `matrix`) has its body under `do`, or is the body.
    const at = ['stages', name, ...('do' in stage ? ['do'] : [])];
    const body = dvc.get(at) as Map;
    const folder = typeof body['wdir'] === 'string' ? body['wdir'] : '.';
    const values = variablesOf(body['vars'], folder, read, shared);
    const paths = (key: string): string[] =>
      pathsIn(body[key], `${where}: \`${key}\` of the stage \`${name}\``).map((path) =>
        posix.join(folder, filled(path, values)).replace(/(?<=.)\/$/, ''),
      );
    const literal = paths('deps').filter((_, index) => !pathsIn(body['deps'], where)[index]?.includes('${'));
    const written = ['outs', 'metrics', 'plots'].flatMap((key) => paths(key).map((path, index) => ({ path, place: [...at, key, index] })));
    const outs = written.map(({ path }) => path);
    const unread = written.filter(({ path }) => path.includes('${')).map(({ place }) => dvc.place(place));
    return {
      name,
      at,
      cmd: [body['cmd']].flat().join('\n'),
      deps: paths('deps'),
      literal,
      outs,
      table: outs.find((path) => tables.has(path) || isTable(path)),
      unread,
    };
  });
  return { dvc, params, stages };
}

const isTable = (path: string): boolean => /^data\/(interim|processed)\//.test(path);

/** The table that each stage reads, by stage. */
export function readsIn(params: Structured): Record<string, string> {
  const reads = params.value['reads'];
  if (reads === undefined || reads === null) return {};
  if (typeof reads !== 'object' || Array.isArray(reads))
    throw usageError(`${params.place(['reads'])}: \`reads\` should map stages to the tables they read.`);
  return Object.fromEntries(Object.entries(reads).map(([name, path]) => [name, String(path)]));
}

/** What the stages of the templates write; an added one writes a table of its own name. */
const written: Readonly<Record<string, readonly string[]>> = {
  ingest: ['data/interim/ingested.parquet'],
  split: ['data/processed/split'],
  featurize: ['data/processed/features'],
  train: ['models/model.joblib', 'models/manifest.json'],
  evaluate: ['metrics.json'],
};

function stagesByHand(reads: Readonly<Record<string, string>>): PipelineStage[] {
  const tables = new Set(Object.values(reads));
  return ['ingest', ...Object.keys(reads)].map((name) => {
    const table = [`data/interim/${name}.parquet`, `data/processed/${name}`].find((path) => tables.has(path));
    const outs = written[name] ?? [table ?? `reports/${name}.json`];
    return {
      name,
      at: [],
      cmd: '',
      deps: [...(reads[name] === undefined ? [] : [reads[name]]), ...(name === 'evaluate' ? (written['train'] ?? []) : [])],
      literal: [],
      outs,
      table: outs.find(isTable),
      unread: [],
    };
  });
}

/** What is known with `vars` of a dvc.yaml or a stage: inline maps, `file` and `file:key,key`; Python and TOML are left to DVC. */
const variablesOf = (vars: unknown, folder: string, read: Read, known: Map): Map =>
  (Array.isArray(vars) ? vars : []).reduce<Map>(
    (values, entry: unknown) => mergePlain(values, typeof entry === 'string' ? variablesIn(entry, folder, read) : entry) as Map,
    known,
  );

function variablesIn(entry: string, folder: string, read: Read): Map {
  const [name = '', keys] = entry.split(':');
  const file = posix.join(folder, name);
  const text = /\.(?:ya?ml|json)$/.test(file) && !file.startsWith('..') ? read(file) : undefined;
  if (text === undefined) return {};
  const { value } = yamlText(text, file);
  return keys === undefined ? value : Object.fromEntries(keys.split(',').map((key) => [key.trim(), value[key.trim()]]));
}

/** Entries are paths, or maps from a path to its settings. */
function pathsIn(entries: unknown, what: string): string[] {
  if (entries === undefined || entries === null) return [];
  if (!Array.isArray(entries)) throw usageError(`${what} should be a list.`);
  return entries.flatMap((entry: unknown) => {
    if (typeof entry === 'string') return [entry];
    if (entry !== null && typeof entry === 'object' && !Array.isArray(entry)) return Object.keys(entry);
    throw usageError(`${what} should list paths, not ${JSON.stringify(entry)}.`);
  });
}

function filled(text: string, values: Map): string {
  return text.replaceAll(/\$\{([^}]+)\}/g, (whole, path: string) => {
    const value = path
      .trim()
      .split(/[.[\]]+/)
      .filter(Boolean)
      .reduce<unknown>((inner, key) => (inner as Map | undefined)?.[key], values);
    return value === undefined || value === null ? whole : String(value);
  });
}

/** Whether a stage that depends on `dep` waits for one that writes `out`: the same path, or one inside the other. */
export const feeds = (out: string, dep: string): boolean => out === dep || dep.startsWith(`${out}/`) || out.startsWith(`${dep}/`);

/** Whether a path is a table, or lies in the folder of one. */
export const liesIn = (path: string, table: string): boolean => path === table || path.startsWith(`${table}/`);

export const writerOf = (path: string, stages: readonly PipelineStage[]): PipelineStage | undefined =>
  stages.find(({ outs }) => outs.some((out) => feeds(out, path)));

/** The stage that runs a module of the templates, whatever it is called by now. */
export const running = (module: string, stages: readonly PipelineStage[]): PipelineStage | undefined =>
  stages.find(({ cmd }) => new RegExp(`\\.stages\\.${module}(?![\\w.])`).test(cmd)) ??
  stages.find(({ deps }) => deps.some((dep) => dep.endsWith(`stages/${module}.py`))) ??
  stages.find(({ name }) => name === module);

/** Stages that wait for this one, directly or through others; nearest first. */
export function downstreamOf(name: string, stages: readonly PipelineStage[]): string[] {
  const found: string[] = [];
  const visit = (from: string): void => {
    const outs = stages.find((stage) => stage.name === from)?.outs ?? [];
    for (const stage of stages) {
      if (stage.name === name || found.includes(stage.name)) continue;
      if (!stage.deps.some((dep) => outs.some((out) => feeds(out, dep)))) continue;
      found.push(stage.name);
      visit(stage.name);
    }
  };
  visit(name);
  return found;
}

/** A circle of stages that wait for each other, first stage repeated at the end; undefined if there is none. */
export function cycleIn(stages: readonly PipelineStage[]): string[] | undefined {
  const done = new Set<string>();
  const visit = (stage: PipelineStage, path: readonly string[]): string[] | undefined => {
    if (path.includes(stage.name)) return [...path.slice(path.indexOf(stage.name)), stage.name];
    if (done.has(stage.name)) return undefined;
    for (const next of stages) {
      if (!next.deps.some((dep) => stage.outs.some((out) => feeds(out, dep)))) continue;
      const found = visit(next, [...path, stage.name]);
      if (found) return found;
    }
    done.add(stage.name);
    return undefined;
  };
  for (const stage of stages) {
    const found = visit(stage, []);
    if (found) return found;
  }
  return undefined;
}
