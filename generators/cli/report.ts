import { ownCommand } from '../core/own-command.ts';
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { errorRecord } from '../core/errors.ts';
import type { Plan } from '../plan/plan.ts';
import { count, grouped } from '../data/tally/count.ts';
import type { Finding } from '../data/tally/profile.ts';
import type { Answers } from '../options/schema.ts';
import { oneLine } from '../options/values.ts';
import type { Created } from './created.ts';
import type { GitOutcome } from './git.ts';
import { metricsTable } from '../run/metrics.ts';
import { colors, print, printable, say, sentence, warning } from '../terminal/output.ts';
import { fileLines, isBookkeeping, type Planned, statesOf } from './planned.ts';
import { commandsFor } from '../run/project-commands.ts';
import type { RunOutcome } from '../run/run.ts';

const here = (target: string): string => relative(process.cwd(), target) || '.';

/** What `--dry-run` prints, and how to go on where files are in the way. */
export function showPlan(planned: Planned): void {
  print([`${here(planned.target)}/`, ...fileLines(planned)].join('\n'));
  const inTheWay = [...statesOf(planned).values()].filter((state) => state === 'differs').length;
  if (inTheWay > 0)
    say(
      warning(
        `${count(inTheWay, 'file')} that ${inTheWay === 1 ? 'is' : 'are'} there already would differ: --on-conflict skip keeps yours, --on-conflict overwrite replaces them.`,
      ),
    );
}

/** What has been made, what a person should know about the data, and how to go on. */
export function showReport(
  { target, prepared: { answers, table }, applied, git, plan, again }: Created,
  { run }: { readonly run: boolean },
): void {
  const commit = git.state === 'committed' ? ', committed to git' : '';
  const written = applied.written.filter((path) => !isBookkeeping(path)).length;
  say(
    `${colors.green('✔')} ${colors.bold(here(target))}: ${written === 0 ? 'everything is there already' : `${count(written, 'file')}${commit}`}`,
  );
  const learned = `predicts ${oneLine(answers.target)} (${table.task}) from ${grouped(table.rows)} rows and ${table.columns.length} columns of ${printable(answers.data ?? 'a built-in data set')}`;
  say(`  ${sentence(learned, '  ')}`);
  for (const finding of worthSaying(table.findings)) say(warning(finding, '  '));
  for (const path of applied.kept) say(warning(`${path} was there and stays as it is`, '  '));
  if (applied.kept.includes('.gitignore')) {
    const missing = missingRules(plan, readFileSync(join(target, '.gitignore'), 'utf8'));
    if (missing.length > 0) say(warning(`without these lines in it data and models could get into a commit: ${missing.join(' ')}`, '  '));
  }
  if (git.note !== undefined) say(`  ${colors.yellow('!')} ${printable(git.note)}`);
  // A clean clone has no data but from a store.
  if ((answers.ci ?? 'none') !== 'none' && answers.remote === 'none')
    say(warning('the workflows need a store that they reach for data and models: docs/workflows.md says how to set it', '  '));
  if (again !== undefined) say(`  the same again, without questions: ${again}`);
  if (!run) for (const line of nextSteps(target, answers)) say(line);
}

/** What the project's .gitignore says about data and models and a user's own does not. */
function missingRules({ files }: Plan, own: string): string[] {
  const text = files.find(({ path }) => path === '.gitignore')?.content;
  const there = new Set(own.split(/\r?\n/));
  return String(text)
    .split('\n')
    .filter((line) => /^\/(data|models)\//.test(line) && !there.has(line));
}

const findingsShown = 6;

/** A wide table gives many findings; the rest is in the JSON report. */
function worthSaying(findings: readonly Finding[]): string[] {
  const rest = findings.length - findingsShown;
  return [
    ...findings.slice(0, findingsShown).map(({ message }) => message),
    ...(rest > 0 ? [`and ${rest} more: \`${ownCommand()} inspect\` and --json list them all`] : []),
  ];
}

/** How a run ended: scores beside the baselines, then how to go on; or what went wrong, in its own words. */
export function showOutcome({ target, prepared: { answers }, git }: Created, { metrics, failure }: RunOutcome): void {
  if (metrics !== null) {
    say();
    for (const [index, line] of metricsTable(metrics).entries()) say(`  ${index === 0 ? colors.bold(line) : line}`);
  }
  if (failure !== undefined) {
    say(`${colors.red('error')} ${printable(failure.message)}`);
    say(printable(failure.hint));
    return;
  }
  for (const line of afterRun(target, answers, git)) say(line);
}

const nextSteps = (target: string, { level }: Answers): string[] => [
  '',
  'Next:',
  level === 0
    ? `  ${commandsFor(target).installing()}, then the stages as in README.md`
    : `  ${commandsFor(target).installing({ command: 'dvc repro' })}`,
];

const afterRun = (target: string, { level }: Answers, { leftOut }: GitOutcome): string[] => {
  const commands = commandsFor(target);
  return [
    '',
    leftOut === undefined
      ? `  ${commands.inFolder('git add .', 'git commit -m "First results"')}`
      : `  ${commands.inFolder('git status')}, then git add what is the project's, and git commit -m "First results"`,
    '  README.md says how to go on; docs/model-card.md what the model can do',
    ...(level === 0 ? [] : [`  try something: ${commands.running({ command: 'dvc exp run -S train.model=random_forest' })}`]),
  ];
};

export const reportAsJson = ({ target, prepared: { table }, plan: { answers }, applied, git }: Created, run: RunOutcome | null): string =>
  JSON.stringify(
    {
      project: target,
      answers,
      files: applied.written,
      kept: applied.kept,
      git: git.state,
      findings: table.findings,
      run: run && { metrics: run.metrics, ...(run.failure === undefined ? {} : { failure: errorRecord(run.failure) }) },
    },
    null,
    2,
  );
