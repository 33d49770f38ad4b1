import { basename } from 'node:path';
import { fillMark } from '../edit/edit-python.ts';
import { usageError } from '../core/errors.ts';
import { type Decision, type PartChange, type PartRequest, type Project, runAndTest } from '../parts/part.ts';
import { changesOf, layoutOfProject, newFile, refuseTaken, textOf } from '../parts/part-files.ts';
import { className, filledIn, partName, refuseUsed, titleOf } from '../parts/part-name.ts';
import { withPackages } from '../parts/part-packages.ts';
import { cycleIn, type Pipeline, readPipeline } from '../parts/pipeline.ts';
import type { PartRecord } from '../plan/spec.ts';
import { withLayout } from '../plan/template-path.ts';
import { readyStage, stageText, templateNamed } from './catalogue.ts';
import { choose, type Out } from './choose.ts';
import type { Place, RecordedPlace, Wish } from './place.ts';
import { addToReadme } from './readme.ts';
import { argumentsOf, fieldsOf, readSettings, type Settings } from './settings.ts';
import { outsOf, sectionOf, wire } from './wire.ts';

/** What was asked for, and what came of it. */
export interface StageRecord extends PartRecord, Wish {
  readonly out?: Out;
  readonly params?: readonly string[];
  /** The name of a ready stage, or `blank/<kind>`. */
  readonly template: string;
  readonly needs?: readonly string[];
  /** Unknown where it goes: a record of 1.0.0, or one that comes to another level. */
  readonly place?: RecordedPlace;
}

/** A ready stage of the catalogue if there is one of that name, else one that hands on what it gets; wired either way. */
export function decideStage({ project, name: given, options }: PartRequest): Decision {
  const name = partName(given, 'stage');
  const pipeline = openPipeline(project);
  refuseStage(name, project, pipeline);
  const { after, before, out, params } = options as { after?: string; before?: string; out?: Out; params?: string[] };
  const { template, place } = choose(name, { after, before }, out, pipeline, project);
  const ready = readyStage(name) !== undefined;
  if (!ready) refuseUsed(name, 'stage', [name, className(name)], stageText(template, 'stage.py'), () => 'the code of such a stage');
  const { reads, behind, followers, waitsFor } = place;
  const wish = Object.fromEntries(
    Object.entries({ after, before, out, params, needs: template.needs }).filter(([, value]) => value !== undefined),
  );
  const record: StageRecord = {
    part: 'stage',
    name,
    ...wish,
    template: ready ? name : `blank/${basename(template.folder)}`,
    place: { reads, behind, followers, waitsFor },
  };
  refuseCircle(name, record, project);
  return { record, notes: wiringNotes(name, place) };
}

/** Where a record leaves open where the stage goes, that is settled for the project as it is. */
export function completeStage(record: PartRecord, project: Project): PartRecord {
  const { name, after, before, out, place } = record as StageRecord;
  if (place !== undefined) return record;
  const {
    template,
    place: { reads, behind, followers, waitsFor },
  } = choose(name, { after, before }, out, openPipeline(project), project);
  return {
    ...record,
    template: readyStage(name) === undefined ? `blank/${basename(template.folder)}` : name,
    place: { reads, behind, followers, waitsFor },
  };
}

/** Files and wiring of a stage. */
export function putStage(record: PartRecord, project: Project): PartChange {
  const { name, template: id, place } = record as StageRecord & { place: RecordedPlace };
  const template = templateNamed(id);
  const [file, test] = stageFiles(project, name);
  const { tokens, values, wired } = wiringOf(record as StageRecord, project);
  const packages = withPackages(project, template.needs ?? []);
  const leaves = outsOf({ template, tokens })[0] ?? '';
  const readme = project.read('README.md');
  const summary = template.summary ?? 'hands on what it reads until it is written';
  return {
    files: [
      newFile(`stages/${id}/stage.py`, file, fillMark(tokens(stageText(template, 'stage.py')), 'settings', fieldsOf(values)), name),
      newFile(`stages/${id}/test.py`, test, tokens(stageText(template, 'test.py')), name),
      ...changesOf(project, {
        ...(wired.dvc === undefined ? {} : { 'dvc.yaml': wired.dvc.text }),
        'params.yaml': wired.params.text,
        ...packages.texts,
        ...(readme === undefined
          ? {}
          : { 'README.md': addToReadme(readme, { name, behind: place.behind, summary, leaves, followers: place.followers }) }),
      }),
    ],
    notes: [
      id === name
        ? `Its settings are in params.yaml, section ${name}.`
        : `Write what it does in ${file}; until then it hands on what it reads.`,
      ...packages.notes,
      ...byHand(project),
    ],
    next: runAndTest(project),
  };
}

/** The pipeline with the stage in it. */
function wiringOf(
  record: StageRecord,
  project: Project,
): { tokens: (text: string) => string; values: Settings; wired: ReturnType<typeof wire> } {
  const { name, template: id, params, place } = record as StageRecord & { place: RecordedPlace };
  const layout = layoutOfProject(project);
  const template = templateNamed(id);
  const { section, values } = sectionOf(name, template, readSettings(params));
  const tokens = (text: string): string =>
    filledIn(withLayout(text, layout), {
      stage_name: name,
      StageName: className(name),
      stage_title: titleOf(name),
      settings_given: argumentsOf(values),
    });
  const pipeline = readPipeline(project.read('dvc.yaml'), textOf(project, 'params.yaml'), project.read);
  return {
    tokens,
    values,
    wired: wire(pipeline, { name, place, template, module: layout.module, file: stageFiles(project, name)[0], section, tokens }),
  };
}

/** Without a pipeline nothing runs a stage but a person. */
export const byHand = (project: Project): string[] =>
  project.exists('dvc.yaml') ? [] : ['This stage and those behind it are run by hand.'];

/** The stage's module and its test. */
export const stageFiles = (project: Project, name: string): [string, string] => [
  `${layoutOfProject(project).folder}/stages/${name}.py`,
  `tests/test_${name}.py`,
];

export function openPipeline(project: Project): Pipeline {
  const pipeline = readPipeline(project.read('dvc.yaml'), textOf(project, 'params.yaml'), project.read);
  const circle = cycleIn(pipeline.stages);
  if (circle)
    throw usageError(
      `${placeOf(circle[0]!, pipeline)}: the pipeline goes in a circle: ${circle.join(' → ')}.`,
      'Mend that first; nothing was changed.',
    );
  return pipeline;
}

/** Where a stage is defined; at level 0 there is only its line in `reads`. */
export const placeOf = (name: string, { dvc, params }: Pipeline): string => dvc?.place(['stages', name]) ?? params.place(['reads', name]);

function refuseStage(name: string, project: Project, pipeline: Pipeline): void {
  const { params, stages } = pipeline;
  const place = stages.some((stage) => stage.name === name)
    ? placeOf(name, pipeline)
    : Object.hasOwn(params.value, name)
      ? params.place([name])
      : undefined;
  if (place !== undefined) throw usageError(`The name ${name} is taken: see ${place}.`, `For example: ${name}_2`);
  refuseTaken(project, stageFiles(project, name), name);
}

function refuseCircle(name: string, record: StageRecord, project: Project): void {
  const { dvc, params } = wiringOf(record, project).wired;
  const circle = cycleIn(readPipeline(dvc?.text, params.text, project.read).stages);
  if (circle) throw usageError(`With ${name} in this place the pipeline would go in a circle: ${circle.join(' → ')}.`);
}

const wiringNotes = (name: string, { behind, followers, reads, unmoved }: Place): string[] => [
  `Wired: ${[behind, name, ...(followers.length > 0 ? [followers.join(', ')] : [])].join(' → ')}`,
  ...(unmoved.length > 0
    ? [`${unmoved.join(', ')} still ${unmoved.length > 1 ? 'read' : 'reads'} ${reads} by a path of its own in dvc.yaml.`]
    : []),
];
