import { resolve } from 'node:path';
import { applyPlan, type Applied } from '../core/apply.ts';
import { exitCode, usageError } from '../core/errors.ts';
import { keepHeapSmall } from '../core/heap.ts';
import { nearestThere } from '../core/paths.ts';
import type { Plan } from '../core/plan.ts';
import { isCopy } from '../core/write.ts';
import { readTable, prepare, type Prepared } from '../app/prepare.ts';
import { readAnswers, writeAnswers } from '../options/answers-file.ts';
import type { ConflictMode } from '../options/command-flags.ts';
import { answersUnderLayers } from '../layers/answers.ts';
import { recordOf } from '../layers/records.ts';
import { nothingKnown, type Surroundings } from '../options/define.ts';
import { missingError, unasked } from '../options/missing.ts';
import { type Given, settle } from '../options/settle.ts';
import type { Arguments } from './arguments.ts';
import { gitAuthor, type GitOutcome, ignoredOf, makeRepository, type Surrounding, surroundingOf } from './git.ts';
import { print } from './output.ts';
import { planAsJson, reportAsJson, showOutcome, showPlan, showReport } from './report.ts';

/** `create-ml-project [directory]`: answers, a plan, one step that writes it, and a report. */
export async function create(directory: string | undefined, { values, flags }: Arguments): Promise<number> {
  keepHeapSmall();
  const file = typeof flags.answers === 'string' ? await readAnswers(flags.answers) : {};
  const layers = typeof flags.preset === 'string' ? await (await import('../layers/load.ts')).loadChain(flags.preset) : [];
  const { given, defaults } = answersUnderLayers(layers, { ...file, ...(values as Given) });
  const around: Surroundings = { ...nothingKnown, directory, defaults, gitAuthor: given.author === undefined ? await gitAuthor() : undefined };
  const interactive = !flags.yes && flags.answers !== '-' && process.stdin.isTTY === true && process.stderr.isTTY === true;

  const asked = interactive ? await askAndPrepare(given, around) : await prepareUnasked(given, around, flags.yes === true);
  // In the review a person may change anything, so what is locked is looked at again.
  answersUnderLayers(layers, asked.given);
  const { answers } = asked;
  if (flags['print-answers']) {
    const complete = { ...answers, data: asked.given.data ? resolve(asked.given.data) : null, ...(asked.given.data === undefined ? { target: null } : {}) };
    print(flags.json ? JSON.stringify(complete, null, 2) : writeAnswers(complete));
    return exitCode.done;
  }

  const target = resolve(directory ?? answers.name);
  const prepared = { ...asked, layers: layers.map((layer) => ({ ...layer, ...recordOf(layer, target) })) };
  await refuseFile(target);
  const surrounding = await surroundingOf(target);
  const inGit = surrounding !== 'unavailable' && (surrounding !== 'none' || !flags['no-git']);
  const plan = await makePlan(prepared, inGit);
  if (flags['dry-run']) {
    if (flags.json) print(planAsJson(target, plan));
    else showPlan(target, plan);
    return exitCode.done;
  }

  let git: GitOutcome = gitWithoutUs(surrounding, flags['no-git'] === true);
  const forGit = (kept: readonly string[]): string[] => plan.files.flatMap(({ path, content }) => (kept.includes(path) || isCopy(content) ? [] : [path]));
  const applied = await applyPlan(plan.files, target, {
    onConflict: conflictMode(flags['on-conflict'], interactive),
    ...(interactive ? { ask: (await import('./prompts.ts')).askAboutCollision } : {}),
    finish: async (root, kept) => {
      // Data is DVC's, even where a .gitignore of the user's own lets it through.
      if (surrounding === 'none' && !flags['no-git']) git = await makeRepository(root, forGit(kept));
    },
  });
  if (surrounding === 'inside') git = { ...git, ...(await ignoredNote(target, forGit(applied.kept))) };
  return finish({ target, prepared, applied, git, plan }, { json: flags.json === true, run: flags.run === true || prepared.run === true });
}

interface Asked extends Prepared {
  /** What was said, by whatever means: the defaults are not in it. */
  readonly given: Given;
  /** A person may ask for the run at the end of the questions. */
  readonly run?: boolean;
}

async function askAndPrepare(given: Given, around: Surroundings): Promise<Asked> {
  const { ask } = await import('./prompts.ts');
  return ask(given, around);
}

async function prepareUnasked(given: Given, around: Surroundings, yes: boolean): Promise<Asked> {
  const early = settle(given, around);
  const open = unasked(given, around);
  if (!yes && open.length > 0) {
    const missing = [...open, ...early.missing.filter((name) => !open.includes(name))];
    throw missingError(missing, given, early, around, 'Without a terminal nothing can be asked; --yes takes the defaults.');
  }
  const unanswerable = early.missing.filter((name) => name !== 'target');
  if (unanswerable.length > 0) throw missingError(unanswerable, given, early, around, 'There is no default for everything.');
  return { ...(await prepare(given, around, await readTable(given))), given };
}

async function makePlan(prepared: Prepared, git: boolean): Promise<Plan> {
  const [{ runGenerator }, { default: AppGenerator }] = await Promise.all([import('../core/yeoman.ts'), import('../app/index.ts')]);
  return runGenerator<Plan>(AppGenerator as never, 'create-ml-project:app', { prepared, git });
}

/** Neither the target nor what it would stand in may be a file. */
async function refuseFile(target: string): Promise<void> {
  const { statSync } = await import('node:fs');
  const there = nearestThere(target);
  if (statSync(there, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw usageError(`${there} is there already and is not a directory.`, 'Choose another directory.');
}

const conflictMode = (flag: string | true | undefined, interactive: boolean): ConflictMode => {
  const mode = (flag ?? 'ask') as ConflictMode;
  return mode === 'ask' && !interactive ? 'abort' : mode;
};

const gitWithoutUs = (surrounding: Surrounding, noGit: boolean): GitOutcome => {
  if (surrounding === 'unavailable')
    return {
      state: 'unavailable',
      note: 'git is not installed: the project is in no repository. Once it is: git init && dvc config --unset core.no_scm',
    };
  if (surrounding === 'none' || noGit) return { state: 'none' };
  if (surrounding === 'root') return { state: 'left to the repository around it', note: 'What is new here is not committed: git status shows it.' };
  return { state: 'left to the repository around it', note: insideNote };
};

const insideNote = 'The project stands inside a git repository: commit it there.';

/** A repository around the project may ignore folders such as data/, so that a colleague's clone would lack them. */
async function ignoredNote(target: string, paths: readonly string[]): Promise<{ note?: string }> {
  const needed = paths.filter((path) => !/^data\/raw\/(?!.*\.(dvc|gitignore)$)|^\.dvc\/cache\//.test(path));
  const ignored = await ignoredOf(target, needed);
  if (ignored.length === 0) return {};
  const shown = `${ignored.slice(0, 3).join(', ')}${ignored.length > 3 ? ` and ${ignored.length - 3} more` : ''}`;
  return { note: `${insideNote} Its rules ignore ${shown}, which the project needs: git add --force takes them, \`git check-ignore -v <file>\` names the rule.` };
}

export interface Created {
  readonly target: string;
  readonly prepared: Prepared;
  readonly applied: Applied;
  readonly git: GitOutcome;
  readonly plan: Plan;
}

async function finish(created: Created, { json, run }: { readonly json: boolean; readonly run: boolean }): Promise<number> {
  if (!json) showReport(created, { run });
  if (!run) {
    if (json) print(reportAsJson(created, null));
    return exitCode.done;
  }
  const { runProject } = await import('./run.ts');
  const outcome = await runProject(created.target, created.prepared.answers);
  if (json) print(reportAsJson(created, outcome));
  else showOutcome(created, outcome);
  return outcome.failure?.exit ?? exitCode.done;
}
