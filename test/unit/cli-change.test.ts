import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { packageRoot } from '../../generators/core/package-root.ts';
import { openProject } from '../../generators/parts/project.ts';
import { fingerprint } from '../../generators/state/fingerprint.ts';
import { cli, createMlProject } from '../support/cli.ts';
import { bytesOf, treeOf, workFolder } from '../support/folders.ts';

interface LockFile {
  readonly policy: string;
  readonly sha256: string;
}

const change = (cwd: string, ...args: string[]): ReturnType<typeof createMlProject> => createMlProject(args, { cwd });

function project(): string {
  const cwd = workFolder();
  expect(change(cwd, 'demo', '--yes', '--no-git', '--author', 'Ada').code).toBe(0);
  return join(cwd, 'demo');
}

const filesOf = (root: string): Record<string, LockFile> =>
  (parse(readFileSync(join(root, '.create-ml-project/lock.yaml'), 'utf8')) as { files: Record<string, LockFile> }).files;
const basesIn = (root: string): Record<string, string> =>
  JSON.parse(gunzipSync(readFileSync(join(root, '.create-ml-project/bases.json.gz'))).toString()) as Record<string, string>;
/** Every file that may merge has its base, and nothing else. */
const expectBases = (root: string): void => {
  const bases = basesIn(root);
  const merging = Object.entries(filesOf(root)).filter(([, { policy }]) => policy === 'merge');
  expect(Object.keys(bases)).toEqual(merging.map(([path]) => path));
  for (const [path, { sha256 }] of merging) expect(fingerprint(path, bases[path]!), path).toBe(sha256);
};

describe('add', () => {
  it('moves the bases on that updates are merged with, without what the user wrote, and remove brings them back', () => {
    const root = project();
    const before = bytesOf(root);
    const params = join(root, 'params.yaml');
    writeFileSync(params, `# mine\n${readFileSync(params, 'utf8')}`);
    expect(change(root, 'add', 'stage', 'clean', '--after', 'ingest').code).toBe(0);
    expect(readFileSync(params, 'utf8')).toMatch(/^# mine\n[^]*clean/);
    expect(basesIn(root)['params.yaml']).toMatch(/^(?!# mine)[^]*clean/);
    expectBases(root);
    expect(change(root, 'remove', 'stage', 'clean').code).toBe(0);
    writeFileSync(params, readFileSync(params, 'utf8').replace('# mine\n', ''));
    expect(bytesOf(root)).toEqual(before);
  });

  it('shows its change with --dry-run, as a diff or as JSON, and makes none', () => {
    const root = project();
    const before = bytesOf(root);
    expect(change(root, 'add', 'stage', 'clean', '--dry-run').stdout).toMatch(/^--- \/dev\/null\n\+\+\+ b\/src\/stages\/clean\.py\n@@/m);
    expect(JSON.parse(change(root, 'add', 'stage', 'clean', '--dry-run', '--json').stdout)).toMatchObject({
      project: root,
      dryRun: true,
      files: expect.arrayContaining(['dvc.yaml']),
    });
    expect(bytesOf(root)).toEqual(before);
  });

  it('works from any folder of the project, and lists what there is', () => {
    const root = project();
    expect(change(join(root, 'src/stages'), 'add', 'stage', 'clean').code).toBe(0);
    const listed = change(root, 'add');
    expect(listed.stdout).toMatch(/stage <name>[\s\S]*? here: clean\n/);
    expect(listed.code).toBe(0);
    expect(change(root, 'add', '--json')).toMatchObject({ code: 0, stdout: expect.stringContaining('"parts"') });
  });

  it('first undoes what an interrupted run has begun', () => {
    const root = project();
    const before = bytesOf(root);
    const journal = join(root, '.create-ml-project/journal');
    mkdirSync(join(journal, 'old'), { recursive: true });
    writeFileSync(join(journal, 'old/0'), readFileSync(join(root, 'params.yaml')));
    writeFileSync(join(journal, 'entries.json'), JSON.stringify([{ path: 'params.yaml', existed: true, remove: false }]));
    writeFileSync(join(root, 'params.yaml'), 'half');
    expect(change(root, 'add', 'stage', 'clean', '--dry-run').stderr).toContain('interrupted');
    expect(bytesOf(root)).toEqual(before);
  });
});

it('a file that the system cannot open is named, with the reason', () => {
  const root = project();
  rmSync(join(root, 'dvc.yaml'));
  symlinkSync('dvc.yaml', join(root, 'dvc.yaml'));
  const before = treeOf(root);
  const { code, stderr } = change(root, 'add', 'stage', 'clean');
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: `error The command failed: its symbolic links run in a circle (${join(root, 'dvc.yaml')}).\n`,
  });
  expect(treeOf(root)).toEqual(before);
});

it('of two additions at once none is lost: the second finds the first, or is refused', async () => {
  const root = project();
  const add = (name: string): Promise<number | null> =>
    new Promise((resolve) => spawn(process.execPath, [cli, 'add', 'stage', name], { cwd: root, stdio: 'ignore' }).on('exit', resolve));
  const names = ['first', 'second', 'third'];
  const codes = await Promise.all(names.map(add));
  const added = names.filter((_, index) => codes[index] === 0);
  expect(codes.filter((code) => code !== 0 && code !== 3)).toEqual([]);
  expect(added).not.toEqual([]);
  const { parts } = parse(readFileSync(join(root, '.create-ml-project/lock.yaml'), 'utf8')) as { parts: { name: string }[] };
  expect(parts.map(({ name }) => name).sort()).toEqual(added);
  const { stages } = parse(readFileSync(join(root, 'dvc.yaml'), 'utf8')) as { stages: object };
  expect(names.filter((name) => name in stages)).toEqual(added);
  expectBases(root);
});

it('what a person saves while an addition is planned is not written over', () => {
  const root = project();
  const tools = workFolder();
  // Git is asked between reading and writing: here it is the person.
  writeFileSync(join(tools, 'git'), '#!/bin/sh\necho "# saved" >> .create-ml-project/lock.yaml\n', { mode: 0o755 });
  const before = bytesOf(root);
  const outcome = createMlProject(['add', 'stage', 'clean'], { cwd: root, env: { PATH: `${tools}:${process.env['PATH']}` } });
  expect(outcome).toMatchObject({
    code: 3,
    stderr: expect.stringContaining('.create-ml-project/lock.yaml has been changed by somebody else'),
  });
  expect(bytesOf(root)).toEqual({ ...before, '.create-ml-project/lock.yaml': `${before['.create-ml-project/lock.yaml']}# saved\n` });
});

it('a memory that is a link is not followed out of the project', () => {
  const root = project();
  const outside = join(workFolder(), 'memory');
  renameSync(join(root, '.create-ml-project'), outside);
  symlinkSync(outside, join(root, '.create-ml-project'));
  writeFileSync(join(outside, 'running'), '{"pid": 999999999}');
  expect(change(root, 'add', 'stage', 'clean')).toMatchObject({ code: 3, stderr: expect.stringContaining('symbolic link') });
  expect(readFileSync(join(outside, 'running'), 'utf8')).toContain('999999999');
});

it('an opened project knows which files are no longer as they were read', () => {
  const root = project();
  const opened = openProject(root);
  const pipeline = opened.read('dvc.yaml');
  expect([opened.read('params.yaml') === undefined, opened.exists('new.md')]).toEqual([false, false]);
  for (const path of ['dvc.yaml', 'new.md', 'README.md']) writeFileSync(join(root, path), 'saved meanwhile');
  expect(opened.changedMeanwhile(['params.yaml', 'README.md', 'dvc.yaml', 'new.md'])).toEqual(['dvc.yaml', 'new.md']);
  expect(opened.read('dvc.yaml')).toBe(pipeline);
});

it.each([
  [['add', 'stage', 'x'], 'is not in a project'],
  [['add', 'stag', 'x'], 'Did you mean stage?'],
  [['add', '--nmae', 'x'], 'There is no option --nmae'],
  [['remove', 'stage', 'x'], 'is not in a project'],
  [['--yes', 'add', 'stage', 'x'], 'is not in a project'],
  [['add', '--yes', 'stage', 'x'], 'is not in a project'],
  [['--data', 'x.csv', 'add', 'stage', 'x'], 'There is no option --data'],
  [['add', 'service'], 'is not in a project'],
  [['add', 'servce'], 'Did you mean service?'],
  [['remove', 'service'], '`service` cannot be removed by a command.'],
  [['add', 'ci', 'githib'], 'add ci takes one of github, gitlab, not "githib". Did you mean github?'],
  [['add', 'notebook', 'eda', '--print-answers'], '--print-answers means nothing to this command'],
  [['add', 'notebook', 'eda', '--answers', '/nonexistent.yaml'], '--answers means nothing to this command'],
  [['remove', 'stage', 'x', '--run'], '--run means nothing to this command'],
])('%j outside a project ends with code 2', (args, message) => {
  const cwd = workFolder();
  expect(change(cwd, ...args)).toMatchObject({ code: 2, stderr: expect.stringContaining(message) });
  expect(existsSync(join(cwd, 'add'))).toBe(false);
});

it('an option may stand in front of the command or of the part', () => {
  const root = project();
  const listed = (...args: string[]): string => change(root, ...args).stdout;
  expect(listed('--dry-run', 'add', 'stage', 'clean')).toMatch(/^--- \/dev\/null\n\+\+\+ b\/src\/stages\/clean\.py$/m);
  expect(listed('add', '--dry-run', 'stage', 'clean')).toBe(listed('--dry-run', 'add', 'stage', 'clean'));
});

it.each([[[]], [['add']], [['add', 'stage']], [['remove', 'stage', 'x']]])('--version of %j needs no project', (command) => {
  const cwd = workFolder();
  const { version } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string };
  expect(change(cwd, ...command, '--version')).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  expect(JSON.parse(change(cwd, '--version', ...command, '--json').stdout)).toEqual({ version });
});

it.each([
  [['chck', 'dir1'], 'Did you mean check?'],
  [['lvel', 'x'], 'Did you mean level?'],
  [['ad', 'stage', 'x'], 'Did you mean add?'],
  [['check', '--yes'], '--yes means nothing to this command.'],
  [['--yes', 'level', '2'], '--yes means nothing to this command.'],
  [['level', '1'], 'is not in a project'],
  [['update'], 'is not in a project'],
  [['update', 'nowhere'], 'There is no folder'],
  [['updte', '--yes'], 'There is no command `updte`. Did you mean update?\nA folder of that name is written `./updte`.'],
])('%j makes no project', (args, message) => {
  const cwd = workFolder();
  expect(change(cwd, ...args)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(message) });
  expect(treeOf(cwd)).toEqual([]);
});

it('help and version may be said without dashes', () => {
  const cwd = workFolder();
  expect(change(cwd, 'help')).toEqual(change(cwd, '--help'));
  expect(change(cwd, 'help', 'add', 'stage').stdout).toContain('create-ml-project add stage <name>');
  expect(change(cwd, 'version').stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  expect(treeOf(cwd)).toEqual([]);
});

it.each([
  [
    ['--help'],
    ['add', '--help'],
    ['add', 'stage', '--help'],
    ['add', 'model', '--help'],
    ['add', 'source', '--help'],
    ['remove', 'stage', '--help'],
    ...['inspect', 'preset', 'completion', 'check', 'update', 'level'].map((command) => [command, '--help']),
  ],
])('help fits 80 columns', (...lines) => {
  for (const line of lines) {
    const { code, stdout } = change(workFolder(), ...line);
    expect(code, line.join(' ')).toBe(0);
    for (const text of stdout.split('\n')) expect(text.length, text).toBeLessThanOrEqual(80);
  }
});

it.each([
  ['model', 'xgbost', 'xgboost'],
  ['stage', 'imput', 'impute'],
  ['stage', 'balance-clases', 'balance_classes'],
])('a %s called %s is questioned: %s is a ready one', (kind, name, meant) => {
  const root = project();
  const before = bytesOf(root);
  expect(change(root, 'add', kind, name)).toMatchObject({ code: 2, stderr: expect.stringContaining(`Did you mean ${meant}?`) });
  expect(bytesOf(root)).toEqual(before);
  expect(change(root, 'add', kind, name, '--yes').code).toBe(0);
});

it.each([['./add'], ['./check'], ['--', 'add']])('a folder may be called as a command: %s %s', (...words) => {
  const cwd = workFolder();
  expect(change(cwd, '--yes', '--name', 'demo', '--dry-run', ...words)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('README.md'),
  });
});
