import { usageError } from '../core/errors.ts';
import { downstreamOf, feeds, liesIn, type Pipeline, type PipelineStage, readsIn, running, writerOf } from '../parts/pipeline.ts';
import { didYouMean } from '../core/nearest.ts';

/** What the stages of the chain hand on: one table, or a folder with a training and a test table. */
export type Shape = 'table' | 'pair';

/** Where a new stage goes. */
export interface Place {
  /** The table or folder that it reads. */
  readonly reads: string;
  readonly shape: Shape;
  /** The entry of `dvc.yaml` behind which its own is written. */
  readonly behind: string;
  /** The stages that from now on read what it writes. */
  readonly followers: readonly string[];
  /** What `behind` writes besides; the stage waits for one of these, so that it runs after `behind`. */
  readonly waitsFor: readonly string[];
  /** Stages that name the same table by a path of their own, which only their author can change. */
  readonly unmoved: readonly string[];
}

/** What the lock remembers of a place. */
export type RecordedPlace = Omit<Place, 'shape' | 'unmoved'>;

export interface Wish {
  readonly after?: string | undefined;
  readonly before?: string | undefined;
}

export const shapeOf = (path: string): Shape => (path.endsWith('.parquet') ? 'table' : 'pair');

export const readsOf = ({ params }: Pipeline): Record<string, string> => readsIn(params);

/** The table that the stage which runs a module of the templates reads. */
export const tableOf = (module: string, pipeline: Pipeline): string | undefined => {
  const reads = readsOf(pipeline);
  return reads[running(module, pipeline.stages)?.name ?? module] ?? reads[module];
};

/**
 * Behind a stage, and behind what was added in the same place before, so that added stages run in the order in which
 * they were added. One that waits for something later stands elsewhere.
 */
export function behindAdded(name: string, added: readonly string[], stages: readonly PipelineStage[]): string {
  const outs = stages.find((stage) => stage.name === name)?.outs ?? [];
  const later = downstreamOf(name, stages);
  const waitsForLater = ({ deps }: PipelineStage): boolean => deps.some((dep) => later.includes(writerOf(dep, stages)?.name ?? ''));
  const next = stages.find(
    (stage) =>
      added.includes(stage.name) &&
      stage.table !== undefined &&
      stage.deps.some((dep) => outs.some((out) => feeds(out, dep))) &&
      !waitsForLater(stage),
  );
  return next ? behindAdded(next.name, added, stages) : name;
}

const usesModel = (stage: PipelineStage): boolean => stage.deps.some((dep) => feeds('models', dep));

export function stageNamed(name: string, flag: string, { stages }: Pipeline): PipelineStage {
  const stage = stages.find((candidate) => candidate.name === name);
  if (stage) return stage;
  const names = stages.map((candidate) => candidate.name);
  throw usageError(
    `--${flag}: there is no stage ${JSON.stringify(name)}.${didYouMean(name, names)}`,
    `The stages are: ${names.join(', ')}`,
  );
}

/** The place of a stage in the chain of tables: behind `after`, before `before`, or between the two. */
export function placeInChain({ after, before }: Wish, pipeline: Pipeline): Place {
  const { stages } = pipeline;
  const reads = readsOf(pipeline);
  const next = before === undefined ? undefined : stageNamed(before, 'before', pipeline);
  const earlier = after === undefined ? undefined : stageNamed(after, 'after', pipeline);
  if (next && earlier) refuseCycle(earlier.name, next.name, stages);
  if (next && reads[next.name] === undefined) throw readsNothing(next.name, reads);

  const table = next && !earlier ? reads[next.name]! : tableBehind(earlier ?? lastOfChain(pipeline), reads);
  const writer = writerOf(table, stages);
  const previous = earlier ?? writer;
  if (!previous) throw usageError(`No stage writes ${table}, which params.yaml names in \`reads\`.`);
  const readers = stages.filter(({ name }) => reads[name] === table && name !== previous.name);
  const writes = previous.table === table;
  const later = writes ? readers : readersAfter(previous, readers, stages);
  if (next && !later.includes(next)) {
    throw usageError(
      `--before: ${next.name} does not read what ${previous.name} hands on (${table}), but ${reads[next.name]}.`,
      `Leave --after out, or name the stage that writes ${reads[next.name]}: ${writerOf(reads[next.name]!, stages)?.name ?? 'none does'}`,
    );
  }
  // Who judges the model asks it about rows as the service sends them: untouched by what training alone goes through.
  const followers = next ? [next] : later.filter((stage) => !usesModel(stage));
  return {
    reads: table,
    shape: shapeOf(table),
    behind: previous.name,
    followers: followers.map(({ name }) => name),
    waitsFor: writes ? [] : previous.outs,
    unmoved: stages
      .filter((stage) => stage !== previous && !followers.includes(stage) && stage.literal.some((dep) => liesIn(dep, table)))
      .map(({ name }) => name),
  };
}

/**
 * The place of a stage beside the chain, which nobody follows: it reports, or fits a model of its own. What asks the
 * project's model is given the features that `evaluate` asks it about.
 */
export function placeBeside({ after, before }: Wish, out: 'model' | 'report', asksModel: boolean, pipeline: Pipeline): Place {
  if (before !== undefined)
    throw usageError(`--before is for stages of the chain; nothing waits for a stage with --out ${out}.`, 'Say --after <stage> alone.');
  const reads = readsOf(pipeline);
  const { stages } = pipeline;
  const usual = running('train', stages) ?? stages.find((stage) => stage.outs.some((path) => feeds('models', path)));
  const behind =
    after === undefined
      ? out === 'model'
        ? usual
        : (running('evaluate', stages) ?? usual ?? stages.at(-1))
      : stageNamed(after, 'after', pipeline);
  if (!behind)
    throw usageError(
      `It cannot be read from dvc.yaml which stage trains the model, behind which a ${out} goes.`,
      `Say behind which stage it goes: --after ${stages.at(-1)?.name ?? '<stage>'}`,
    );
  if (behind.table === undefined) refuseUnread(behind);
  const own = behind.table ?? reads[behind.name];
  const table = asksModel
    ? (tableOf('evaluate', pipeline) ?? own)
    : out === 'model' && (own === undefined || shapeOf(own) === 'table')
      ? tableOf('train', pipeline)
      : own;
  if (table === undefined)
    throw usageError(
      `--after: ${behind.name} reads and writes no table that a ${out} could be made of.`,
      `Stages that do: ${Object.keys(reads).join(', ')}`,
    );
  const fed = behind.outs.some((written) => feeds(written, table));
  return { reads: table, shape: shapeOf(table), behind: behind.name, followers: [], waitsFor: fed ? [] : behind.outs, unmoved: [] };
}

/** Readers of the table for which a stage is not too late, though it hands on no table itself. */
function readersAfter(previous: PipelineStage, readers: readonly PipelineStage[], stages: readonly PipelineStage[]): PipelineStage[] {
  const downstream = downstreamOf(previous.name, stages);
  const waiting = readers.filter(({ name }) => downstream.includes(name));
  if (waiting.length > 0) return waiting;
  const position = stages.indexOf(previous);
  return readers.filter((reader) => stages.indexOf(reader) > position && !downstreamOf(reader.name, stages).includes(previous.name));
}

/** The stage that writes what training reads: behind it a new stage stands if nobody says where. */
function lastOfChain(pipeline: Pipeline): PipelineStage {
  const reads = readsOf(pipeline);
  const table = tableOf('train', pipeline) ?? Object.values(reads).at(-1);
  const writer = table === undefined ? undefined : writerOf(table, pipeline.stages);
  if (!writer) {
    refuseUnread(...pipeline.stages);
    throw usageError(
      'It cannot be read from params.yaml which stage hands its table to `train`.',
      'Say where the new stage goes: --after <stage>',
    );
  }
  return writer;
}

/** The table that a stage hands on; behind one that only reports, the table that it reports on. */
function tableBehind(stage: PipelineStage, reads: Readonly<Record<string, string>>): string {
  if (stage.table === undefined) refuseUnread(stage);
  const reports = !usesModel(stage) && stage.outs.every((out) => feeds('reports', out));
  const table = stage.table ?? (reports ? reads[stage.name] : undefined);
  if (table !== undefined) return table;
  throw usageError(
    `--after: ${stage.name} hands on no table, so no data stage can stand behind it.`,
    `Choose another stage, or one that stands beside the chain: --out report, --out model`,
  );
}

/** An out whose path is not known may be the table that is looked for. */
function refuseUnread(...stages: readonly PipelineStage[]): void {
  const [place] = stages.flatMap(({ unread }) => unread);
  if (place !== undefined)
    throw usageError(
      `${place}: this path cannot be read, since neither params.yaml nor \`vars\` says what its \`\${…}\` is.`,
      'Write the path out, or its variable into params.yaml; nothing was changed.',
    );
}

const readsNothing = (name: string, reads: Readonly<Record<string, string>>): Error =>
  usageError(
    `--before: ${name} has no entry in \`reads\` of params.yaml, so nothing can be put between it and its table.`,
    `Stages that have one: ${Object.keys(reads).join(', ')}`,
  );

function refuseCycle(after: string, before: string, stages: readonly PipelineStage[]): void {
  if (after === before) throw usageError(`A stage cannot stand both after and before ${after}.`);
  const path = pathBetween(before, after, stages);
  if (path) {
    throw usageError(
      `A stage after ${after} and before ${before} would wait for itself: ${[...path, 'the new stage', before].join(' → ')}.`,
      `${before} runs before ${after}; perhaps you meant --after ${before} --before ${after}`,
    );
  }
}

/** Stages from one to another along the pipeline's arrows, both included. */
function pathBetween(from: string, to: string, stages: readonly PipelineStage[]): string[] | undefined {
  if (from === to) return [from];
  const outs = stages.find(({ name }) => name === from)?.outs ?? [];
  for (const stage of stages) {
    if (stage.name === from || !stage.deps.some((dep) => outs.some((out) => feeds(out, dep)))) continue;
    const rest = pathBetween(stage.name, to, stages);
    if (rest) return [from, ...rest];
  }
  return undefined;
}
