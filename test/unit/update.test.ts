import { chmodSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkProject } from '../../generators/check/check-project.ts';
import { openProject } from '../../generators/parts/project.ts';
import { packageVersion } from '../../generators/core/package-root.ts';
import { summaryOf } from '../../generators/update/summary.ts';
import { type Updated, updateProject } from '../../generators/update/update-project.ts';
import { age, type Earlier } from '../support/aged.ts';
import { createMlProject, shell } from '../support/cli.ts';
import { bytesOf, workFolder } from '../support/folders.ts';
import { goldenProjects, unpackGolden } from '../support/golden.ts';
import { changeParts, makeProject } from '../support/projects.ts';

let fresh: Record<string, string>;
beforeAll(async () => {
  const folder = workFolder((clean) => clean());
  await makeProject(folder, { level: '0' });
  fresh = bytesOf(folder);
});

/** A project of this version, or of one that wrote some files otherwise. */
function project(earlier: Record<string, Earlier> = {}): string {
  const root = workFolder();
  for (const [path, text] of Object.entries(fresh)) {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), Buffer.from(text, 'latin1'));
  }
  age(root, earlier);
  return root;
}

const read = (root: string, path: string): string => readFileSync(join(root, path), 'utf8');
const write = (root: string, path: string, text: string | Uint8Array): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};
const edit = (root: string, path: string, from: string | RegExp, to: string): void => {
  const before = read(root, path);
  expect(before.replace(from, to)).not.toBe(before);
  write(root, path, before.replace(from, to));
};
const update = (root: string, given = {}): Promise<Updated> => updateProject(root, { given, dryRun: false });
const kinds = ({ conflicts }: Updated): string[] => conflicts.map(({ path, kind }) => `${path} ${kind}`);
const statusOf = async (root: string): Promise<string> => (await checkProject(root, '.', { today: '2026-11-25' })).status;

/** All is as a project that this version made, but for what the test says of some paths. */
function expectFresh(root: string, but: Record<string, string | undefined> = {}): void {
  const now = bytesOf(root);
  const ours = (path: string): boolean => !path.startsWith('.create-ml-project/') && !(path in but);
  expect(Object.keys(now).filter(ours)).toEqual(Object.keys(fresh).filter(ours));
  for (const [path, text] of Object.entries(fresh)) if (ours(path)) expect(now[path], path).toBe(text);
  for (const [path, text] of Object.entries(but))
    expect(now[path] === undefined ? undefined : Buffer.from(now[path], 'latin1').toString(), path).toBe(text);
}

const ruff = 'src/stages/split.py';
const first = /^.*\n/;

describe('update', { timeout: 60_000 }, () => {
  it('brings a file that nobody edited to what this version writes, and remembers that', async () => {
    const root = project({ [ruff]: { text: (now) => `# old\n${now}` } });
    const told = await update(root);
    expect([told.from, told.to, told.merged, told.conflicts]).toEqual(['0.9.0', packageVersion(), [ruff], []]);
    expectFresh(root);
    expect(await statusOf(root)).toBe('ok');
    expect(openProject(root).lock.generator).toBe(packageVersion());
    const after = bytesOf(root);
    expect(await update(root)).toMatchObject({ merged: [], added: [], removed: [], conflicts: [] });
    expect(bytesOf(root)).toEqual(after);
  });

  it('merges edits on different lines, in a file with the line ends that its user has', async () => {
    const root = project({ [ruff]: { text: (now) => `# old\n${now}` } });
    write(root, ruff, `${read(root, ruff)}\n# mine\n`.replaceAll('\n', '\r\n'));
    expect((await update(root)).conflicts).toEqual([]);
    expectFresh(root, { [ruff]: `${Buffer.from(fresh[ruff]!, 'latin1')}\n# mine\n`.replaceAll('\n', '\r\n') });
  });

  it('marks edits on the same line, waits for a person, and is finished by --continue', async () => {
    const root = project({ [ruff]: { text: (now) => now.replace(first, '"""Old."""\n') } });
    edit(root, ruff, '"""Old."""', '"""Mine."""');
    const mine = read(root, ruff);
    const before = bytesOf(root);
    const cli = (...args: string[]): ReturnType<typeof createMlProject> => createMlProject(['update', ...args], { cwd: root });
    const { code, stdout } = cli('--json');
    expect([code, JSON.parse(stdout)]).toMatchObject([
      3,
      { projects: [{ path: '.', from: '0.9.0', merged: [], conflicts: [{ path: ruff, kind: 'content' }] }] },
    ]);
    expect(read(root, ruff)).toMatch(
      /^<{7} your project\n"""Mine."""\n\|{7} as 0\.9\.0 wrote it\n"""Old."""\n={7}\n[^]*\n>{7} create-ml-project /,
    );
    expect(await statusOf(root)).toBe('pending');
    expect(openProject(root).lock.generator).toBe('0.9.0');
    expect(cli()).toMatchObject({ code: 3, stderr: expect.stringContaining('not finished') });
    expect(cli('--continue')).toMatchObject({ code: 3, stderr: expect.stringContaining(ruff) });
    write(root, ruff, mine);
    expect(cli('--continue')).toMatchObject({ code: 0 });
    expect(await statusOf(root)).toBe('ok');
    expectFresh(root, { [ruff]: mine });
    expect(Object.keys(bytesOf(root)).sort()).toEqual(Object.keys(before).sort());
    expect(cli('--json')).toMatchObject({ code: 0, stdout: expect.stringContaining('"conflicts": []') });
  });

  it('is given up by --abort, byte for byte', async () => {
    const root = project({
      [ruff]: { text: (now) => now.replace(first, '"""Old."""\n') },
      'src/gone.py': { text: 'x\n' },
      'tests/conftest.py': { path: 'tests/old.py' },
      'tests/test_split.py': { text: null },
    });
    edit(root, ruff, '"""Old."""', '"""Mine."""');
    write(root, 'own/notes.txt', 'mine\n');
    chmodSync(join(root, ruff), 0o755);
    const before = bytesOf(root);
    expect((await update(root)).conflicts).toHaveLength(1);
    write(root, ruff, 'half resolved');
    expect(createMlProject(['update', '--abort'], { cwd: root })).toMatchObject({ code: 0 });
    expect(bytesOf(root)).toEqual(before);
    expect(statSync(join(root, ruff)).mode & 0o111).not.toBe(0);
    expect(createMlProject(['update', '--abort'], { cwd: root })).toMatchObject({ code: 2 });
  });

  it('follows a file to its new name with the edits of its user', async () => {
    const root = project({ [ruff]: { path: 'src/stages/cut.py', text: (now) => `# old\n${now}` } });
    write(root, 'src/stages/cut.py', `${read(root, 'src/stages/cut.py')}# mine\n`);
    expect(await update(root)).toMatchObject({ renamed: [['src/stages/cut.py', ruff]], conflicts: [] });
    expectFresh(root, { [ruff]: `${Buffer.from(fresh[ruff]!, 'latin1')}# mine\n` });
  });

  it.each<[string, Record<string, Earlier>, (root: string) => void, string[]]>([
    [
      'a template that goes away, while its file was edited',
      { 'src/gone.py': { text: 'x = 1\n' } },
      (root) => write(root, 'src/gone.py', 'x = 2\n'),
      ['src/gone.py deleted-there'],
    ],
    [
      'a deleted file whose template has changed',
      { [ruff]: { text: '# old\n' } },
      (root) => rmSync(join(root, ruff)),
      [`${ruff} deleted-here`],
    ],
    ['a file that both sides have brought', { [ruff]: { text: null } }, (root) => write(root, ruff, 'mine = 1\n'), [`${ruff} both-added`]],
    [
      'an edited file that the standard manages',
      { '.dvcignore': { text: 'old\n', policy: 'managed' } },
      (root) => write(root, '.dvcignore', 'mine\n'),
      ['.dvcignore managed'],
    ],
    ['a folder in the way', { [ruff]: { text: null } }, (root) => write(root, `${ruff}/x`, 'mine'), [`${ruff} in-the-way`]],
    [
      'a file where a folder is needed',
      { 'scripts/refresh_environment.py': { text: null } },
      (root) => {
        rmSync(join(root, 'scripts'), { recursive: true, force: true });
        write(root, 'scripts', 'mine');
      },
      ['scripts/refresh_environment.py in-the-way'],
    ],
    ['a link in the way', { [ruff]: { text: null } }, (root) => symlinkSync('../../README.md', join(root, ruff)), [`${ruff} in-the-way`]],
    [
      'bytes that both sides have changed',
      { [ruff]: { text: new Uint8Array([0, 255, 1]) } },
      (root) => write(root, ruff, new Uint8Array([0, 255, 2])),
      [`${ruff} binary`],
    ],
    ['something at the new name', { [ruff]: { path: 'src/cut.py' } }, (root) => write(root, ruff, 'mine'), [`${ruff} in-the-way`]],
  ])('leaves %s to a person and keeps it', async (_, earlier, change, expected) => {
    const root = project(earlier);
    change(root);
    const [path] = expected[0]!.split(' ');
    const kept = bytesOf(root)[path!];
    const told = await update(root);
    expect(kinds(told)).toEqual(expected);
    const now = bytesOf(root)[path!];
    if (now !== kept) expect(now).toMatch(/^<{7} your project\n(mine\n|mine = 1\n)/m);
    expect(await statusOf(root)).toBe('pending');
  });

  it.each<[string, Record<string, Earlier>, (root: string) => void, Record<string, string | undefined>]>([
    ['a file that the template no longer has, untouched', { 'src/gone/old.py': { text: 'x\n' } }, () => {}, {}],
    ['a file that is new', { [ruff]: { text: null } }, () => {}, {}],
    [
      'a file that is new and that the user has too',
      { [ruff]: { text: null } },
      (root) => write(root, ruff, Buffer.from(fresh[ruff]!, 'latin1')),
      {},
    ],
    ['a deleted file whose template is the same', {}, (root) => rmSync(join(root, ruff)), { [ruff]: undefined }],
    [
      "what is the user's from the first day",
      { 'notebooks/model_training.ipynb': { text: '{}' } },
      () => {},
      { 'notebooks/model_training.ipynb': '{}' },
    ],
    ['a lock file that nobody changed', { 'uv.lock': { text: 'old' }, 'requirements.txt': { text: 'old' } }, () => {}, {}],
    ['a file that becomes a folder', { 'scripts/refresh_environment.py': { text: null }, scripts: { text: 'x' } }, () => {}, {}],
    ['a folder that becomes a file', { '.dvcignore': { text: null }, '.dvcignore/a/b': { text: 'x' } }, () => {}, {}],
    ['bytes that nobody edited', { [ruff]: { text: new Uint8Array([0, 255, 1]) } }, () => {}, {}],
    ['a name that is not ASCII', { [ruff]: { path: 'src/größe 日本.py' } }, () => {}, {}],
  ])('takes over %s', async (_, earlier, change, but) => {
    const root = project(earlier);
    change(root);
    expect(kinds(await update(root))).toEqual([]);
    expectFresh(root, but);
    expect(await statusOf(root)).toBe('ok');
  });

  it('merges settings by key, comments kept', async () => {
    const root = project({
      'params.yaml': { text: (now) => now.replace(/^reads:$/m, 'was: 1\nreads:') },
      'pyproject.toml': { text: (now) => now.replace('line-length = 120', 'line-length = 100') },
    });
    edit(root, 'params.yaml', /seed: \d+/, 'seed: 7 # mine');
    edit(root, 'pyproject.toml', 'line-length = 100', 'line-length = 100\npreview = true # mine');
    expect((await update(root)).conflicts).toEqual([]);
    expect(read(root, 'params.yaml')).toMatch(/seed: 7 # mine/);
    expect(read(root, 'params.yaml')).not.toContain('was: 1');
    expect(read(root, 'pyproject.toml')).toMatch(/line-length = 120\npreview = true # mine/);
  });

  it('leaves out of the comparison what runs have written into documents', async () => {
    const card = 'docs/model-card.md';
    const root = project({ [card]: { text: (now) => `Old first line.\n${now}` } });
    const filled = /(<!-- generated: details .*-->\n)[^]*?<!-- \/generated -->/;
    edit(root, card, filled, '$1| a run |\n<!-- /generated, run 3fa2c8 -->');
    expect((await update(root)).conflicts).toEqual([]);
    expectFresh(root, {
      [card]: Buffer.from(fresh[card]!, 'latin1').toString().replace(filled, '$1| a run |\n<!-- /generated, run 3fa2c8 -->'),
    });
  });

  it('changes whether a file may be run where the template did and its user did not', async () => {
    const script = 'scripts/refresh_environment.py';
    const root = project({ [script]: { mode: '755' }, [ruff]: { mode: '755' } });
    chmodSync(join(root, ruff), 0o644);
    await update(root);
    expect([script, ruff].map((path) => statSync(join(root, path)).mode & 0o111)).toEqual([0, 0]);
    expect(await statusOf(root)).toBe('ok');
  });

  it('knows a lock file that was changed here, and says what to do', async () => {
    const root = project({ 'uv.lock': { text: 'old' } });
    write(root, 'uv.lock', 'mine');
    const { conflicts, notes } = await update(root);
    expect([conflicts, notes.join()]).toEqual([[], expect.stringContaining('uv lock')]);
    expect(read(root, 'uv.lock')).toBe('mine');
  });

  it('takes other answers, and refuses those that only new data could give', async () => {
    const root = project();
    await expect(update(root, { target: 'other' })).rejects.toThrow('--target cannot change');
    await expect(update(root, { python: '2.7' })).rejects.toThrow('--python: "2.7" is not one of');
    expect(await update(root, { tracking: 'mlflow' })).toMatchObject({
      conflicts: [],
      added: expect.arrayContaining(['src/stages/track.py']),
    });
    expect(openProject(root).lock.answers.tracking).toBe('mlflow');
    write(root, 'answers.yaml', 'name: Größe\n');
    expect(createMlProject(['update', '--answers', 'answers.yaml'], { cwd: root })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('cannot name a project'),
    });
    expect(createMlProject(['update', '--answers', 'answers.yaml'], { cwd: root }).stderr).toContain('For example: groesse');
    write(root, 'answers.yaml', 'license: Apache-2.0\n');
    expect(createMlProject(['update', '--answers', 'answers.yaml'], { cwd: root })).toMatchObject({ code: 0 });
    expect(openProject(root).lock.answers.license).toBe('Apache-2.0');
  });

  it('refuses a project of a newer version, and writes nothing where nothing changes', async () => {
    const root = project();
    await update(root);
    const lock = join(root, '.create-ml-project/lock.yaml');
    const { mtimeMs, ino } = statSync(lock);
    await update(root);
    expect(statSync(lock)).toMatchObject({ mtimeMs, ino });
    edit(root, '.create-ml-project/lock.yaml', /^generator: .*$/m, 'generator: 99.0.0');
    await expect(update(root)).rejects.toMatchObject({ exit: 2, hint: expect.stringContaining('create-ml-project@99.0.0') });
  });

  it('works without data, from any version, and with parts', async () => {
    const root = project();
    await changeParts(root, 'add', 'stage', 'clean', { after: 'ingest' });
    age(root, { 'src/stages/clean.py': { text: (now) => `# old\n${now}` } });
    write(root, 'src/stages/clean.py', `${read(root, 'src/stages/clean.py')}# mine\n`);
    rmSync(join(root, 'data/raw'), { recursive: true });
    expect(await update(root)).toMatchObject({ merged: ['src/stages/clean.py'], conflicts: [] });
    expect(read(root, 'src/stages/clean.py')).toMatch(/^(?!# old)[^]*# mine\n$/);
    expect(read(root, 'params.yaml')).toContain('data/interim/clean.parquet');
  });
});

describe('of git, update', { timeout: 60_000 }, () => {
  const git = (root: string, line: string): string => shell(line, { cwd: root }).stdout;
  const commit = 'git -c user.name=A -c user.email=a@b commit -qm x';
  function inMonorepo(): { repository: string; root: string } {
    const repository = workFolder();
    const root = join(repository, 'services/churn');
    mkdirSync(dirname(root), { recursive: true });
    shell(
      `cp -r "${project({ [ruff]: { text: (now) => `# old\n${now}` } })}" services/churn && echo x > other.txt && git init -q && git add -A && ${commit}`,
      { cwd: repository },
    );
    return { repository, root };
  }

  it('wants only what git tracks here to be committed', () => {
    const { repository, root } = inMonorepo();
    writeFileSync(join(repository, 'other.txt'), 'changed');
    write(root, 'notes/untracked.txt', 'mine');
    edit(root, 'params.yaml', /seed: \d+/, 'seed: 7');
    const before = bytesOf(root);
    expect(createMlProject(['update'], { cwd: root })).toMatchObject({ code: 3, stderr: expect.stringContaining('params.yaml') });
    expect(bytesOf(root)).toEqual(before);
    git(root, `git add -u . && ${commit}`);
    const { code, stdout } = createMlProject(['update'], { cwd: join(root, 'src') });
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^## Update: 0\.9\.0 → .*\n\n### Updated\n\n- `src\/stages\/split\.py`\n$/)]);
  });

  it('needs no history and no network: a colleague finishes it in a shallow clone', () => {
    const { repository, root } = inMonorepo();
    write(root, ruff, '# mine\n');
    git(root, `git add -u . && ${commit}`);
    expect(createMlProject(['update'], { cwd: root }).code).toBe(3);
    git(root, `git add -A . && ${commit}`);
    expect(git(root, 'git status --porcelain .')).toBe('');
    const clone = workFolder();
    shell(`git clone -q --depth 1 "file://${repository}" .`, { cwd: clone });
    const theirs = join(clone, 'services/churn');
    write(theirs, ruff, '# resolved\n');
    expect(createMlProject(['update', '--continue'], { cwd: theirs })).toMatchObject({ code: 0 });
    expect(createMlProject(['check', '--render'], { cwd: theirs })).toMatchObject({ code: 0 });
  });

  it('--dry-run tells the same and changes nothing', () => {
    const { root } = inMonorepo();
    edit(root, ruff, '# old', '# mine');
    const before = bytesOf(root);
    expect(createMlProject(['update', '--dry-run', '--json'], { cwd: root })).toMatchObject({
      code: 3,
      stdout: expect.stringContaining('"content"'),
    });
    expect(bytesOf(root)).toEqual(before);
  });
});

describe.each(goldenProjects)('a project of %s', (name) => {
  it("comes to this version without a conflict, its user's edits kept", { timeout: 120_000 }, async () => {
    const root = unpackGolden(name);
    expect((await update(root)).conflicts).toEqual([]);
    expect(createMlProject(['check', '--render'], { cwd: root })).toMatchObject({ code: 0 });
    const edited = unpackGolden(name);
    for (const path of ['src/documents/marks.py', 'src/utils/models.py', 'README.md'])
      write(edited, path, `${read(edited, path)}\n# mine\n`);
    edit(edited, 'params.yaml', /seed: \d+/, 'seed: 7 # mine');
    expect((await update(edited)).conflicts).toEqual([]);
    for (const path of ['src/reporting/documents/marks.py', 'src/utils/models.py', 'README.md', 'params.yaml'])
      expect(read(edited, path), path).toContain('# mine');
    for (const { path } of [{ path: 'src/documents' }]) expect(() => statSync(join(edited, path))).toThrow();
  });
});

it('the summary names commands that can be typed where one is, and none where nothing was written', () => {
  const updated: Updated = {
    root: '/p',
    from: '1.0.0',
    to: '1.1.0',
    layers: [],
    merged: [],
    added: [],
    removed: [],
    renamed: [],
    notes: [],
    conflicts: [{ path: 'a.txt', kind: 'content' }],
  };
  const told = (path: string, dryRun = false): string => summaryOf(updated, { title: 'Update', path, dryRun });
  expect(told('.')).toMatch(/Then: `[^`]* update --continue`; to give it up: `[^`]* update --abort`$/);
  expect(told('services/one two')).toMatch(/ update --continue 'services\/one two'`/);
  expect(told('.', true)).toMatch(/Nothing was written\.$/);
  expect(told('.', true)).not.toContain('--continue');
});
