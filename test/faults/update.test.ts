/** An update is killed at any moment: all is old, all is new, or one command puts it back. */
import fse from 'fs-extra';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { age } from '../support/aged.ts';
import { cli, createMlProject } from '../support/cli.ts';
import { bytesOf, treeOf, workFolder } from '../support/folders.ts';
import { makeProject } from '../support/projects.ts';

/** An old project, with an edit that conflicts if `conflict` says so. */
async function oldProject(conflict: boolean): Promise<string> {
  const root = workFolder();
  await makeProject(root, { level: '0' });
  const paths = treeOf(root).filter((path) => /^(src|tests)\/.*\.py$/.test(path) && readFileSync(join(root, path), 'utf8') !== '');
  age(root, {
    ...Object.fromEntries(paths.map((path) => [path, { text: (now: string) => `# old\n${now.split('\n').slice(1).join('\n')}` }])),
    'src/gone.py': { text: 'x\n' },
  });
  if (conflict)
    writeFileSync(join(root, paths[0]!), `# mine\n${readFileSync(join(root, paths[0]!), 'utf8').split('\n').slice(1).join('\n')}`);
  return root;
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function kill(root: string, delay: number): Promise<void> {
  const child = spawn(process.execPath, [cli, 'update'], { cwd: root, stdio: 'ignore' });
  const ended = new Promise((resolve) => child.on('exit', resolve));
  while (!existsSync(join(root, '.create-ml-project/journal')) && child.exitCode === null) await pause(1);
  await pause(delay);
  child.kill('SIGKILL');
  await ended;
}

const differing = (one: Record<string, string>, other: Record<string, string>): string[] =>
  [...new Set([...Object.keys(one), ...Object.keys(other)])].filter((path) => one[path] !== other[path]);

describe('kill -9 while an update writes', () => {
  it.each([false, true])(
    'is undone by --abort, and the next run goes through; with a conflict: %s',
    { timeout: 120_000 },
    async (conflict) => {
      const root = await oldProject(conflict);
      const before = bytesOf(root);
      for (const delay of [0, 1, 2, 4, 7, 11, 16, 25]) {
        await kill(root, delay);
        const isNew = (): boolean => !readFileSync(join(root, '.create-ml-project/lock.yaml'), 'utf8').includes('generator: 0.9.0\n');
        if (!existsSync(join(root, '.create-ml-project/journal')) && isNew()) break;
        const { code } = createMlProject(['update', '--abort'], { cwd: root });
        expect([0, 2]).toContain(code);
        // Killed when only the journal was left to be taken away: all is new, and there is nothing to give up.
        if (code === 2 && isNew()) break;
        expect(bytesOf(root), `killed ${delay} ms after it began`).toEqual(before);
      }
      expect(createMlProject(['update'], { cwd: root }).code).toBe(conflict ? 3 : 0);
      expect(createMlProject(['check'], { cwd: root }).stdout).toContain(conflict ? 'pending' : 'ok');
    },
  );

  it('before any call that changes the disk, an update is undone or whole', { timeout: 300_000 }, async () => {
    const root = workFolder();
    await makeProject(root, { level: '0' });
    age(root, {
      'README.md': { text: (now) => now.replace('## The stages', '## All stages') },
      'src/gone.py': { text: 'x\n' },
      'tests/test_split.py': { text: null },
      Dockerfile: { path: 'Containerfile' },
    });
    const before = bytesOf(root);
    const hook = join(import.meta.dirname, '../support/killed.mjs');
    const put = (): void => {
      rmSync(root, { recursive: true });
      for (const [path, bytes] of Object.entries(before)) fse.outputFileSync(join(root, path), bytes, 'latin1');
    };
    const updated = (env: Record<string, string>): void => {
      spawnSync(process.execPath, ['--import', hook, cli, 'update'], { cwd: root, env: { ...process.env, ...env } });
    };
    const count = join(workFolder(), 'count');
    updated({ KILLED_COUNT: count });
    const after = bytesOf(root);
    expect(after).not.toEqual(before);
    const calls = Number(readFileSync(count, 'utf8'));
    expect(calls).toBeGreaterThan(20);
    const seen = new Set<string>();
    for (let at = 1; at <= calls; at++) {
      put();
      updated({ KILLED_AT: String(at) });
      const { code } = createMlProject(['update', '--abort'], { cwd: root });
      expect([0, 2]).toContain(code);
      const found = bytesOf(root);
      const which = differing(found, before).length === 0 ? 'old' : 'new';
      if (which === 'new') expect(differing(found, after), `killed before call ${at} of ${calls}`).toEqual([]);
      seen.add(which);
    }
    expect([...seen].sort()).toEqual(['new', 'old']);
  });
});
