import { usageError } from '../core/errors.ts';
import { downstreamOf, type Pipeline, type PipelineStage, running, writerOf } from '../parts/pipeline.ts';
import type { Project } from '../parts/part.ts';
import { blankStage, readyStage, type StageTemplate } from './catalogue.ts';
import { behindAdded, type Place, placeBeside, placeInChain, readsOf, shapeOf, stageNamed, tableOf, type Wish } from './place.ts';

export interface Chosen {
  readonly template: StageTemplate;
  readonly place: Place;
}

export type Out = 'data' | 'model' | 'report';

/** Which template a new stage starts from, and where it goes. */
export function choose(name: string, wish: Wish, out: Out | undefined, pipeline: Pipeline, project: Project): Chosen {
  const ready = readyStage(name);
  if (ready) return chooseReady(name, ready, wish, out, pipeline, project);
  const kind = out ?? kindBehind(wish, pipeline);
  if (kind !== 'data') {
    if (kind === 'model') return { place: placeBeside(wish, kind, false, pipeline), template: blankStage('model') };
    const place = placeBeside(wish, kind, false, pipeline);
    if (place.shape === 'table') return { place, template: blankStage('report_table') };
    return { place: placeBeside(wish, kind, true, pipeline), template: blankStage('report_pair') };
  }
  const place = placeInChain(wish, pipeline);
  return { place, template: blankStage(place.shape === 'table' ? 'table' : isFeaturized(place, pipeline) ? 'pair' : 'rows') };
}

function chooseReady(
  name: string,
  ready: StageTemplate,
  { after, before }: Wish,
  out: Out | undefined,
  pipeline: Pipeline,
  { answers: { task, level }, parts }: Project,
): Chosen {
  if (ready.tasks && !ready.tasks.includes(task)) {
    throw usageError(`The stage ${name} is for ${ready.tasks.join(' and ')} tasks; this project's is ${task}.`);
  }
  if (level < (ready.level ?? 0))
    throw usageError(`The stage ${name} is for projects of level ${ready.level} and above; this one is of level ${level}.`);
  const [first = ''] = ready.outs ?? [];
  const kind: Out = first.startsWith('data/') ? 'data' : first.startsWith('models/') ? 'model' : 'report';
  if (out !== undefined && out !== kind)
    throw usageError(
      `The ready stage ${name} writes ${first}: it is of --out ${kind}, not ${out}.`,
      'Leave --out out, or choose another name for a stage of your own.',
    );
  const added = parts.filter(({ part }) => part === 'stage').map((part) => part.name);
  const usual = ready.after === undefined ? undefined : running(ready.after, pipeline.stages)?.name;
  const wish = {
    before,
    after:
      after ??
      (before !== undefined || usual === undefined ? undefined : kind === 'data' ? behindAdded(usual, added, pipeline.stages) : usual),
  };
  if (kind !== 'data')
    return { template: ready, place: placeBeside(wish, kind, ready.deps?.includes('models/model.joblib') ?? false, pipeline) };

  const place = placeInChain(wish, pipeline);
  const wanted = first.endsWith('.parquet') ? 'table' : 'pair';
  if (wanted === 'table' && place.shape === 'pair')
    throw usageError(
      `${name} works on one table, so it goes in front of the split; behind ${place.behind} there are two, train and test.`,
      exampleOf(pipeline.stages.find(({ table }) => table !== undefined && shapeOf(table) === 'table')),
    );
  if (wanted === 'pair' && !isFeaturized(place, pipeline))
    throw usageError(
      `${name} works on the features of train and test, so it goes behind the stage that makes them, not behind ${place.behind}.`,
      exampleOf(running('featurize', pipeline.stages) ?? trainedOn(pipeline)),
    );
  return { template: ready, place };
}

/** The stage that writes what the model is trained on. */
const trainedOn = (pipeline: Pipeline): PipelineStage | undefined => writerOf(tableOf('train', pipeline) ?? '', pipeline.stages);

const exampleOf = (stage: PipelineStage | undefined): string | undefined => stage && `For example: --after ${stage.name}`;

/** Behind a stage of the chain a stage is part of the chain, else it reports. */
function kindBehind({ after, before }: Wish, pipeline: Pipeline): Out {
  if (after === undefined || before !== undefined) return 'data';
  const stage = stageNamed(after, 'after', pipeline);
  if (stage.table !== undefined) return 'data';
  const model = stage.outs.some((path) => path.startsWith('models')) || stage.deps.some((path) => path.startsWith('models'));
  return readsOf(pipeline)[after] === undefined || model ? 'report' : 'data';
}

/** From `featurize` on a table holds features and target; before, the columns of the data. */
function isFeaturized({ reads, shape, behind }: Place, pipeline: Pipeline): boolean {
  if (shape === 'table') return false;
  const { stages } = pipeline;
  const writer = stages.find(({ outs }) => outs.includes(reads));
  const featurize = running('featurize', stages);
  if (featurize) return writer !== undefined && (writer === featurize || downstreamOf(featurize.name, stages).includes(writer.name));
  if (reads === tableOf('train', pipeline)) return true;
  if (writer === running('split', stages)) return false;
  throw usageError(
    `It cannot be read from dvc.yaml whether ${reads}, behind ${behind}, holds features: no stage runs \`….stages.featurize\`.`,
    exampleOf(trainedOn(pipeline) ?? running('split', stages)),
  );
}
