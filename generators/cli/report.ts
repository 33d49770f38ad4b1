import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Plan } from '../core/plan.ts';
import { isCopy } from '../core/write.ts';
import type { Finding } from '../data/profile.ts';
import type { Answers } from '../options/schema.ts';
import { oneLine } from '../options/values.ts';
import type { Created } from './create.ts';
import type { GitOutcome } from './git.ts';
import { metricsTable } from './metrics.ts';
import { colors, print, printable, say } from './output.ts';
import { commandsFor } from './project-commands.ts';
import type { RunOutcome } from './run.ts';

const here = (target: string): string => relative(process.cwd(), target) || '.';
const bookkeeping = /^(\.create-ml-project|\.dvc\/cache)\//;

export function showPlan(target: string, { files }: Plan): void {
  print(`${here(target)}/`);
  for (const path of pathsOf(files)) print(`  ${path}`);
}

const pathsOf = (files: Plan['files']): string[] =>
  files
    .map(({ path }) => path)
    .filter((path) => !bookkeeping.test(path))
    .sort();

export const planAsJson = (target: string, { files, answers }: Plan): string =>
  JSON.stringify(
    {
      project: target,
      dryRun: true,
      answers,
      files: files.map(({ path, policy, mode, content }) => ({
        path,
        policy,
        mode,
        ...(isCopy(content) ? {} : { bytes: Buffer.byteLength(content) }),
      })),
    },
    null,
    2,
  );

/** What has been made, what a person should know about the data, and how to go on. */
export function showReport({ target, prepared: { answers, table }, applied, git, plan }: Created, { run }: { readonly run: boolean }): void {
  const commit = git.state === 'committed' ? ', committed to git' : '';
  say(
    `${colors.green('✔')} ${colors.bold(here(target))}: ${applied.written.filter((path) => !bookkeeping.test(path)).length} files${commit}`,
  );
  say(
    `  predicts ${oneLine(answers.target)} (${table.task}) from ${table.rows.toLocaleString('en')} rows and ${table.columns.length} columns of ${printable(answers.data ?? 'a built-in data set')}`,
  );
  for (const sentence of worthSaying(table.findings)) say(`  ${colors.yellow('!')} ${printable(sentence)}`);
  for (const path of applied.kept) say(`  ${colors.yellow('!')} ${path} was there and stays as it is`);
  if (applied.kept.includes('.gitignore')) {
    const missing = missingRules(plan, readFileSync(join(target, '.gitignore'), 'utf8'));
    if (missing.length > 0) say(`  ${colors.yellow('!')} without these lines in it data and models could get into a commit: ${missing.join(' ')}`);
  }
  if (git.note !== undefined) say(`  ${colors.yellow('!')} ${printable(git.note)}`);
  if (!run) for (const line of nextSteps(target, answers)) say(line);
}

/** What the project's .gitignore says about data and models and a user's own does not. */
function missingRules({ files }: Plan, own: string): string[] {
  const text = files.find(({ path }) => path === '.gitignore')?.content;
  const there = new Set(own.split(/\r?\n/));
  return String(text).split('\n').filter((line) => /^\/(data|models)\//.test(line) && !there.has(line));
}

const findingsShown = 6;

/** A wide table gives many findings; the rest is in the JSON report. */
function worthSaying(findings: readonly Finding[]): string[] {
  const rest = findings.length - findingsShown;
  return [...findings.slice(0, findingsShown).map(({ message }) => message), ...(rest > 0 ? [`and ${rest} more: \`create-ml-project inspect\` and --json list them all`] : [])];
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
    { project: target, answers, files: applied.written, kept: applied.kept, git: git.state, findings: table.findings, run },
    null,
    2,
  );
