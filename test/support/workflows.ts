/** Runs the `run:` steps of a GitHub workflow in order, as its machine would; `uses:` steps are told, not run. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type Outcome, run } from './cli.ts';

interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly run?: string;
  readonly uses?: string;
  readonly env?: Record<string, string>;
}
interface Job {
  readonly if?: string;
  readonly needs?: string | string[];
  readonly uses?: string;
  readonly env?: Record<string, string>;
  readonly outputs?: Record<string, string>;
  readonly steps?: Step[];
}

export interface Machine {
  /** The clone that all jobs work in. */
  readonly clone: string;
  readonly vars?: Record<string, string>;
  readonly env?: Record<string, string>;
  /** Jobs of which it is taken for granted that they have run. */
  readonly granted?: readonly string[];
}

/** What was run, as `job: step`, with the outcome of each; it ends with the first step that fails. */
export interface Ran {
  readonly steps: readonly { readonly named: string; readonly outcome: Outcome }[];
  readonly used: readonly string[];
  readonly failed: string | undefined;
}

export function runWorkflow(file: string, machine: Machine): Ran {
  const { jobs } = parse(readFileSync(join(machine.clone, '.github/workflows', file), 'utf8')) as { jobs: Record<string, Job> };
  const steps: { named: string; outcome: Outcome }[] = [];
  const used: string[] = [];
  const needs: Record<string, { outputs: Record<string, string> }> = {};
  for (const [name, job] of Object.entries(jobs)) {
    const context = {
      vars: { ...machine.vars },
      inputs: {},
      secrets: {},
      needs,
      steps: {},
      github: { repository: 'Team/Shop', token: 'token', actor: 'ada' },
      runner: { temp: '' },
    };
    const waits = [job.needs ?? []].flat();
    if (machine.granted?.includes(name)) {
      needs[name] = { outputs: {} };
      continue;
    }
    if (waits.some((other) => needs[other] === undefined) || (job.if !== undefined && !evaluate(job.if, context))) continue;
    if (job.uses !== undefined) {
      const called = runWorkflow(job.uses.split('/').at(-1)!, machine);
      steps.push(...called.steps);
      if (called.failed !== undefined) return { steps, used, failed: called.failed };
      continue;
    }
    const outputs: Record<string, Record<string, string>> = {};
    const temp = mkdtempSync(join(tmpdir(), 'runner-'));
    for (const step of job.steps ?? []) {
      const named = `${name}: ${step.name ?? step.uses}`;
      if (step.run === undefined) {
        used.push(`${step.uses}`);
        continue;
      }
      const output = join(temp, 'output');
      writeFileSync(output, '');
      const env = Object.fromEntries(
        Object.entries({ ...job.env, ...step.env }).map(([key, value]) => [key, filled(String(value), context)]),
      );
      if (step.run.includes('${{')) throw new Error(`${named} puts an expression into its script`);
      const outcome = run('bash', ['--noprofile', '--norc', '-e', '-o', 'pipefail', '-c', step.run], {
        cwd: machine.clone,
        env: { GITHUB_ACTIONS: 'true', GITHUB_OUTPUT: output, RUNNER_TEMP: temp, ...machine.env, ...env },
      });
      steps.push({ named, outcome });
      if (outcome.code !== 0) return { steps, used, failed: named };
      if (step.id !== undefined)
        outputs[step.id] = Object.fromEntries(
          readFileSync(output, 'utf8')
            .trim()
            .split('\n')
            .map((line) => line.split('=') as [string, string]),
        );
    }
    const known = Object.fromEntries(Object.entries(outputs).map(([id, values]) => [id, { outputs: values }]));
    needs[name] = {
      outputs: Object.fromEntries(
        Object.entries(job.outputs ?? {}).map(([key, value]) => [key, filled(value, { ...context, steps: known })]),
      ),
    };
  }
  return { steps, used, failed: undefined };
}

const filled = (text: string, context: object): string =>
  text.replaceAll(/\$\{\{(.*?)\}\}/g, (_, expression: string) => String(evaluate(expression, context) ?? ''));

/** GitHub's expressions, as far as the workflows use them, are JavaScript's but for dashes in names. */
function evaluate(expression: string, context: object): unknown {
  const script = expression
    .replaceAll(/\.([a-zA-Z]\w*-[\w-]+)/g, "['$1']")
    .replaceAll(/\b(inputs|vars|secrets)(\.\w+|\['[^']+'\])/g, "($1$2 ?? '')");
  return new Function(...Object.keys(context), `return (${script})`)(...Object.values(context)) as unknown;
}
