import { once } from 'node:events';
import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { onInterrupt } from '../core/cleanup.ts';
import { exitCode, type FailureCode } from '../core/errors.ts';
import type { ProjectCommand } from '../parts/part.ts';
import { stateFolder } from '../core/state-folder.ts';
import { layoutOf } from '../plan/template-path.ts';
import { packageNameOf } from '../options/names.ts';
import type { Answers } from '../options/schema.ts';
import { type Finished, runLogged } from './logged-command.ts';
import { type Metrics, readMetrics } from './metrics.ts';
import { say } from '../terminal/output.ts';
import { Progress } from '../terminal/progress.ts';
import { commandsFor } from './project-commands.ts';
import { activated, installationFor, outside } from './python-environment.ts';

export interface RunFailure {
  readonly message: string;
  readonly hint: string;
  readonly exit: FailureCode;
}

export interface RunOutcome {
  readonly metrics: Metrics | null;
  readonly failure?: RunFailure;
}

/** Without a pipeline to know it, the order in which the stages of level 0 are run by hand. */
const stagesByHand = ['ingest', 'split', 'featurize', 'train', 'evaluate', 'document'];

/** Installs the project's environment and runs its pipeline, with the stages on the screen and every word in a log. */
export async function runProject(root: string, answers: Answers): Promise<RunOutcome> {
  const logFile = join(root, stateFolder, 'logs', 'run.log');
  mkdirSync(dirname(logFile), { recursive: true });
  const log = createWriteStream(logFile);
  const progress = new Progress();
  const forget = onInterrupt(() => {
    progress.end(false);
    say(`Interrupted. The project is there and usable. To go on: ${commandsFor(root).installing(...pipelineOf(answers).map(asCommand))}`);
  });
  const failure = (await install(root, answers, log, progress)) ?? (await runStages(root, answers, log, progress));
  forget();
  progress.end(failure === undefined);
  log.end();
  await once(log, 'close');
  const metrics = readMetrics(root);
  if (failure === undefined) return { metrics };
  return { metrics, failure: { ...failure, hint: `${failure.hint}\nEverything it said: ${relative(process.cwd(), logFile)}` } };
}

/** The commands that run all of a project: its pipeline, or at level 0 its stages one by one. */
function pipelineOf({ level, layout, name }: Answers): readonly (readonly string[])[] {
  const { module } = layoutOf(layout, packageNameOf(name));
  return level === 0 ? stagesByHand.map((stage) => ['python', '-m', `${module}.stages.${stage}`]) : [['dvc', 'repro']];
}

const asCommand = (words: readonly string[]): ProjectCommand => ({ command: words.join(' ') });

async function install(root: string, answers: Answers, log: WriteStream, progress: Progress): Promise<RunFailure | undefined> {
  const { python } = answers;
  const commands = commandsFor(root);
  const pipeline = pipelineOf(answers).map(asCommand);
  const installation = await installationFor(python);
  if (installation === undefined) {
    return {
      exit: exitCode.environment,
      message: `Neither uv nor a Python ${python} or newer (with venv) was found; the project is written, but not run.`,
      hint: `Install uv (https://docs.astral.sh/uv/), then: ${commands.inFolder('uv sync --locked', ...pipeline.map(({ command }) => `uv run ${command}`))}`,
    };
  }
  progress.start(`install the environment with ${installation.with}`);
  for (const command of installation.commands) {
    const finished = await runLogged(command, { folder: root, environment: outside(), log, onLine: (line) => progress.note(line) });
    if (finished.code !== 0) return failed(command, finished, progress, afterMending(commands.installing(...pipeline)));
  }
  return undefined;
}

async function runStages(root: string, answers: Answers, log: WriteStream, progress: Progress): Promise<RunFailure | undefined> {
  const commands = pipelineOf(answers);
  for (const [index, command] of commands.entries()) {
    progress.start(answers.level === 0 ? (stagesByHand[index] ?? '') : 'look at what must be run');
    const onLine = (line: string): void => {
      const stage = /^Running stage '([^']+)'/.exec(line)?.[1];
      if (stage !== undefined) progress.start(stage);
    };
    const finished = await runLogged(command, { folder: root, environment: activated(root), log, onLine });
    if (finished.code !== 0)
      return failed(command, finished, progress, afterMending(commandsFor(root).running(...commands.slice(index).map(asCommand))));
  }
  return undefined;
}

const afterMending = (line: string): string => `The project is there and usable. After mending the cause: ${line}`;

/** A stage that exits with 3 has run and found data or model wanting; everything else has broken. */
function failed(command: readonly string[], { code, lastWords }: Finished, progress: Progress, hint: string): RunFailure {
  progress.end(false);
  const refused = code === 3 || lastWords.some((line) => /exited with 3\b/.test(line));
  const words = lastWords.map((line) => `  ${line}`).join('\n');
  return {
    exit: refused ? exitCode.conflict : exitCode.environment,
    message: refused ? `A gate is not met:\n${words}` : `\`${command.join(' ')}\` failed:\n${words}`,
    hint,
  };
}
