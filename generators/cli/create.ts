import { resolve } from 'node:path';
import { applyPlan } from '../apply/apply.ts';
import { exitCode } from '../core/errors.ts';
import { forSmallJob } from '../core/engine.ts';
import { expandHome } from '../core/paths.ts';
import { shellWord } from '../core/shell-word.ts';
import { isCopy } from '../apply/write.ts';
import { keptReading } from '../app/kept-samples.ts';
import { readTable, prepare, type Prepared } from '../app/prepare.ts';
import { readAlphabetsFor } from '../options/alphabets.ts';
import { readAnswers, writeAnswers } from '../options/answers-file.ts';
import type { ConflictMode } from '../options/command-flags.ts';
import { answersUnderLayers } from '../layers/answers.ts';
import { commandLine } from '../options/command-line.ts';
import { nothingKnown, type Context } from '../options/define.ts';
import { missingError, unasked } from '../options/missing.ts';
import { type Given, settle } from '../options/settle.ts';
import type { PlannedFile } from '../plan/plan.ts';
import type { Arguments } from './arguments.ts';
import type { Created } from './created.ts';
import { firstCommit, startRepository } from './first-commit.ts';
import { type GitOutcome, gitSettings, ignoredOf, type Surrounding } from './git.ts';
import { commandsFor } from '../run/project-commands.ts';
import { print } from '../terminal/output.ts';
import { type PlannedHere, planHere } from './plan-here.ts';
import { isBookkeeping, planAsJson } from './planned.ts';
import { reportAsJson, showOutcome, showPlan, showReport } from './report.ts';

/** `create-ml-project [directory]`: answers, a plan, one step that writes it, and a report. */
export async function create(directory: string | undefined, { values, flags }: Arguments): Promise<number> {
  forSmallJob();
  const file = typeof flags.answers === 'string' ? await readAnswers(flags.answers) : {};
  const layers = typeof flags.preset === 'string' ? await (await import('../layers/load.ts')).loadChain(flags.preset) : [];
  const { given, defaults } = answersUnderLayers(layers, withHome({ ...file, ...(values as Given) }));
  const settings = gitSettings();
  const context: Context = {
    ...nothingKnown,
    directory,
    defaults,
    gitAuthor: given.author === undefined ? (await settings).author : undefined,
  };
  const interactive = !flags.yes && flags.answers !== '-' && !underCi && process.stdin.isTTY === true && process.stderr.isTTY === true;

  const planFor = (prepared: Prepared): Promise<PlannedHere> =>
    planHere(prepared, { directory, noGit: flags['no-git'] === true, settings, layers });
  const command = (said: Given): string => commandLine(directory ?? said.name ?? 'ml-project', said, sameFlags(flags));
  const asked = interactive
    ? await (await import('./prompts.ts')).ask(given, context, { plan: planFor, command })
    : await prepareUnasked(given, context, flags.yes === true);
  // In the review a person may change anything, so what is locked is looked at again.
  answersUnderLayers(layers, asked.given);
  if (layers.length > 0) (await import('../app/required-answers.ts')).refuseOverruled(asked.given, asked.answers, layers);
  const { answers } = asked;
  if (flags['print-answers']) {
    const complete = {
      ...answers,
      data: asked.given.data ? resolve(asked.given.data) : null,
      ...(asked.given.data === undefined ? { target: null } : {}),
    };
    print(flags.json ? JSON.stringify(complete, null, 2) : writeAnswers(complete));
    return exitCode.done;
  }

  const planned = await planFor(asked);
  const { target, plan, surrounding, prepared } = planned;
  if (flags['dry-run']) {
    if (flags.json) print(planAsJson(planned));
    else showPlan(planned);
    return exitCode.done;
  }

  const withGit = surrounding === 'none' && !flags['no-git'];
  let git: GitOutcome = gitWithoutUs(surrounding, flags['no-git'] === true, target);
  const ours = (kept: readonly string[]): PlannedFile[] => plan.files.filter(({ path }) => !kept.includes(path));
  const known = await settings;
  let started: Promise<void> | undefined;
  const applied = await applyPlan(plan.files, target, {
    onConflict: conflictMode(flags['on-conflict'], interactive),
    ...(interactive ? { ask: (await import('./prompts.ts')).collisionAsker() } : {}),
    begin: (root) => (started = withGit ? startRepository(root, known) : undefined),
    finish: async (root, kept) => {
      if (withGit) git = await firstCommit(root, ours(kept), { settings: known, started });
    },
  });
  // A second run that found everything there leaves nothing to commit.
  if (surrounding === 'root' && !applied.written.some((path) => !isBookkeeping(path))) git = { state: git.state };
  if (surrounding === 'inside')
    git = {
      ...git,
      ...(await ignoredNote(
        target,
        ours(applied.kept).flatMap(({ path, content }) => (isCopy(content) ? [] : [path])),
      )),
    };
  return finish(
    { target, prepared, applied, git, plan, again: interactive ? command(asked.given) : undefined },
    { json: flags.json === true, run: flags.run === true || asked.run === true },
  );
}

/** Build servers may have a terminal, but nobody at it. */
const underCi = !['', '0', 'false'].includes(process.env['CI'] ?? '');

const withHome = (given: Given): Given => (given.data === undefined ? given : { ...given, data: expandHome(given.data) });

/** What was said beside the answers and belongs to the same command. */
const sameFlags = ({ preset, run, 'no-git': noGit, 'on-conflict': mode }: Arguments['flags']): string[] => [
  ...(typeof preset === 'string' ? [`--preset ${shellWord(preset)}`] : []),
  ...(typeof mode === 'string' && mode !== 'ask' ? [`--on-conflict ${mode}`] : []),
  ...(noGit ? ['--no-git'] : []),
  ...(run ? ['--run'] : []),
];

interface Asked extends Prepared {
  /** What was said, by whatever means: the defaults are not in it. */
  readonly given: Given;
  /** A person may ask for the run at the end of the questions. */
  readonly run?: boolean;
}

async function prepareUnasked(given: Given, context: Context, yes: boolean): Promise<Asked> {
  await readAlphabetsFor(given.name, context.defaults?.name, resolve(context.directory ?? ''));
  const early = settle(given, context);
  const open = unasked(given, context);
  if (!yes && open.length > 0) {
    const missing = [...open, ...early.missing.filter((name) => !open.includes(name))];
    throw missingError(
      missing,
      given,
      early,
      context,
      `${underCi ? 'Where CI is set nothing is asked' : 'Without a terminal nothing can be asked'}; --yes takes the defaults.`,
    );
  }
  const unanswerable = early.missing.filter((name) => name !== 'target');
  if (unanswerable.length > 0) throw missingError(unanswerable, given, early, context, 'There is no default for everything.');
  const read = keptReading({ ...context.defaults, ...given }) ?? (await readTable(given));
  return { ...(await prepare(given, context, read)), given };
}

const conflictMode = (flag: string | true | undefined, interactive: boolean): ConflictMode => {
  const mode = (flag ?? 'ask') as ConflictMode;
  return mode === 'ask' && !interactive ? 'abort' : mode;
};

const gitWithoutUs = (surrounding: Surrounding, noGit: boolean, target: string): GitOutcome => {
  if (surrounding === 'unavailable')
    return {
      state: 'unavailable',
      note: `git is not installed: the project is in no repository. Once it is: ${commandsFor(target).running({ command: 'dvc config --unset core.no_scm' })} && git init`,
    };
  if (surrounding === 'none' || noGit) return { state: 'none' };
  if (surrounding === 'root')
    return { state: 'left to the repository around it', note: 'What is new here is not committed: git status shows it.' };
  return { state: 'left to the repository around it', note: insideNote };
};

const insideNote = 'The project stands inside a git repository: commit it there.';

/** A repository around the project may ignore folders such as data/, so that a colleague's clone would lack them. */
async function ignoredNote(target: string, paths: readonly string[]): Promise<{ note?: string }> {
  const needed = paths.filter((path) => !/^data\/raw\/(?!.*\.(dvc|gitignore)$)|^\.dvc\/cache\//.test(path));
  const ignored = await ignoredOf(target, needed);
  if (ignored.length === 0) return {};
  const shown = `${ignored.slice(0, 3).join(', ')}${ignored.length > 3 ? ` and ${ignored.length - 3} more` : ''}`;
  return {
    note: `${insideNote} Its rules ignore ${shown}, which the project needs: git add --force takes them, \`git check-ignore -v <file>\` names the rule.`,
  };
}

async function finish(created: Created, { json, run }: { readonly json: boolean; readonly run: boolean }): Promise<number> {
  if (!json) showReport(created, { run });
  if (!run) {
    if (json) print(reportAsJson(created, null));
    return exitCode.done;
  }
  const { runProject } = await import('../run/run.ts');
  const outcome = await runProject(created.target, created.prepared.answers);
  if (json) print(reportAsJson(created, outcome));
  else showOutcome(created, outcome);
  return outcome.failure?.exit ?? exitCode.done;
}
