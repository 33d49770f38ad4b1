import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { Document, parseDocument, type YAMLMap } from 'yaml';
import { checkProject } from '../../generators/check/check-project.ts';
import { checkPage } from '../../generators/check/page.ts';
import { isOlder } from '../../generators/core/versions.ts';
import { type Lock, lockText, parseLock } from '../../generators/state/lock.ts';
import { quickLock, readCheckedLock } from '../../generators/state/quick-lock.ts';
import { createMlProject } from '../support/cli.ts';
import { bytesOf, workFolder } from '../support/folders.ts';
import { changeParts, makeProject } from '../support/projects.ts';
import { seeded } from '../support/random.ts';

const lockOf = (root: string): string => join(root, '.create-ml-project/lock.yaml');
const read = (root: string): string => readFileSync(lockOf(root), 'utf8');

/** Sets keys of a project's lock, as a team does by hand. */
function editLock(root: string, changes: Record<string, unknown>): void {
  const document = parseDocument(read(root));
  for (const [key, value] of Object.entries(changes)) document.setIn(key.split('/'), document.createNode(value));
  writeFileSync(lockOf(root), document.toString());
}

const managed = '.dvcignore';
const check = async (root: string, today = '2026-11-25'): Promise<unknown> => {
  const { status, findings, waived } = await checkProject(root, '.', { today });
  return { status, found: findings.map(({ path, kind }) => `${path} ${kind}`), waived: waived.map(({ path }) => path) };
};

describe('check', () => {
  let made: Record<string, Buffer>;
  beforeAll(async () => {
    const folder = workFolder((clean) => clean());
    await makeProject(folder, {});
    made = Object.fromEntries(Object.entries(bytesOf(folder)).map(([path, text]) => [path, Buffer.from(text, 'latin1')]));
  });
  function project(): string {
    const root = workFolder();
    for (const [path, bytes] of Object.entries(made)) {
      mkdirSync(join(root, path, '..'), { recursive: true });
      writeFileSync(join(root, path), bytes);
    }
    return root;
  }

  it("is content with a fresh project, and with what is the user's to change", async () => {
    const root = project();
    expect(await check(root)).toEqual({ status: 'ok', found: [], waived: [] });
    writeFileSync(join(root, 'params.yaml'), 'mine: 1\n');
    rmSync(join(root, 'README.md'));
    rmSync(join(root, 'notebooks'), { recursive: true });
    writeFileSync(join(root, managed), readFileSync(join(root, managed), 'utf8').replaceAll('\n', '\r\n'));
    expect(await check(root)).toEqual({ status: 'ok', found: [], waived: [] });
  });

  it.each<[string, (root: string) => void, string]>([
    ['edited', (root) => writeFileSync(join(root, managed), 'mine\n'), `${managed} changed`],
    ['deleted', (root) => rmSync(join(root, managed)), `${managed} missing`],
    [
      'now a folder',
      (root) => {
        rmSync(join(root, managed));
        mkdirSync(join(root, managed));
      },
      `${managed} changed`,
    ],
    ['executable', (root) => chmodSync(join(root, managed), 0o755), `${managed} mode`],
    ['there, though it must not be', (root) => editLock(root, { 'files/README.md/policy': 'absent' }), 'README.md present'],
  ])('finds a managed file that is %s', async (_, edit, finding) => {
    const root = project();
    edit(root);
    expect(await check(root)).toEqual({ status: 'drift', found: [finding], waived: [] });
  });

  it.each<[string, (root: string) => void]>([
    ['is no YAML', (root) => writeFileSync(lockOf(root), `${read(root)}: : [`)],
    ['has a key that is none', (root) => editLock(root, { wavers: [] })],
    ['has a policy that is none', (root) => editLock(root, { 'files/README.md/policy': 'mange' })],
    ['leads out of the project', (root) => writeFileSync(lockOf(root), read(root).replace('  README.md:', '  ../README.md:'))],
    ['has another hash than the base', (root) => editLock(root, { 'files/params.yaml/sha256': '0'.repeat(64) })],
    ['is gone', (root) => rmSync(lockOf(root))],
    ['has lost its bases', (root) => rmSync(join(root, '.create-ml-project/bases.json.gz'))],
    ['has bases that are no archive', (root) => writeFileSync(join(root, '.create-ml-project/bases.json.gz'), 'x')],
  ])('calls a project invalid whose lock %s', async (_, edit) => {
    const root = project();
    edit(root);
    expect(await check(root)).toMatchObject({ status: 'invalid' });
  });

  it('lets pass what a waiver covers, until its day is over', async () => {
    const root = project();
    writeFileSync(join(root, managed), 'mine\n');
    editLock(root, { waivers: [{ path: managed, reason: 'own tool', until: '2026-11-25' }] });
    expect(await check(root)).toEqual({ status: 'ok', found: [], waived: [managed] });
    expect(await check(root, '2026-11-26')).toEqual({ status: 'drift', found: [`${managed} changed`, `${managed} waiver`], waived: [] });
    editLock(root, { waivers: [{ path: managed, until: '2026-11-31' }] });
    expect(await check(root)).toEqual({ status: 'drift', found: [`${managed} changed`, `${managed} waiver`], waived: [] });
  });

  it('says what an unfinished update has left', async () => {
    const root = project();
    editLock(root, { pending: { conflicts: [{ path: 'params.yaml', kind: 'key' }] } });
    expect(await check(root)).toEqual({ status: 'pending', found: ['params.yaml pending'], waived: [] });
  });

  it('is one table, one JSON document and one exit code for many projects, and changes none', () => {
    const folder = workFolder();
    const [fine, drifted] = [project(), project()];
    writeFileSync(join(drifted, managed), 'mine\n');
    const before = bytesOf(drifted);
    const run = (...args: string[]): ReturnType<typeof createMlProject> => createMlProject(['check', ...args], { cwd: folder });
    expect(run(fine)).toMatchObject({ code: 0 });
    mkdirSync(lockOf(join(folder, 'odd')), { recursive: true });
    const { code, stdout } = run(fine, join(folder, 'odd'), drifted, folder, '--json');
    const { projects } = JSON.parse(stdout) as { projects: { status: string; findings: unknown[] }[] };
    expect([code, projects.map(({ status }) => status)]).toEqual([3, ['ok', 'invalid', 'drift', 'invalid']]);
    expect(projects[2]).toMatchObject({ findings: [{ path: managed, kind: 'changed', message: expect.any(String) }] });
    expect(run(fine, drifted).stdout).toMatch(/ok\n.*drift\n {4}\.dvcignore: /);
    expect(run().stderr).toContain('is not in a project');
    expect(createMlProject(['check'], { cwd: join(drifted, 'src') })).toMatchObject({ code: 3, stdout: expect.stringContaining('drift') });
    expect(bytesOf(drifted)).toEqual(before);
  });

  it('--html writes one page for all, worst first, with what was found and nothing of it as markup', () => {
    const [fine, drifted] = [project(), project()];
    rmSync(join(drifted, managed));
    const page = join(workFolder(), 'state.html');
    const outcome = createMlProject(['check', fine, drifted, '--html', page, '--json'], { cwd: fine });
    expect([outcome.code, JSON.parse(outcome.stdout)]).toMatchObject([3, { projects: [{ status: 'ok' }, { status: 'drift' }] }]);
    const html = readFileSync(page, 'utf8');
    expect(html).toMatch(/<td>1<\/td><td>drift<\/td>[^]*<td>1<\/td><td>ok<\/td>/);
    expect(html).toMatch(/<td>drift<\/td><td>\.dvcignore<\/td><td>[^<]+<\/td>[^]*<td>ok<\/td><td><\/td>/);
    expect(checkPage([{ path: '<b>', status: 'ok', findings: [], waived: [] }], '2026-11-25')).not.toContain('<b>');
  });

  it('--render finds a lock that its own answers do not give, also without the data', () => {
    const root = project();
    rmSync(join(root, 'data/raw'), { recursive: true });
    const run = (): ReturnType<typeof createMlProject> => createMlProject(['check', '--render', '--json'], { cwd: root });
    expect(run()).toMatchObject({ code: 0 });
    editLock(root, { 'answers/license': 'Apache-2.0' });
    expect(run()).toMatchObject({ code: 3, stdout: expect.stringContaining('"tampered"') });
  });
});

it('a lock that stands as it was written is read alike by the quick reader and by the one of YAML', async () => {
  const root = workFolder();
  await makeProject(root, { description: 'It "costs" 3 €', author: 'Ada <ada@example.org>' });
  for (const stage of ['clean', 'impute', 'audit']) {
    const { schema, generator, seal, layers, files, waivers, pending } = parseLock(read(root), 'lock.yaml');
    expect(quickLock(read(root).replace('3 €', '3')) ?? 'none').toEqual({ schema, generator, seal, layers, files, waivers, pending });
    await changeParts(root, 'add', 'stage', stage, stage === 'audit' ? { out: 'report', params: ['words=[a, "no"]'] } : {});
  }
  for (const spoilt of ['answers:\n  level: 1: 2\n', 'answers:\n  - a\n', 'answers:\n  a: "b\n', 'answers:\n  a: [b\n'])
    expect(quickLock(read(root).replace('answers:\n', spoilt))).toBeUndefined();
});

it('a lock with layers, keys and waivers is read alike whether its files are read quickly or not', async () => {
  const root = workFolder();
  await makeProject(root, {});
  const lock = parseLock(read(root), 'lock.yaml') as Lock;
  const files = { ...lock.files, 'params.yaml': { ...lock.files['params.yaml']!, keys: { 'base.seed': 7 } } };
  const layers = [{ name: 'acme', version: '1.0.0', source: '../acme', integrity: 'sha256-x' }];
  const waivers = [{ path: managed, reason: 'own: tool', until: '2027-01-31' }];
  const text = lockText({ ...lock, files, layers, waivers } as Lock, () => 'a'.repeat(64));
  expect(quickLock(text)).toBeUndefined();
  expect(await readCheckedLock(text, 'lock.yaml')).toEqual(parseLock(text, 'lock.yaml'));
  await expect(readCheckedLock(text.replace('waivers:', 'waivrs:'), 'lock.yaml')).rejects.toThrow('it has no key waivrs');
  const twice = text.replace(/\n( {2}params\.yaml: .*)\n/, '\n$1\n$1\n');
  await expect(readCheckedLock(twice, 'lock.yaml')).rejects.toThrow('cannot be read');
});

it('a lock is printed as a writer of YAML prints it, whatever its files are called', () => {
  const random = seeded(5);
  const names = [
    'README.md',
    '.gitignore',
    'true',
    'Null',
    '.inf',
    '~',
    '12',
    '1e5',
    'a b',
    'größe',
    "it's",
    '- x',
    '#a',
    '@a/b',
    'a: b',
    '_x',
    'no',
    'x/y.py',
  ];
  const hashes = ['', '1'.repeat(64), `12e${'3'.repeat(61)}`, 'ab'.repeat(32), `0${'f'.repeat(63)}`];
  for (let round = 0; round < 200; round += 1) {
    const files = Object.fromEntries(
      Array.from({ length: random.below(6) }, () => [
        random.pick(names),
        {
          id: random.pick(names),
          layer: random.pick(names),
          policy: 'merge',
          mode: '644',
          sha256: random.pick(hashes),
          ...(random.chance(0.2) ? { keys: { 'a.b': 'x: y' } } : {}),
        },
      ]),
    );
    const lock = { layers: [], answers: { name: 'files: {}' }, facts: {}, parts: [], files, waivers: [], pending: null };
    const text = lockText(lock as unknown as Lock, () => 'a'.repeat(64));
    const written = new Document(parseLock(text, 'lock.yaml').files, { aliasDuplicateObjects: false });
    for (const { value } of (written.contents as unknown as YAMLMap<unknown, YAMLMap>).items) value!.flow = true;
    const lines = written.toString({ lineWidth: 0 }).replaceAll(/^(?=.)/gm, '  ');
    expect(text).toContain(Object.keys(files).length === 0 ? '\nfiles: {}\n' : `\nfiles:\n${lines}`);
    expect(parseLock(text, 'lock.yaml').files).toEqual(files);
  }
});

it.each([
  ['1.0.0', '1.0.1', true],
  ['1.9.0', '1.10.0', true],
  ['2.0.0', '1.9.9', false],
  ['1.0.0', '1.0.0', false],
])('%s is older than %s: %s', (one, other, older) => expect(isOlder(one, other)).toBe(older));
