import { ownCommand } from '../core/own-command.ts';
import { CliError, exitCode, usageError } from '../core/errors.ts';
import { type PartChange, type PartRequest, type Project, runAndTest } from '../parts/part.ts';
import { changesOf, textOf } from '../parts/part-files.ts';
import { setsOfParts, withoutPackages } from '../parts/part-packages.ts';
import { feeds, type Pipeline, readPipeline } from '../parts/pipeline.ts';
import type { PartRecord } from '../plan/spec.ts';
import { didYouMean } from '../core/nearest.ts';
import { byHand, openPipeline, placeOf, stageFiles, type StageRecord } from './add.ts';
import { readsOf } from './place.ts';
import { removeFromReadme } from './readme.ts';

/** Which stage is to go, once nothing depends on it. */
export function decideRemoval({ project, name: given, yes }: PartRequest): PartRecord {
  const name = (given ?? '').replaceAll('-', '_');
  const added = project.parts.filter(({ part }) => part === 'stage');
  const record = added.find((part) => part.name === name);
  if (record === undefined)
    throw notAdded(
      given,
      added.map((part) => part.name),
      project,
    );
  const pipeline = openPipeline(project);
  const files = stageFiles(project, name).filter((file) => project.exists(file));
  refuseDependents(name, project, pipeline, files);
  if (yes !== true) refuseEdited(name, project, files);
  return record;
}

/** Takes out a stage that `add` put in: what followed it reads again what it read. */
export function takeStage(record: PartRecord, project: Project): PartChange {
  const { name } = record;
  const pipeline = readPipeline(project.read('dvc.yaml'), textOf(project, 'params.yaml'), project.read);
  const outs = pipeline.stages.find((candidate) => candidate.name === name)?.outs ?? [];
  const reads = readsOf(pipeline);
  const before = reads[name];
  let params = pipeline.params;
  for (const [follower, table] of Object.entries(reads)) {
    if (follower !== name && before !== undefined && outs.includes(table)) params = params.set(['reads', follower], before);
  }
  const parts = project.parts.filter((part) => part.part !== 'stage' || part.name !== name);
  const packages = withoutPackages(project, setsOfParts({ parts: [record] }), { parts });
  const readme = project.read('README.md');
  return {
    files: changesOf(project, {
      ...(pipeline.dvc === undefined ? {} : { 'dvc.yaml': pipeline.dvc.remove(['stages', name]).text }),
      'params.yaml': params.remove(['reads', name]).remove([name]).text,
      ...packages.texts,
      ...(readme === undefined ? {} : { 'README.md': removeFromReadme(readme, name) }),
    }),
    removed: stageFiles(project, name).filter((file) => project.exists(file)),
    parts: parts.map((part) => withoutStage(part, record as StageRecord, outs)),
    notes: [
      `${name} is out of the pipeline; what followed it reads ${before ?? 'what it read'} again.`,
      ...packages.notes,
      ...byHand(project),
    ],
    next: runAndTest(project),
  };
}

/** What was decided for another stage, as if the one that goes had never been there. */
function withoutStage(part: PartRecord, { name, place: gone }: StageRecord, outs: readonly string[]): PartRecord {
  const { place } = part as StageRecord;
  if (place === undefined || gone === undefined) return part;
  return {
    ...part,
    place: {
      reads: outs.includes(place.reads) ? gone.reads : place.reads,
      behind: place.behind === name ? gone.behind : place.behind,
      followers: place.followers.flatMap((follower) => (follower === name ? gone.followers : [follower])),
      waitsFor: place.waitsFor.some((path) => outs.includes(path)) ? [] : place.waitsFor,
    },
  };
}

function notAdded(name: string | undefined, added: readonly string[], project: Project): CliError {
  const offer = added.length > 0 ? `Stages that were added: ${added.join(', ')}` : 'No stage has been added to this project yet.';
  if (name === undefined) return usageError('remove stage needs a name.', offer);
  if (project.exists(stageFiles(project, name)[0]))
    return usageError(`${name} was not added by \`create-ml-project add\`, so it is not taken out by it.`, offer);
  return usageError(`There is no added stage ${JSON.stringify(name)}.${didYouMean(name, added)}`, offer);
}

/** Who would be left without what the stage writes: by a path in dvc.yaml, or by an import. */
function refuseDependents(name: string, project: Project, pipeline: Pipeline, own: readonly string[]): void {
  const { stages } = pipeline;
  const outs = stages.find((stage) => stage.name === name)?.outs ?? [];
  const readers = stages.filter(
    (stage) => stage.name !== name && stage.literal.some((dep) => own.includes(dep) || outs.some((out) => feeds(out, dep))),
  );
  const importing = new RegExp(`\\bstages\\.${name}\\b|\\bstages import [^\\n]*\\b${name}\\b`);
  const importers = [...project.list('src'), ...project.list('tests'), ...project.list('notebooks')].filter(
    (path) => /\.(py|ipynb)$/.test(path) && !own.includes(path) && importing.test(project.read(path) ?? ''),
  );
  const dependents = [...readers.map((stage) => `${placeOf(stage.name, pipeline)} (${stage.name})`), ...importers];
  if (dependents.length > 0)
    throw new CliError(`${name} cannot be removed, other parts depend on it: ${dependents.join(', ')}.`, {
      exit: exitCode.conflict,
      hint: 'Change or remove these first.',
    });
}

function refuseEdited(name: string, project: Project, files: readonly string[]): void {
  const edited = files.filter((file) => project.edited(file));
  if (edited.length > 0)
    throw new CliError(`You have edited ${edited.join(' and ')}; removing ${name} deletes ${edited.length > 1 ? 'them' : 'it'}.`, {
      exit: exitCode.conflict,
      hint: `Commit, then: ${ownCommand()} remove stage ${name} --yes`,
    });
}
