/** Workflows of both kinds, as they are emitted. That what they run works, test/e2e/level-2.test.ts shows on GitHub's. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { smallTable, workFolder } from '../support/folders.ts';
import { makeProject } from '../support/projects.ts';

async function projectWith(answers: Record<string, string>, folder = workFolder()): Promise<string> {
  await makeProject(join(folder, 'demo'), { data: join(folder, smallTable(folder)), target: 'returned', level: '2', ...answers });
  return join(folder, 'demo');
}

interface Job {
  readonly extends?: string;
  readonly stage?: string;
  readonly timeout?: string;
  readonly script?: readonly string[];
  readonly needs?: readonly unknown[];
}

/** The programs that scripts call, with the words that choose what they do; where files lie differs from machine to machine. */
const callsIn = (scripts: readonly string[]): Set<string> =>
  new Set(
    scripts.flatMap((script) =>
      [
        ...script.matchAll(
          /\b(ruff \w+|mypy|pytest|dvc repro(?: \w+)?|dvc get-url|uvx create-ml-project \w+|uv export|python -m \S+(?: (?:pull (?:data|model)|push|build|scan|dev|staging|prod))?)/g,
        ),
      ].map(([call]) => call),
    ),
  );

describe('GitLab', () => {
  let gitlab: Record<string, Job>;
  let github: string[];
  const folders = ['gitlab', 'github'].map(() => workFolder(afterAll));
  beforeAll(async () => {
    const root = await projectWith({ ci: 'gitlab' }, folders[0]);
    gitlab = parse(readFileSync(join(root, '.gitlab-ci.yml'), 'utf8')) as typeof gitlab;
    const folder = join(await projectWith({ ci: 'github' }, folders[1]), '.github/workflows');
    github = readdirSync(folder).flatMap((file) => {
      const { jobs } = parse(readFileSync(join(folder, file), 'utf8')) as { jobs: Record<string, { steps?: { run?: string }[] }> };
      return Object.values(jobs).flatMap(({ steps = [] }) => steps.flatMap(({ run }) => run ?? []));
    });
  });

  it('runs the same commands as GitHub', () => {
    const scripts = Object.values(gitlab).flatMap(({ script }) => script ?? []);
    expect([...callsIn(scripts)].sort()).toEqual([...callsIn(github)].sort());
    expect(callsIn(scripts).size).toBeGreaterThan(15);
  });

  it('gives every job a stage that there is, a longest time, and only jobs that there are to wait for', () => {
    const { stages, ...others } = gitlab as unknown as { stages: string[] } & Record<string, Job>;
    const jobs = Object.entries(others).filter(([, { script, extends: parent }]) => script !== undefined || parent !== undefined);
    expect(jobs.length).toBe(10);
    for (const [name, job] of jobs) {
      const whole = { ...(job.extends === undefined ? {} : others[job.extends]), ...job };
      expect(stages, name).toContain(whole.stage);
      expect(whole.timeout, name).toMatch(/\d+ (minutes|hours)/);
      for (const need of whole.needs ?? [])
        expect(Object.keys(others)).toContain(typeof need === 'string' ? need : (need as { job: string }).job);
    }
  });
});

it.each([
  ['none', {}, []],
  ['online', { ci: 'none' }, ['deploy/Dockerfile', 'docs/kubernetes.md']],
  [
    'batch',
    {},
    ['.github/workflows/ci.yml', '.github/workflows/monitor.yml', '.github/workflows/retrain.yml', '.github/workflows/standard.yml'],
  ],
])('with --serve %s and %o nothing is emitted that nothing needs', async (serve, answers, wanted) => {
  const root = await projectWith({ serve, ...answers });
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' });
  expect(files).toEqual(expect.arrayContaining(wanted));
  expect(files.some((path) => path.startsWith('deploy/'))).toBe(serve === 'online');
  expect(files.some((path) => /automation\/\w/.test(path))).toBe(!('ci' in answers));
  for (const [, page] of readme.matchAll(/\]\((docs\/\w+\.md)\)/g)) expect(files).toContain(page);
  for (const [, place] of readme.matchAll(/^├── (\.github|deploy|evidence)\//gm)) expect(files).toContain(place);
});
