import { relative } from 'node:path';
import type { Plan } from '../core/plan.ts';
import { isCopy } from '../core/write.ts';
import type { Created } from './create.ts';
import { colors, print, printable, say } from './output.ts';
import type { RunOutcome } from './run.ts';

const here = (target: string): string => relative(process.cwd(), target) || '.';
const bookkeeping = /^(\.create-ml-project|\.dvc\/cache)\//;

export function showPlan(target: string, { files }: Plan): void {
  print(`${here(target)}/`);
  for (const path of pathsOf(files)) print(`  ${path}`);
}

const pathsOf = (files: Plan['files']): string[] => files.map(({ path }) => path).filter((path) => !bookkeeping.test(path)).sort();

export const planAsJson = (target: string, { files, answers }: Plan): string =>
  JSON.stringify({ project: target, dryRun: true, answers, files: files.map(({ path, policy, mode, content }) => ({ path, policy, mode, ...(isCopy(content) ? {} : { bytes: Buffer.byteLength(content) }) })) }, null, 2);

/** What has been made, what a person should know about the data, and how to go on. */
export function showReport({ target, prepared: { answers, table }, applied, git }: Created, { run }: { readonly run: boolean }): void {
  const commit = git.state === 'committed' ? ', committed to git' : '';
  say(`${colors.green('✔')} ${colors.bold(here(target))}: ${applied.written.filter((path) => !bookkeeping.test(path)).length} files${commit}`);
  say(`  predicts ${printable(answers.target)} (${table.task}) from ${table.rows.toLocaleString('en')} rows and ${table.columns.length} columns of ${printable(answers.data ?? 'a built-in data set')}`);
  for (const { message } of table.findings) say(`  ${colors.yellow('!')} ${printable(message)}`);
  for (const path of applied.kept) say(`  ${colors.yellow('!')} ${path} was there and stays as it is`);
  if (git.note !== undefined) say(`  ${colors.yellow('!')} ${printable(git.note)}`);
  if (!run) for (const line of nextSteps(target)) say(line);
}

const nextSteps = (target: string): string[] => {
  const enter = here(target) === '.' ? '' : `cd ${here(target)} && `;
  return ['', 'Next:', `  ${enter}uv sync --locked && uv run dvc repro`];
};

export const reportAsJson = ({ target, prepared: { answers, table }, applied, git }: Created, run: RunOutcome | null): string =>
  JSON.stringify({ project: target, answers, files: applied.written, kept: applied.kept, git: git.state, findings: table.findings, run }, null, 2);
