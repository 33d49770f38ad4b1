import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { applyChanges as applyAlone, applyPlan } from '../../generators/apply/apply.ts';
import { withProjectLock, recover } from '../../generators/apply/journal.ts';
import type { PlannedFile } from '../../generators/plan/plan.ts';
import { takeLock } from '../../generators/apply/run-lock.ts';
import { bytesOf, treeOf, workFolder } from '../support/folders.ts';

const write = (path: string, content: string, mode: '644' | '755' = '644'): { path: string; content: string; mode: '644' | '755' } => ({
  path,
  content,
  mode,
});
const planned = (path: string, content: PlannedFile['content']): PlannedFile => ({
  id: path,
  path,
  content,
  mode: '644',
  policy: 'merge',
  layer: 'create-ml-project',
});
const finish = async (): Promise<void> => {};
const applyChanges: typeof applyAlone = (changes, root, changed) => withProjectLock(root, () => applyAlone(changes, root, changed));

function project(): string {
  const root = workFolder();
  mkdirSync(join(root, 'src'));
  writeFileSync(join(root, 'src/a.py'), 'old a');
  writeFileSync(join(root, 'b.md'), 'old b');
  return root;
}

describe('a change of a project', () => {
  it('writes, replaces and removes in one step and leaves nothing else', async () => {
    const root = project();
    chmodSync(join(root, 'src/a.py'), 0o600);
    await applyChanges([write('src/a.py', 'new a'), write('docs/deep/c.sh', 'new c', '755'), { path: 'b.md', remove: true }], root);
    expect(bytesOf(root)).toEqual({ 'src/a.py': 'new a', 'docs/deep/c.sh': 'new c' });
    expect(statSync(join(root, 'docs/deep/c.sh')).mode & 0o111).toBe(0o111);
    expect(statSync(join(root, 'src/a.py')).mode & 0o777).toBe(0o600);
    expect(treeOf(root)).not.toContain('.create-ml-project');
  });

  it('removes folders that it has emptied', async () => {
    const root = project();
    await applyChanges([{ path: 'src/a.py', remove: true }], root);
    expect(treeOf(root)).toEqual(['b.md']);
  });

  it('changes nothing if one file cannot be written', async () => {
    const root = project();
    mkdirSync(join(root, 'docs'));
    mkdirSync(join(root, 'docs/c.md'));
    writeFileSync(join(root, 'docs/c.md/inside'), '');
    const before = bytesOf(root);
    await expect(applyChanges([write('src/a.py', 'new a'), write('new.md', 'new'), write('docs/c.md', 'x')], root)).rejects.toThrow(
      'Nothing was changed',
    );
    expect(bytesOf(root)).toEqual(before);
    expect(treeOf(root)).not.toContain('.create-ml-project');
  });

  it('changes nothing if a file is no longer as it was when the change was planned', async () => {
    const root = project();
    const before = bytesOf(root);
    await expect(applyChanges([write('src/a.py', 'new a'), { path: 'b.md', remove: true }], root, () => ['b.md'])).rejects.toMatchObject({
      exit: 3,
      message: expect.stringContaining('b.md has been changed by somebody else'),
    });
    expect(bytesOf(root)).toEqual(before);
    expect(treeOf(root)).not.toContain('.create-ml-project');
  });

  it.each([
    ['../outside.md', 'not a path inside'],
    ['/etc/outside.md', 'not a path inside'],
    ['a/../../outside.md', 'not a path inside'],
    ['a\\b.md', 'not a path inside'],
    ['C:/b.md', 'not a path inside'],
    ['a//b.md', 'not a path inside'],
  ])('to %s is refused', async (path, message) => {
    await expect(applyChanges([write(path, 'x')], project())).rejects.toThrow(message);
  });

  it('of two names that some file systems take for one is refused', async () => {
    await expect(applyChanges([write('README.md', 'x'), write('readme.md', 'y')], project())).rejects.toThrow('the same file');
  });

  it('through a link that leads outside is refused before anything is written', async () => {
    const root = project();
    const outside = workFolder();
    symlinkSync(outside, join(root, 'docs'));
    await expect(applyChanges([write('src/a.py', 'new'), write('docs/c.md', 'x')], root)).rejects.toThrow('written outside the project');
    expect(readdirSync(outside)).toEqual([]);
    expect(readFileSync(join(root, 'src/a.py'), 'utf8')).toBe('old a');
  });

  it('replaces a link instead of following it', async () => {
    const root = project();
    const outside = join(workFolder(), 'victim');
    writeFileSync(outside, 'untouched');
    symlinkSync(outside, join(root, 'c.md'));
    await applyChanges([write('c.md', 'x')], root);
    expect(readFileSync(outside, 'utf8')).toBe('untouched');
    expect(readFileSync(join(root, 'c.md'), 'utf8')).toBe('x');
  });
});

describe('an interrupted change', () => {
  /** The disk as a process leaves it that is killed after `done` of three steps; the journal's format, written by hand. */
  function interrupted(done: number, entries = true): { root: string; before: Record<string, string> } {
    const root = project();
    const before = bytesOf(root);
    const journal = join(root, '.create-ml-project/journal');
    mkdirSync(join(journal, 'old'), { recursive: true });
    mkdirSync(join(journal, 'new'));
    writeFileSync(join(journal, 'old/0'), 'old a');
    writeFileSync(join(journal, 'old/2'), 'old b');
    writeFileSync(join(journal, 'new/0'), 'new a');
    writeFileSync(join(journal, 'new/1'), 'new c');
    if (entries)
      writeFileSync(
        join(journal, 'entries.json'),
        JSON.stringify([
          { path: 'src/a.py', existed: true, remove: false },
          { path: 'docs/c.md', existed: false, remove: false },
          { path: 'b.md', existed: true, remove: true },
        ]),
      );
    if (done > 0) renameSync(join(journal, 'new/0'), join(root, 'src/a.py'));
    if (done > 1) mkdirSync(join(root, 'docs'));
    if (done > 1) renameSync(join(journal, 'new/1'), join(root, 'docs/c.md'));
    if (done > 2) renameSync(join(root, 'b.md'), join(workFolder(), 'gone'));
    return { root, before };
  }

  it.each([0, 1, 2, 3])('after %i of 3 steps is undone by the next run', (done) => {
    const { root, before } = interrupted(done);
    expect(recover(root)).toBe(true);
    expect(bytesOf(root)).toEqual(before);
    expect(recover(root)).toBe(false);
  });

  it('before its first step leaves nothing to undo', () => {
    const { root, before } = interrupted(0, false);
    expect(recover(root)).toBe(false);
    expect(bytesOf(root)).toEqual(before);
  });

  it('is undone before a whole project is compared with what is there', async () => {
    const { root } = interrupted(2);
    const files = [planned('src/a.py', 'new a'), planned('docs/c.md', 'new c')];
    await applyPlan(files, root, { onConflict: 'overwrite', finish });
    expect(bytesOf(root)).toEqual({ 'src/a.py': 'new a', 'docs/c.md': 'new c', 'b.md': 'old b' });
  });

  it('is undone first when the next change comes', async () => {
    const { root } = interrupted(2);
    await applyChanges([write('d.md', 'd')], root);
    expect(bytesOf(root)).toEqual({ 'src/a.py': 'old a', 'b.md': 'old b', 'd.md': 'd' });
  });
});

describe('a lock', () => {
  it('refuses a second run while the first is there', async () => {
    const root = project();
    mkdirSync(join(root, '.create-ml-project'));
    const release = takeLock(join(root, '.create-ml-project/running'), root);
    await expect(applyChanges([write('a', 'x')], root)).rejects.toMatchObject({
      exit: 3,
      message: expect.stringContaining(`process ${process.pid}`),
    });
    release();
    await applyChanges([write('a', 'x')], root);
    expect(existsSync(join(root, 'a'))).toBe(true);
  });

  it.each(['{"pid": 999999999}', '', 'garbage'])('of a process that is gone (%j) is taken over, with what it left', (text) => {
    const folder = workFolder();
    const leftover = join(folder, 'half');
    mkdirSync(leftover);
    writeFileSync(join(folder, 'lock'), text.replace('}', `, "leftover": ${JSON.stringify(leftover)}}`));
    takeLock(join(folder, 'lock'), folder)();
    expect(readdirSync(folder)).toEqual(text.startsWith('{') ? [] : ['half']);
  });
});

describe('an existing directory', () => {
  it('is tidied of the lock of a run that was killed just after its end', async () => {
    const folder = workFolder();
    mkdirSync(join(folder, 'churn'));
    writeFileSync(join(folder, '.churn.create-ml-project.lock'), '{"pid": 999999999}');
    await applyPlan([planned('x', 'x')], join(folder, 'churn'), { onConflict: 'abort', finish });
    expect(treeOf(folder)).toEqual(['churn', 'churn/x']);
  });

  it('takes a project a second time when nothing differs, big files too', async () => {
    const folder = workFolder();
    writeFileSync(join(folder, 'data.csv'), 'a,b\n');
    const files = [planned('x', 'x'), planned('raw.csv', { copyOf: join(folder, 'data.csv') })];
    await applyPlan(files, join(folder, 'churn'), { onConflict: 'abort', finish });
    await expect(applyPlan(files, join(folder, 'churn'), { onConflict: 'abort', finish })).resolves.toEqual({ written: [], kept: [] });
    writeFileSync(join(folder, 'churn/raw.csv'), 'a;b\n');
    await expect(applyPlan(files, join(folder, 'churn'), { onConflict: 'abort', finish })).rejects.toMatchObject({ exit: 3 });
  });
});

describe('a new project', () => {
  it('appears at once, parents too, or not at all', async () => {
    const folder = workFolder();
    const target = join(folder, 'a/b/churn');
    await expect(
      applyPlan([planned('x', 'x')], target, { onConflict: 'abort', finish: () => Promise.reject(new Error('late')) }),
    ).rejects.toThrow('late');
    expect(treeOf(folder)).toEqual([]);
    await applyPlan([planned('x/y', 'x')], target, { onConflict: 'abort', finish });
    expect(treeOf(folder)).toEqual(['a', 'a/b', 'a/b/churn', 'a/b/churn/x', 'a/b/churn/x/y']);
  });

  it('copies big files and says when one has gone', async () => {
    const folder = workFolder();
    writeFileSync(join(folder, 'data.csv'), 'a,b\n');
    await applyPlan([planned('raw.csv', { copyOf: join(folder, 'data.csv') })], join(folder, 'churn'), { onConflict: 'abort', finish });
    expect(readFileSync(join(folder, 'churn/raw.csv'), 'utf8')).toBe('a,b\n');
    await expect(
      applyPlan([planned('raw.csv', { copyOf: join(folder, 'gone.csv') })], join(folder, 'other'), { onConflict: 'abort', finish }),
    ).rejects.toMatchObject({ exit: 1 });
    expect(treeOf(folder)).not.toContain('other');
  });
});
