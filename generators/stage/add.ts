import { basename } from 'node:path';
import { fillMark } from '../core/edit-python.ts';
import { usageError } from '../core/errors.ts';
import { type PartPlan, type PartRequest, type Project, runAndTest } from '../core/part.ts';
import { changesOf, layoutOfProject, newFile, refuseTaken, textOf } from '../core/part-files.ts';
import { className, filledIn, partName, refuseUsed, titleOf } from '../core/part-name.ts';
import { withPackages } from '../core/part-packages.ts';
import { cycleIn, type Pipeline, readPipeline } from '../core/pipeline.ts';
import { withLayout } from '../core/template-path.ts';
import { readyStage, stageText, type StageTemplate } from './catalogue.ts';
import { choose, type Out } from './choose.ts';
import type { Place } from './place.ts';
import { addToReadme } from './readme.ts';
import { argumentsOf, fieldsOf, readSettings, type Settings } from './settings.ts';
import { outsOf, sectionOf, wire } from './wire.ts';

/** A ready stage of the catalogue if there is one of that name, else one that hands on what it gets; wired either way. */
export function addStage({ project, name: given, options }: PartRequest): PartPlan {
  const name = partName(given, 'stage');
  const pipeline = openPipeline(project);
  refuseStage(name, project, pipeline);
  const { after, before, out, params } = options as { after?: string; before?: string; out?: Out; params?: string[] };
  const ready = readyStage(name);
  const { template, place } = choose(name, { after, before }, out, pipeline, project);
  if (!ready) refuseUsed(name, 'stage', [name, className(name)], stageText(template, 'stage.py'), () => 'the code of such a stage');
  const plan = planStage(project, pipeline, {
    name, template, place, given: readSettings(params), id: `stages/${ready ? name : `blank/${basename(template.folder)}`}`,
  });
  const [file] = stageFiles(project, name);
  return {
    ...plan,
    parts: [...project.parts, { part: 'stage', name, ...recordOf({ after, before, out, params, needs: template.needs }) }],
    notes: [
      ...wiringNotes(name, place),
      ready ? `Its settings are in params.yaml, section ${name}.` : `Write what it does in ${file}; until then it hands on what it reads.`,
      ...plan.notes,
      ...byHand(project),
    ],
    next: runAndTest(project),
  };
}

interface NewStage {
  readonly name: string;
  readonly template: StageTemplate;
  readonly place: Place;
  readonly given: Settings;
  /** Where its template is, in the lock. */
  readonly id: string;
}

/** Files and wiring of a stage, whatever part brings it. */
function planStage(project: Project, pipeline: Pipeline, { name, template, place, given, id }: NewStage): Omit<PartPlan, 'parts'> {
  const layout = layoutOfProject(project);
  const [file, test] = stageFiles(project, name);
  const { section, values } = sectionOf(name, template, given);
  const tokens = (text: string): string =>
    filledIn(withLayout(text, layout), { stage_name: name, StageName: className(name), stage_title: titleOf(name), settings_given: argumentsOf(values) });
  const wired = wire(pipeline, { name, place, template, module: layout.module, file, section, tokens });
  refuseCircle(name, readPipeline(wired.dvc?.text, wired.params.text, project.read));
  const packages = withPackages(project, template.needs ?? []);
  const leaves = outsOf({ template, tokens })[0] ?? '';
  const readme = project.read('README.md');
  const summary = template.summary ?? 'hands on what it reads until it is written';
  return {
    files: [
      newFile(`${id}/stage.py`, file, fillMark(tokens(stageText(template, 'stage.py')), 'settings', fieldsOf(values)), name),
      newFile(`${id}/test.py`, test, tokens(stageText(template, 'test.py')), name),
      ...changesOf(project, {
        ...(wired.dvc === undefined ? {} : { 'dvc.yaml': wired.dvc.text }),
        'params.yaml': wired.params.text,
        ...packages.texts,
        ...(readme === undefined ? {} : { 'README.md': addToReadme(readme, { name, behind: place.behind, summary, leaves, followers: place.followers }) }),
      }),
    ],
    removed: [],
    packages: Object.keys(packages.texts).length > 0,
    notes: packages.notes,
  };
}

/** Without a pipeline nothing runs a stage but a person. */
export const byHand = (project: Project): string[] => (project.exists('dvc.yaml') ? [] : ['This stage and those behind it are run by hand.']);

/** The stage's module and its test. */
export const stageFiles = (project: Project, name: string): [string, string] => [`${layoutOfProject(project).folder}/stages/${name}.py`, `tests/test_${name}.py`];

export function openPipeline(project: Project): Pipeline {
  const pipeline = readPipeline(project.read('dvc.yaml'), textOf(project, 'params.yaml'), project.read);
  const circle = cycleIn(pipeline.stages);
  if (circle) throw usageError(`${placeOf(circle[0]!, pipeline)}: the pipeline goes in a circle: ${circle.join(' → ')}.`, 'Mend that first; nothing was changed.');
  return pipeline;
}

/** Where a stage is defined; at level 0 there is only its line in `reads`. */
export const placeOf = (name: string, { dvc, params }: Pipeline): string => dvc?.place(['stages', name]) ?? params.place(['reads', name]);

function refuseStage(name: string, project: Project, pipeline: Pipeline): void {
  const { params, stages } = pipeline;
  const place = stages.some((stage) => stage.name === name) ? placeOf(name, pipeline) : Object.hasOwn(params.value, name) ? params.place([name]) : undefined;
  if (place !== undefined) throw usageError(`The name ${name} is taken: see ${place}.`, `For example: ${name}_2`);
  refuseTaken(project, stageFiles(project, name), name);
}

function refuseCircle(name: string, { stages }: Pipeline): void {
  const circle = cycleIn(stages);
  if (circle) throw usageError(`With ${name} in this place the pipeline would go in a circle: ${circle.join(' → ')}.`);
}

const recordOf = (wish: Record<string, unknown>): Record<string, unknown> => Object.fromEntries(Object.entries(wish).filter(([, value]) => value !== undefined));

const wiringNotes = (name: string, { behind, followers, reads, unmoved }: Place): string[] => [
  `Wired: ${[behind, name, ...(followers.length > 0 ? [followers.join(', ')] : [])].join(' → ')}`,
  ...(unmoved.length > 0 ? [`${unmoved.join(', ')} still ${unmoved.length > 1 ? 'read' : 'reads'} ${reads} by a path of its own in dvc.yaml.`] : []),
];
