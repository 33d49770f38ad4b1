/** Parts that are answers of the project: to add one ends in the tree that creating with that answer gives. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createMlProject } from '../support/cli.ts';
import { bytesOf, smallTable, workFolder } from '../support/folders.ts';
import { pairwise } from '../support/pairwise.ts';
import { changeParts, makeProject } from '../support/projects.ts';

async function projectWith(answers: Record<string, string>): Promise<string> {
  const folder = workFolder();
  const root = join(folder, 'demo');
  await makeProject(root, { data: join(folder, smallTable(folder)), target: 'returned', ...answers });
  return root;
}
/** The paths whose bytes are not the same; whole trees that differ would take minutes to be shown. */
function differing(one: string, other: string): string[] {
  const [a, b] = [bytesOf(one), bytesOf(other)];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((path) => a[path] !== b[path]);
}
const add = (root: string, ...args: string[]): ReturnType<typeof createMlProject> => createMlProject(['add', ...args], { cwd: root });

/** What is added to which answer, and which answer that makes. */
const steps: Readonly<Record<string, readonly [part: string, before: Record<string, string>, after: Record<string, string>]>> = {
  'a-service-to-nothing': ['service', { serve: 'none' }, { serve: 'online' }],
  'a-service-to-a-job': ['service', { serve: 'batch' }, { serve: 'both' }],
  'a-job-to-nothing': ['batch', { serve: 'none' }, { serve: 'batch' }],
  'a-job-to-a-service': ['batch', { serve: 'online' }, { serve: 'both' }],
  'a-service-at-level-0': ['service', { level: '0' }, { level: '1', serve: 'online' }],
  'a-job-at-level-0': ['batch', { level: '0' }, { level: '1', serve: 'batch' }],
  'workflows-at-level-1': ['ci', {}, { ci: 'github' }],
  'workflows-of-gitlab-at-level-0': ['ci gitlab', { level: '0' }, { level: '1', ci: 'gitlab' }],
  'workflows-at-level-2': ['ci', { level: '2', ci: 'none' }, { level: '2' }],
  'deployment-at-level-1': ['deploy', { serve: 'batch' }, { level: '2' }],
  'monitoring-at-level-0': ['monitoring', { level: '0' }, { level: '1', serve: 'none' }],
};
const combinations = pairwise({
  step: Object.keys(steps),
  layout: ['standard', 'package'],
  tracking: ['none', 'mlflow'],
  python: ['3.10', '3.13'],
  remote: ['none', 'local'],
  license: ['MIT', 'Proprietary'],
});

describe('add', () => {
  it.each(combinations.map(({ step = '', ...others }) => ({ step, named: Object.values(others).join(' '), others })))(
    '$step makes the tree of creating so, $named',
    async ({ step, others }) => {
      const [part, before, after] = steps[step]!;
      const root = await projectWith({ ...others, ...before });
      expect(add(root, ...part.split(' '))).toMatchObject({ code: 0, stdout: '' });
      expect(differing(root, await projectWith({ ...others, ...after }))).toEqual([]);
    },
  );

  it('keeps what its user and other parts have brought', async () => {
    const [root, wanted] = [await projectWith({ serve: 'none' }), await projectWith({ serve: 'both' })];
    for (const place of [root, wanted]) {
      await changeParts(place, 'add', 'stage', 'clean', { after: 'ingest' });
      const readme = join(place, 'README.md');
      writeFileSync(readme, readFileSync(readme, 'utf8').replace('## Run it', 'Ask Ada first.\n\n## Run it'));
      writeFileSync(join(place, 'src/stages/clean.py'), `${readFileSync(join(place, 'src/stages/clean.py'), 'utf8')}# mine\n`);
      rmSync(join(place, 'docs/labeling.md'));
    }
    for (const part of ['service', 'batch']) expect(add(root, part)).toMatchObject({ code: 0 });
    expect(differing(root, wanted)).toEqual([]);
    expect(createMlProject(['check', '--render'], { cwd: root })).toMatchObject({ code: 0 });
  });

  it('leaves a file of the user where one would go, says so, and goes on once that is settled', async () => {
    const root = await projectWith({ serve: 'none' });
    writeFileSync(join(root, 'docs/batch.md'), 'How we score by hand\n');
    expect(add(root, 'batch')).toMatchObject({ code: 3, stdout: expect.stringContaining('`docs/batch.md`') });
    expect(readFileSync(join(root, 'docs/batch.md'), 'utf8')).toContain('How we score by hand');
    expect(add(root, 'service')).toMatchObject({ code: 3, stderr: expect.stringContaining('not finished') });
    expect(createMlProject(['update', '--abort'], { cwd: root })).toMatchObject({ code: 0 });
    expect(readFileSync(join(root, 'docs/batch.md'), 'utf8')).toBe('How we score by hand\n');
  });

  it.each([
    [['service'], '`service` is there already: see docs/service.md.'],
    [['batch'], '`batch` is there already: see docs/batch.md.'],
    [['monitoring'], '`monitoring` is there already: see docs/monitoring.md.'],
    [['ci', 'gitlab'], '`ci` is there already: see docs/workflows.md.'],
    [['deploy'], '`deploy` is there already: see docs/kubernetes.md.'],
    [['service', 'mine'], 'add service takes no name, but "mine" was given.'],
    [['service', '--after', 'train'], 'There is no option --after'],
  ])('%j of a project that has all is refused and changes nothing', async (args, message) => {
    const root = await projectWith({ level: '2' });
    const before = bytesOf(root);
    expect(add(root, ...args)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(message) });
    expect(bytesOf(root)).toEqual(before);
  });

  it('--dry-run and --json tell what it would do; the list of parts says what is there', async () => {
    const root = await projectWith({ serve: 'batch' });
    const before = bytesOf(root);
    expect(add(root, 'service', '--dry-run')).toMatchObject({ code: 0, stdout: expect.stringContaining('`src/app/main.py`') });
    const told = JSON.parse(add(root, 'service', '--dry-run', '--json').stdout) as Record<string, unknown>;
    expect(told).toMatchObject({
      project: root,
      dryRun: true,
      files: expect.arrayContaining(['src/app/main.py', 'params.yaml']),
      removed: [],
      conflicts: [],
    });
    expect(bytesOf(root)).toEqual(before);
    const { parts } = JSON.parse(add(root, '--json').stdout) as { parts: { usage: string; present: string[] }[] };
    expect(Object.fromEntries(parts.map(({ usage, present }) => [usage, present]))).toMatchObject({
      service: [],
      batch: ['docs/batch.md'],
      monitoring: ['docs/monitoring.md'],
    });
  });
});
