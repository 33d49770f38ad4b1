/** The main job through the real command line: emit, install, train, test, check; on data of every task and both layouts. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMlProject, scratch, shell } from '../support/cli.ts';
import { rareDefects, repairs, uglyPlants } from '../support/tables.ts';

interface Job {
  readonly name: string;
  readonly arguments: readonly string[];
  readonly data?: { readonly file: string; readonly content: Buffer; readonly target: string };
  /** The scorer of metrics.json and what an honest model reaches on these rows. */
  readonly reaches: { readonly metric: string; readonly atLeast: number };
}

const jobs: readonly Job[] = [
  { name: 'built-in', arguments: [], reaches: { metric: 'roc_auc', atLeast: 0.97 } },
  {
    name: 'plants',
    arguments: ['--layout', 'package', '--license', 'Apache-2.0', '--author', 'Åsa "Q" O\'Neil <a@example.org>'],
    data: { file: 'pflanzen messung.csv', content: uglyPlants(), target: 'art är' },
    reaches: { metric: 'f1_macro', atLeast: 0.75 },
  },
  {
    name: 'repairs',
    arguments: ['--description', 'What a "repair" costs\\', '--python', '3.11'],
    data: { file: 'repairs.tsv.gz', content: repairs(), target: 'price' },
    reaches: { metric: 'r2', atLeast: 0.8 },
  },
  {
    name: 'defects',
    arguments: ['--layout', 'package'],
    data: { file: 'defects.jsonl', content: rareDefects(), target: 'defect' },
    reaches: { metric: 'roc_auc', atLeast: 0.7 },
  },
];

const folder = scratch();
beforeAll(() => {
  for (const { data } of jobs) if (data) writeFileSync(join(folder.path, data.file), data.content);
});
afterAll(() => folder.dispose());

describe.each(jobs)('$name', (job) => {
  const project = join(folder.path, job.name);
  const data = job.data ? ['--data', job.data.file, '--target', job.data.target] : [];

  it('goes from one command to a trained model', () => {
    const outcome = createMlProject([job.name, ...data, ...job.arguments, '--yes', '--run'], { cwd: folder.path });
    expect(outcome.stderr).not.toMatch(/^\s+at /m);
    expect(outcome.code, outcome.stdout + outcome.stderr).toBe(0);

    const metrics = JSON.parse(readFileSync(join(project, 'metrics.json'), 'utf8')) as Record<string, number>;
    expect(metrics[job.reaches.metric]).toBeGreaterThan(job.reaches.atLeast);
    expect(outcome.stdout + outcome.stderr).toContain(job.reaches.metric);
    for (const path of ['models/model.joblib', 'reports/feat_imp.csv', 'reports/figures/feature_importance.png', 'uv.lock']) {
      expect(existsSync(join(project, path)), path).toBe(true);
    }
  });

  it('has nothing left to do afterwards, and nothing generated that git would take by mistake', () => {
    expect(shell('uv run dvc repro', { cwd: project }).stdout).toMatch(/up to date/);
    const untracked = shell('git status --porcelain --untracked-files=all', { cwd: project }).stdout;
    expect(untracked).not.toMatch(/\.parquet|\.joblib|\.venv|__pycache__|data\/raw\/[^.]+\.(csv|jsonl|tsv)/);
  });

  it('passes its own tests and checks', () => {
    shell('uv run pytest -q && uv run ruff check . && uv run ruff format --check . && uv run mypy', { cwd: project });
  });
});

it('passes its tests before the first training too', () => {
  createMlProject(['untrained', '--task', 'multiclass', '--yes'], { cwd: folder.path });
  shell('uv sync --locked -q && uv run pytest -q', { cwd: join(folder.path, 'untrained') });
});

it('is installed by pip and venv where there is no uv', () => {
  const withoutUv = process.env['PATH']?.split(':').filter((entry) => !existsSync(join(entry, 'uv'))) ?? [];
  // The folder of `python3` may be the one of uv: a link of its own keeps it in reach.
  shell(`mkdir -p bin && ln -sf "$(python3 -c 'import sys; print(sys.executable)')" bin/python3`, { cwd: folder.path });
  const outcome = createMlProject(['by-pip', '--task', 'regression', '--yes', '--run'], {
    cwd: folder.path,
    env: { PATH: [join(folder.path, 'bin'), ...withoutUv].join(':') },
  });
  expect(outcome.code, outcome.stdout + outcome.stderr).toBe(0);
  expect(outcome.stdout + outcome.stderr).toMatch(/r2/);
  // What is printed is typed as it stands, in the folder where it was read.
  const hint = /try something: (.*)/.exec(outcome.stderr)![1]!;
  expect(hint).not.toContain('uv');
  shell('git add -A && git -c user.name=t -c user.email=t@example.org commit -qm results', { cwd: join(folder.path, 'by-pip') });
  shell(hint, { cwd: folder.path, env: { PATH: [join(folder.path, 'bin'), ...withoutUv].join(':') } });
});

it('runs every command of the emitted README as it stands', () => {
  const project = join(folder.path, 'built-in');
  const readme = readFileSync(join(project, 'README.md'), 'utf8');
  const blocks = [...readme.matchAll(/```sh\n([\s\S]*?)```/g)].map((match) => match[1] as string);
  expect(blocks.length).toBeGreaterThan(3);
  shell('git add . && git -c user.name=t -c user.email=t@example.org commit -qm "First results"', { cwd: project });
  for (const block of blocks) shell(`set -e\n${block}`, { cwd: project });
  // Tables are read at a terminal, which would break lines of a thousand characters.
  const tables = readme.match(/^uv run dvc (metrics|exp) show.*$/gm) ?? [];
  expect(tables).toHaveLength(2);
  for (const line of tables) {
    const { stdout } = shell(line, { cwd: project });
    expect(Math.max(...stdout.split('\n').map(({ length }) => length)), line).toBeLessThanOrEqual(140);
  }
});

/** The commands of AGENTS.md, in their order. */
const commandsFor = (project: string): string[] =>
  [...readFileSync(join(project, 'AGENTS.md'), 'utf8').matchAll(/`(uv [^`]+)`/g)].map(([, command]) => command!);

it('runs every command of the emitted AGENTS.md, which fits a screen', () => {
  const project = join(folder.path, 'built-in');
  expect(readFileSync(join(project, 'AGENTS.md'), 'utf8').split('\n').length).toBeLessThanOrEqual(40);
  const commands = commandsFor(project);
  expect(commands.length).toBeGreaterThan(7);
  // The project's tests ran already, as they stand there, and cost the most by far.
  shell(['set -e', ...commands.filter((command) => command !== 'uv run pytest')].join('\n'), { cwd: project });
});

it('works with stages run by hand at level 0', () => {
  createMlProject(['by-hand', '--level', '0', '--yes'], { cwd: folder.path });
  const project = join(folder.path, 'by-hand');
  expect(existsSync(join(project, 'dvc.yaml'))).toBe(false);
  const readme = readFileSync(join(project, 'README.md'), 'utf8');
  const install = /```sh\n(uv sync[\s\S]*?)```/.exec(readme)?.[1] as string;
  shell(`set -e\n${install}`, { cwd: project });
  shell(['set -e', ...commandsFor(project)].join('\n'), { cwd: project });
  expect(existsSync(join(project, 'metrics.json'))).toBe(true);
});

it('is raised from level 0 to 1 and to 2: its pipeline runs at each, and what people wrote stays', () => {
  const project = join(folder.path, 'by-hand');
  const edit = (path: string, from: RegExp, to: string): void => {
    const text = readFileSync(join(project, path), 'utf8');
    expect(text).toMatch(from);
    writeFileSync(join(project, path), text.replace(from, to));
  };
  edit('README.md', /## Run it/, 'Ask Ada first.\n\n$&');
  edit('params.yaml', /seed: 42\n/, 'seed: 7 # ours\n');
  for (const level of ['1', '2']) {
    shell('git add -A && git -c user.name=t -c user.email=t@example.org commit -qm "As it is"', { cwd: project });
    const raised = createMlProject(['level', level], { cwd: project });
    expect(raised, raised.stderr).toMatchObject({ code: 0 });
    if (level === '1') edit('params.yaml', /trials: \d+/, 'trials: 1');
    shell('uv run --locked dvc repro -q', { cwd: project });
    expect(JSON.parse(readFileSync(join(project, 'reports/gates.json'), 'utf8'))).toMatchObject({ passed: true });
    expect(readFileSync(join(project, 'README.md'), 'utf8')).toContain('Ask Ada first.');
    expect(readFileSync(join(project, 'params.yaml'), 'utf8')).toContain('seed: 7 # ours');
  }
  expect(existsSync(join(project, '.github/workflows/cd.yml'))).toBe(true);
});
