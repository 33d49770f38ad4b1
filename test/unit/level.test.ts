import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createMlProject } from '../support/cli.ts';
import { bytesOf, smallTable, workFolder } from '../support/folders.ts';
import { changeParts, makeProject } from '../support/projects.ts';

async function projectAt(level: string, options: Record<string, string> = {}): Promise<string> {
  const folder = workFolder();
  const root = join(folder, 'demo');
  await makeProject(root, { data: join(folder, smallTable(folder)), target: 'returned', level, ...options });
  return root;
}
const level = (root: string, ...args: string[]): ReturnType<typeof createMlProject> => createMlProject(['level', ...args], { cwd: root });

describe('level', () => {
  it.each([[{}], [{ tracking: 'mlflow', layout: 'package' }]])(
    'ends in the tree that creating at that level gives, %o',
    async (options) => {
      const root = await projectAt('0', options);
      expect(level(root, '1')).toMatchObject({ code: 0 });
      expect(bytesOf(root)).toEqual(bytesOf(await projectAt('1', options)));
    },
  );

  it.each([
    ['0', {}],
    ['1', { ci: 'gitlab', serve: 'batch', layout: 'package' }],
  ])('from %s, one by one, ends in the tree that creating at 2 gives, %o', async (from, options) => {
    const root = await projectAt(from, options);
    for (const step of ['1', '2'].slice(Number(from))) expect(level(root, step)).toMatchObject({ code: 0 });
    expect(bytesOf(root)).toEqual(bytesOf(await projectAt('2', options)));
  });

  it('keeps what its user and its parts have brought', { timeout: 120_000 }, async () => {
    const parts: [string, string, Record<string, string>?][] = [
      ['stage', 'clean', { after: 'ingest' }],
      ['stage', 'impute'],
      ['model', 'my_model'],
      ['feature', 'filled_share'],
    ];
    const root = await projectAt('0');
    const wanted = await projectAt('1');
    for (const [part, name, given] of parts) for (const place of [root, wanted]) await changeParts(place, 'add', part, name, given);
    const edit = (place: string): void => {
      const readme = join(place, 'README.md');
      writeFileSync(readme, readFileSync(readme, 'utf8').replace('## Run it', 'Ask Ada first.\n\n## Run it'));
      writeFileSync(join(place, 'src/stages/clean.py'), `${readFileSync(join(place, 'src/stages/clean.py'), 'utf8')}# mine\n`);
      rmSync(join(place, 'docs/labeling.md'));
    };
    for (const place of [root, wanted]) edit(place);
    expect(level(root, '1', '--json')).toMatchObject({ code: 0, stdout: expect.stringContaining('"to": "level 1"') });
    expect(bytesOf(root)).toEqual(bytesOf(wanted));
    expect(createMlProject(['check', '--render'], { cwd: root })).toMatchObject({ code: 0 });
  });

  it.each([
    ['0', 'never taken back'],
    ['7', 'one of 0, 1, 2'],
    ['', 'one of 0, 1, 2'],
  ])('%s of a project at 1 is refused and changes nothing', async (wanted, message) => {
    const root = await projectAt('1');
    const before = bytesOf(root);
    expect(level(root, ...(wanted === '' ? [] : [wanted]))).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining(message),
    });
    expect(bytesOf(root)).toEqual(before);
  });

  it('of a project that is there already changes nothing, and is no mistake', async () => {
    const root = await projectAt('1');
    const before = bytesOf(root);
    expect(level(root, '1')).toEqual({ code: 0, stdout: '## Level: level 1 → level 1\n\nNothing to change.\n', stderr: '' });
    expect(JSON.parse(level(root, '1', '--json').stdout)).toMatchObject({
      projects: [{ path: '.', to: 'level 1', merged: [], added: [] }],
    });
    expect(bytesOf(root)).toEqual(before);
  });

  it('--dry-run tells what it would do and changes nothing', async () => {
    const root = await projectAt('0');
    const before = bytesOf(root);
    expect(level(root, '1', '--dry-run')).toMatchObject({ code: 0, stdout: expect.stringContaining('`dvc.yaml`') });
    expect(bytesOf(root)).toEqual(before);
  });
});
