import { ownCommand } from '../core/own-command.ts';
import { render } from '../app/render.ts';
import { withRequiredParts } from '../app/required-parts.ts';
import { CliError, exitCode } from '../core/errors.ts';
import { isOlder } from '../core/versions.ts';
import { withProjectLock, rollBack } from '../apply/journal.ts';
import { packageVersion } from '../core/package-root.ts';
import { newFile } from '../parts/part-files.ts';
import { type OpenedProject, openProject } from '../parts/project.ts';
import type { LayerRecord, ProjectSpec } from '../plan/spec.ts';
import { answersUnderLayers } from '../layers/answers.ts';
import { readAlphabetsFor } from '../options/alphabets.ts';
import { chainOf, recordOf } from '../layers/records.ts';
import type { Given } from '../options/settle.ts';
import { knowStagesOf } from '../stage/catalogue.ts';
import { uncommitted } from './git-state.ts';
import { renewedAnswers } from '../options/renewed.ts';
import { diskOf } from './disk.ts';
import { migrated } from './migrations.ts';
import { planUpdate, type UpdatePlan } from './plan-update.ts';
import { carryOut } from './transaction.ts';

const schemaPath = 'data/schema.yaml';

export interface UpdateOptions {
  /** Answers that change. */
  readonly given: Given;
  readonly dryRun: boolean;
  /** What is asked for, as the conflict markers name it; the version if it is only newer. */
  readonly to?: string;
}

/** What an update did, or would do. */
export interface Updated extends Omit<UpdatePlan, 'files' | 'bases' | 'changes'> {
  readonly root: string;
  readonly from: string;
  readonly to: string;
  /** Versions of the team's standard. */
  readonly layers: readonly { readonly name: string; readonly from: string | null; readonly to: string }[];
}

export function updateProject(root: string, options: UpdateOptions): Promise<Updated> {
  if (options.dryRun) return update(root, options);
  return withProjectLock(root, () => {
    rollBack(root);
    return update(root, options);
  });
}

async function update(root: string, { given, dryRun, to = packageVersion() }: UpdateOptions): Promise<Updated> {
  const opened = openProject(root);
  const project: OpenedProject = { ...opened, lock: migrated(opened.lock) };
  refusePending(project);
  refuseNewer(project);
  if (!dryRun) await refuseUncommitted(root);
  const { lock } = project;
  const chain = await chainOf(lock.layers, root);
  knowStagesOf(chain);
  const said = answersUnderLayers(chain, given).given;
  await readAlphabetsFor(said.name);
  const { answers, dropped } = renewedAnswers(lock.answers, said);
  const spec = { ...specOf(project, answers), layers: chain.map((layer) => recordOf(layer, root)) };
  const schema = project.read(schemaPath);
  const plan = await render(
    await withRequiredParts(spec, chain, schema === undefined ? [] : [newFile(`made/${schemaPath}`, schemaPath, schema)]),
    chain,
  );
  const disk = diskOf(root);
  const from = lock.generator;
  const standard = spec.layers.map(({ name, version }) => `, ${name} ${version}`).join('');
  const labels = {
    ours: 'your project',
    base: `as ${from} wrote it`,
    theirs: to === packageVersion() ? `create-ml-project ${to}${standard}` : to,
  };
  const planned = planUpdate({ lock, bases: project.bases(), plan, disk, labels });
  const { changes, files, bases, ...told } = planned;
  const { answers: settled, layers, facts, parts } = plan;
  const next = {
    lock: { ...lock, schema: 1 as const, generator: packageVersion(), layers, answers: settled, facts, parts, files, pending: null },
    bases: Object.fromEntries(bases),
  };
  const { conflicts } = planned;
  if (!dryRun) await carryOut(project, disk, changes, next, conflicts.length === 0 ? null : { from, to, conflicts });
  return { ...told, notes: [...told.notes, ...notesOn(planned, dropped)], layers: layerChanges(lock.layers, layers), root, from, to };
}

/** What the project is rendered from now. At another level a stage may have other neighbours, so its place is looked for anew. */
function specOf({ lock: { answers: old, facts, parts } }: OpenedProject, answers: ProjectSpec['answers']): Omit<ProjectSpec, 'layers'> {
  const replaced = parts.map(({ place, ...record }) => ({
    ...record,
    ...(place === undefined || answers.level !== old.level ? {} : { place }),
  }));
  return { answers, facts, parts: replaced as ProjectSpec['parts'] };
}

function refusePending({ lock: { pending } }: OpenedProject): void {
  if (pending === null) return;
  throw new CliError(`An update is not finished: ${pending.conflicts.map(({ path }) => path).join(', ')}.`, {
    exit: exitCode.conflict,
    hint: `Resolve the conflicts, then: ${ownCommand()} update --continue; or give it up: ${ownCommand()} update --abort`,
  });
}

/** What an older version does not know it would take away. */
function refuseNewer({ root, lock: { generator } }: OpenedProject): void {
  if (!isOlder(packageVersion(), generator)) return;
  throw new CliError(`${root} was made by create-ml-project ${generator}; this is ${packageVersion()}.`, {
    exit: exitCode.usage,
    hint: `npx create-ml-project@${generator} update`,
  });
}

const layerChanges = (before: readonly LayerRecord[], after: readonly LayerRecord[]): Updated['layers'] =>
  after.map(({ name, version }) => ({ name, from: before.find((layer) => layer.name === name)?.version ?? null, to: version }));

const notesOn = ({ merged }: UpdatePlan, dropped: readonly string[]): string[] => [
  ...dropped.map((name) => `The setting \`${name}\` went away in this version.`),
  ...(merged.includes('uv.lock')
    ? ['Other packages are locked now; install them: `uv sync --locked`, or `pip install -r requirements.txt`']
    : []),
];

/** Edits that are in no commit could not be told from the update's. What git does not track is nobody's to commit. */
async function refuseUncommitted(root: string): Promise<void> {
  const paths = await uncommitted(root);
  if (paths.length === 0) return;
  const shown = paths.slice(0, 5).map((path) => `  ${path}`);
  throw new CliError(
    `There are changes that are not committed:\n${[...shown, ...(paths.length > 5 ? [`  and ${paths.length - 5} more`] : [])].join('\n')}`,
    {
      exit: exitCode.conflict,
      hint: 'Commit or stash them first, so that the update can be told from them and taken back.',
    },
  );
}
