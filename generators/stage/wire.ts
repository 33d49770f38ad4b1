import { posix } from 'node:path';
import { isMap, isScalar, isSeq, parseDocument, YAMLMap } from 'yaml';
import { usageError } from '../core/errors.ts';
import type { Structured } from '../edit/structured.ts';
import { feeds, liesIn, type Pipeline, type PipelineStage } from '../parts/pipeline.ts';
import type { Serializable } from '../plan/serializers.ts';
import { didYouMean } from '../core/nearest.ts';
import type { StageTemplate } from './catalogue.ts';
import { readsOf, type RecordedPlace } from './place.ts';
import type { Settings } from './settings.ts';

/** The stage's entry in `dvc.yaml`, its line in `reads`, its section, and the followers' lines in `reads`. */
export interface Wiring {
  readonly name: string;
  readonly place: RecordedPlace;
  readonly template: StageTemplate;
  readonly module: string;
  readonly file: string;
  readonly section: YAMLMap;
  readonly tokens: (text: string) => string;
}

export function wire(pipeline: Pipeline, wiring: Wiring): { dvc: Structured | undefined; params: Structured } {
  const { dvc, params } = pipeline;
  const { name, place, section } = wiring;
  const [out] = outsOf(wiring);
  const next = Object.keys(readsOf(pipeline)).find((reader) => place.followers.includes(reader));
  let reads = params.insert(['reads'], name, place.reads, next === undefined ? { after: place.behind } : { before: next });
  // A stage that only the user's pipeline has is not in its base.
  for (const follower of place.followers) if (reads.get(['reads', follower]) !== undefined) reads = reads.set(['reads', follower], out);
  const moved = pipeline.stages
    .filter((stage) => place.followers.includes(stage.name))
    .reduce((text, stage) => text && readByName(text, stage, place.reads), dvc);
  return { dvc: moved?.insert(['stages'], name, entryOf(wiring), { after: place.behind }), params: reads.insert([], name, section) };
}

/** A follower that waits for its table by another path than its line in `reads` waits by that line from now on. */
function readByName(dvc: Structured, { name, at, deps }: PipelineStage, table: string): Structured {
  const written = (dvc.get([...at, 'deps']) ?? []) as readonly unknown[];
  if (written.some((dep) => new RegExp(`\\$\\{\\s*reads\\.${name}\\s*\\}`).test(String(dep)))) return dvc;
  const up = posix.relative(String(dvc.get([...at, 'wdir']) ?? '.'), '.');
  return deps.reduce(
    (text, dep, index) =>
      liesIn(dep, table) ? text.set([...at, 'deps', index], posix.join(up, `\${reads.${name}}${dep.slice(table.length)}`)) : text,
    dvc,
  );
}

export const outsOf = ({ template, tokens }: Pick<Wiring, 'template' | 'tokens'>): string[] => (template.outs ?? []).map(tokens);

function entryOf({ name, place, template, module, file, tokens }: Wiring): Record<string, Serializable> {
  const [first, ...rest] = (template.deps ?? []).map(tokens);
  const waitsAnyway = rest.some((dep) => place.waitsFor.some((out) => feeds(out, dep)));
  const keys = (template.params ?? []).filter((entry): entry is string => typeof entry === 'string');
  const deps = [first, ...(waitsAnyway ? [] : place.waitsFor.slice(0, 1)), file, ...rest].filter((dep): dep is string => dep !== undefined);
  return {
    ...(template.summary === undefined ? {} : { desc: template.summary }),
    cmd: `python -m ${module}.stages.${name}`,
    deps: [...new Set(deps)],
    params: [name, ...keys],
    // Reports are small and worth a diff, so git keeps them; DVC keeps tables and models.
    outs: outsOf({ template, tokens }).map((out) => (out.startsWith('reports/') ? { [out]: { cache: false } } : out)),
  };
}

/** The settings that `stage.yaml` brings, with their comments, and in them the values that were given. */
export function sectionOf(name: string, template: StageTemplate, given: Settings): { section: YAMLMap; values: Settings } {
  const section = new YAMLMap();
  const list = (parseDocument(template.source).contents as YAMLMap | null)?.get('params');
  for (const [place, item] of (isSeq(list) ? list.items : []).entries()) {
    const [setting] = isMap(item) ? (item.items as YAMLMap['items']) : [];
    if (!isMap(item) || setting === undefined) continue;
    // A comment above the first item is the list's, as the parser sees it.
    const comment = item.commentBefore ?? (place === 0 && isSeq(list) ? list.commentBefore : undefined);
    if (isScalar(setting.key)) setting.key.commentBefore = comment ?? null;
    section.items.push(setting);
  }
  const known = section.items.map(({ key }) => String(isScalar(key) ? key.value : key));
  if (known.length > 0) refuseUnknown(name, given, known);
  for (const [key, { yaml }] of Object.entries(given)) section.set(key, yaml);
  if (section.items.length === 0) section.flow = true;
  return { section, values: given };
}

function refuseUnknown(name: string, given: Settings, known: readonly string[]): void {
  const unknown = Object.keys(given).find((key) => !known.includes(key));
  if (unknown !== undefined)
    throw usageError(
      `--params: the ready stage ${name} has no setting ${unknown}.${didYouMean(unknown, known)}`,
      `It has: ${known.join(', ')}`,
    );
}
