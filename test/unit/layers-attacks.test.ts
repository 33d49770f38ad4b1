import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import { loadChain } from '../../generators/layers/load.ts';
import { pathProblem } from '../../generators/layers/safe-path.ts';
import { parseSource } from '../../generators/layers/source.ts';
import { workFolder } from '../support/folders.ts';
import { type Entry, packed, preset, writeLayer } from '../support/layers.ts';

const usage = { exit: 2 };

/** Loads an archive of these entries, a sound preset among them. */
async function loadPacked(...entries: readonly Entry[]): Promise<unknown> {
  const file = join(workFolder(), 'layer.tgz');
  writeFileSync(file, packed([{ path: 'package/preset.yaml', content: preset() }, ...entries]));
  return loadChain(file);
}

describe('a path in a layer', () => {
  it.each([
    '../out',
    'a/../../out',
    '/etc/passwd',
    'C:/x',
    'c:x',
    '~/x',
    'a\\b',
    'a\0b',
    'a\nb',
    '',
    'a//b',
    './a',
    'a/.',
    'CON',
    'docs/aux.md',
    'nul',
    'com1.txt',
    'LPT¹',
    'a:b',
    'a?',
    'dir./x',
    'x ',
    '.git/hooks/pre-commit',
    '.GIT/config',
    '.g\u200Bit/config',
    '.create-ml-project/lock.yaml',
    'a/.git/x',
    'x'.repeat(201),
  ])('%j is refused', (path) => {
    expect(pathProblem(path)).toBeDefined();
  });

  it.each(['README.md', 'docs/größe.md', '.github/workflows/ci.yml', '.gitignore', 'a b/c.txt', 'console.py', '.gitlab-ci.yml'])(
    '%j is taken',
    (path) => {
      expect(pathProblem(path)).toBeUndefined();
    },
  );

  it.each([
    ['templates: a link to a file', (layer: string) => symlinkSync('/etc/passwd', join(layer, 'templates', 'x')), 'symbolic link'],
    ['templates: a link to a folder', (layer: string) => symlinkSync('/etc', join(layer, 'templates', 'x')), 'symbolic link'],
    ['templates itself a link', (layer: string) => symlinkSync('/etc', join(layer, 'stages')), 'symbolic link'],
    [
      'two names that are one',
      (layer: string) => ['A.md', 'a.md'].forEach((name) => writeFileSync(join(layer, 'templates', name), '')),
      'same file',
    ],
    [
      'two writings of one letter',
      (layer: string) => ['\u00e9.md', 'e\u0301.md'].forEach((name) => writeFileSync(join(layer, 'templates', name), '')),
      'same file',
    ],
    [
      'a rendered and a plain one',
      (layer: string) => ['a.md', 'a.md.tmpl'].forEach((name) => writeFileSync(join(layer, 'templates', name), '')),
      'same file',
    ],
    ['a pipe', (layer: string) => execFileSync('mkfifo', [join(layer, 'templates', 'pipe')]), 'neither a file nor a folder'],
    [
      "git's own folder",
      (layer: string) => (mkdirSync(join(layer, 'templates', '.git')), writeFileSync(join(layer, 'templates', '.git', 'config'), '')),
      '.git',
    ],
  ] as const)('in a folder: %s', async (_, attack, message) => {
    const layer = writeLayer(workFolder(), { 'templates/keep.md': '' });
    attack(layer);
    await expect(loadChain(layer)).rejects.toMatchObject({ ...usage, message: expect.stringContaining(message) as string });
  });
});

describe('an archive', () => {
  it.each([
    ['leads out', { path: 'package/templates/../../../out', content: 'x' }, 'leads out'],
    ['is absolute', { path: 'package/templates//etc/cron.d/x', content: 'x' }, 'absolute'],
    ['holds a symbolic link', { path: 'package/templates/x', type: '2', link: '/etc/passwd' }, 'is a link to /etc/passwd'],
    ['holds a hard link', { path: 'package/templates/x', type: '1', link: '/etc/passwd' }, 'is a link'],
    ['holds a device', { path: 'package/templates/x', type: '3' }, 'neither a file nor a folder'],
    ['holds a file twice', { path: 'package/preset.yaml', content: 'x' }, 'twice'],
    ['has a long name that leads out', { path: 'x', type: 'x', content: '38 path=package/templates/../../../out\n' }, 'leads out'],
  ] as const)('that %s is refused', async (_, entry, message) => {
    const more = entry.path === 'x' ? [entry, { path: 'package/templates/y', content: 'x' }] : [entry];
    await expect(loadPacked(...more)).rejects.toMatchObject({ ...usage, message: expect.stringContaining(message) as string });
  });

  it.each([
    ['a bomb', gzipSync(Buffer.alloc(300 * 2 ** 20)), 'unpacks to more than'],
    ['no archive', Buffer.from('hello'.repeat(200)), 'checksum'],
    ['cut off', packed([{ path: 'package/preset.yaml', content: 'x'.repeat(5000) }]).subarray(0, 60), 'cannot be unpacked'],
    ['empty', packed([]), 'no preset.yaml'],
  ])('that is %s is refused', async (_, bytes, message) => {
    const file = join(workFolder(), 'layer.tgz');
    writeFileSync(file, bytes);
    await expect(loadChain(file)).rejects.toMatchObject({ ...usage, message: expect.stringContaining(message) as string });
  });

  it('says the same of a layer as its folder does', async () => {
    const folder = writeLayer(workFolder(), { 'templates/a/b.md': 'text', 'README.md': 'no part of it' });
    const file = join(workFolder(), 'layer.tgz');
    execFileSync('tar', ['-czf', file, '-C', folder, '.']);
    const [[one], [other]] = [await loadChain(folder), await loadChain(file)];
    expect(other!.integrity).toBe(one!.integrity);
    expect(other!.integrity).toMatch(/^sha256-/);
    expect([...other!.templates.keys()]).toEqual(['a/b.md']);
  });
});

describe('a source', () => {
  it.each([
    'npm:acme',
    'npm:acme@latest',
    'npm:acme@^1.0.0',
    'npm:--globalconfig=x@1.0.0',
    'npm:../x@1.0.0',
    'npm:acme@1.0.0 --ignore',
    'npm:file:x@1.0.0',
    'npm:a@npm:b@1.0.0',
    `git+--upload-pack=touch x#${'a'.repeat(40)}`,
    `git+ext::sh -c touch#${'a'.repeat(40)}`,
    `git+https://-oProxyCommand=x/y#${'a'.repeat(40)}`,
    `git+ssh://a@-oProxyCommand=x/y#${'a'.repeat(40)}`,
    'git+https://example.org/x.git',
    'git+https://example.org/x.git#main',
    'git+https://example.org/x.git#--output=x',
    `git+http://example.org/x.git#${'a'.repeat(40)}`,
    'https://example.org/x.tgz',
    'a\nb',
    '',
  ])('%j is refused before anything is started', (source) => {
    expect(() => parseSource(source, '/')).toThrow(expect.objectContaining(usage));
  });

  it('at a commit of git is read without a checkout, so that nothing of it runs or is followed', async () => {
    const repository = writeLayer(workFolder(), { 'templates/a.md': 'first', '.gitattributes': '* filter=evil\n' });
    const git = (...args: string[]): string =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { cwd: repository, encoding: 'utf8' }).trim();
    git('init', '--quiet');
    git('config', 'filter.evil.smudge', `touch ${join(repository, 'ran')}`);
    git('add', '-A');
    git('commit', '--quiet', '-m', 'one');
    const commit = git('rev-parse', 'HEAD');
    writeFileSync(join(repository, 'templates', 'a.md'), 'second');
    git('commit', '--quiet', '-am', 'two');
    // As in a hook of another repository.
    vi.stubEnv('GIT_DIR', '/nowhere/.git');
    const [layer] = await loadChain(`git+file://${repository}#${commit}`);
    vi.unstubAllEnvs();
    expect(new TextDecoder().decode(layer!.templates.get('a.md')!.bytes)).toBe('first');
    expect(existsSync(join(repository, 'ran'))).toBe(false);

    symlinkSync('/etc/passwd', join(repository, 'templates', 'link'));
    git('add', '-A');
    git('commit', '--quiet', '-m', 'three');
    await expect(loadChain(`git+file://${repository}#${git('rev-parse', 'HEAD')}`)).rejects.toMatchObject({
      ...usage,
      message: expect.stringContaining('is a link to /etc/passwd') as string,
    });
  });

  it('that is not there says so', async () => {
    await expect(loadChain(join(workFolder(), 'nowhere'))).rejects.toMatchObject(usage);
    await expect(loadChain(`git+file:///nowhere#${'a'.repeat(40)}`)).rejects.toMatchObject({ exit: 1 });
  });
});
