import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createMlProject, type Outcome } from '../support/cli.ts';
import { bytesOf, workFolder } from '../support/folders.ts';
import { writeLayer } from '../support/layers.ts';

const head = (version: string): string => `name: acme-ml\nversion: ${version}\nengine: ">=1.0.0"\n`;
const first = {
  'preset.yaml': `${head('1.0.0')}answers:\n  license: { locked: Apache-2.0 }\nfiles:\n  policy: { .gitlab-ci.yml: managed }\n  keys:\n    pyproject.toml: { tool.ruff.line-length: 100 }\n    params.yaml: { base.seed: 7 }\n`,
  'templates/.gitlab-ci.yml': 'test:\n  script: [pytest]\n',
  'templates/SECURITY.md': 'Write to us.\n\nWe answer.\n',
  'templates/docs/old.md.tmpl': 'About {{ name }}.\n\nOld.\n',
};
const second = {
  'preset.yaml': `${head('2.0.0')}answers:\n  license: { locked: Apache-2.0 }\nrequire: [docs-site]\nfiles:\n  rename: { docs/old.md: docs/new.md }\n  policy: { .gitlab-ci.yml: managed, docs/labeling.md: absent }\n  keys:\n    pyproject.toml: { tool.ruff.line-length: 88 }\n    params.yaml: { base.seed: 7 }\n`,
  'templates/.gitlab-ci.yml': 'test:\n  script: [pytest, ruff]\n',
  'templates/docs/new.md.tmpl': 'About {{ name }}.\n\nNew.\n',
};

const third = {
  'preset.yaml': `${head('3.0.0')}answers:\n  license: { locked: Apache-2.0 }\nrequire: [docs-site]\nfiles:\n  rename: { docs/old.md: docs/new.md, docs/new.md: docs/größe.md }\n  policy: { .gitlab-ci.yml: managed, docs/labeling.md: absent }\n  keys:\n    pyproject.toml: { tool.ruff.line-length: 90 }\n    params.yaml: { base.seed: 9 }\n`,
  'templates/.gitlab-ci.yml': 'test:\n  script: [pytest, ruff, mypy]\n',
  'templates/docs/größe.md.tmpl': 'About {{ name }}.\n\nNewer.\n',
  'templates/SECURITY.md': 'Call us.\n\nWe answer.\n',
};

/** A project that follows a team's standard, both beside each other. */
function following(): { root: string; layer: string; run: (...args: string[]) => Outcome } {
  const folder = workFolder();
  const layer = writeLayer(join(folder, 'acme'), first);
  expect(createMlProject(['churn', '--yes', '--no-git', '--preset', 'acme'], { cwd: folder })).toMatchObject({ code: 0 });
  const root = join(folder, 'churn');
  return { root, layer, run: (...args) => createMlProject(args, { cwd: root }) };
}

const advance = (layer: string, to: Readonly<Record<string, string>> = second): void => {
  rmSync(layer, { recursive: true });
  writeLayer(layer, to);
};

it('a project goes on with its standard: new files, names, keys, parts, and what must not be there', { timeout: 120_000 }, () => {
  const { root, layer, run } = following();
  const read = (path: string): string => readFileSync(join(root, path), 'utf8');
  const edit = (path: string, from: string, to: string): void => writeFileSync(join(root, path), read(path).replace(from, to));
  expect(run('check', '--render').code).toBe(0);
  edit('docs/old.md', 'About churn.', 'About churn, of Ada.');
  edit('pyproject.toml', 'line-length = 100', 'line-length = 100\npreview = true');
  expect(run('check', '--latest')).toMatchObject({ code: 0, stdout: expect.stringContaining('  ok') });
  advance(layer);
  expect(JSON.parse(run('check', '--latest', '--json').stdout)).toMatchObject({
    projects: [{ status: 'outdated', findings: [{ kind: 'outdated' }] }],
  });
  expect(run('check', '--render')).toMatchObject({ code: 2, stderr: expect.stringContaining('acme-ml') });
  expect(JSON.parse(run('check', '--render', '--json', '.', 'src').stdout)).toMatchObject({
    projects: [{ status: 'invalid', findings: [{ kind: 'unreadable' }] }, { status: 'invalid' }],
  });
  const { code, stdout } = run('update', '--json');
  expect([code, JSON.parse(stdout)]).toMatchObject([
    0,
    {
      projects: [
        {
          conflicts: [],
          layers: [{ name: 'acme-ml', from: '1.0.0', to: '2.0.0' }],
          renamed: [['docs/old.md', 'docs/new.md']],
          removed: ['SECURITY.md', 'docs/labeling.md'],
        },
      ],
    },
  ]);
  expect(read('docs/new.md')).toBe('About churn, of Ada.\n\nNew.\n');
  expect(read('.gitlab-ci.yml')).toContain('ruff');
  expect(read('pyproject.toml')).toMatch(/line-length = 88\npreview = true/);
  expect(existsSync(join(root, 'mkdocs.yml'))).toBe(true);
  expect(run('check', '--render')).toMatchObject({ code: 0 });
  expect(run('update').stdout).toContain('Nothing to change.');
});

it('version by version or at once, a project comes to the same files with the same edits', { timeout: 120_000 }, () => {
  const [slow, quick] = [following(), following()];
  for (const { root } of [slow, quick]) {
    for (const [path, from, to] of [
      ['docs/old.md', 'About churn.', 'About churn, of Ada.'],
      ['pyproject.toml', 'line-length = 100', 'line-length = 100\npreview = true'],
      ['params.yaml', 'base:', 'mine: 1\nbase:'],
    ] as const)
      writeFileSync(join(root, path), readFileSync(join(root, path), 'utf8').replace(from, to));
  }
  advance(slow.layer);
  expect(slow.run('update').code).toBe(0);
  for (const { layer, run } of [slow, quick]) {
    advance(layer, third);
    expect(run('update')).toMatchObject({ code: 0 });
  }
  expect(readFileSync(join(quick.root, 'docs/größe.md'), 'utf8')).toBe('About churn, of Ada.\n\nNewer.\n');
  expect(readFileSync(join(quick.root, 'pyproject.toml'), 'utf8')).toMatch(/line-length = 90\npreview = true/);
  expect(bytesOf(slow.root)).toEqual(bytesOf(quick.root));
});

it('what the standard wants is what check finds missing', { timeout: 120_000 }, () => {
  const { root, layer, run } = following();
  advance(layer);
  expect(run('update').code).toBe(0);
  const found = (): string[] =>
    (JSON.parse(run('check', '--json').stdout) as { projects: { findings: { path: string; kind: string }[] }[] }).projects[0]!.findings.map(
      ({ path, kind }) => `${path} ${kind}`,
    ).sort();
  expect(found()).toEqual([]);
  writeFileSync(join(root, 'params.yaml'), readFileSync(join(root, 'params.yaml'), 'utf8').replace(/seed: 7/, 'seed: 8'));
  writeFileSync(join(root, '.gitlab-ci.yml'), 'mine\n');
  writeFileSync(join(root, 'docs/labeling.md'), 'back\n');
  rmSync(join(root, 'pyproject.toml'));
  expect(found()).toEqual(['.gitlab-ci.yml changed', 'docs/labeling.md present', 'params.yaml key', 'pyproject.toml missing']);
});

it('an edited file that the standard takes away or manages is left to its user', { timeout: 120_000 }, () => {
  const { root, layer, run } = following();
  for (const path of ['SECURITY.md', '.gitlab-ci.yml', 'docs/labeling.md'])
    writeFileSync(join(root, path), `mine\n${readFileSync(join(root, path), 'utf8')}`);
  advance(layer);
  const { code, stdout } = run('update', '--json');
  const { conflicts } = (JSON.parse(stdout) as { projects: { conflicts: { path: string; kind: string }[] }[] }).projects[0]!;
  expect([code, conflicts.map(({ path, kind }) => `${path} ${kind}`).sort()]).toEqual([
    3,
    ['.gitlab-ci.yml managed', 'SECURITY.md deleted-there', 'docs/labeling.md deleted-there'],
  ]);
  for (const path of ['SECURITY.md', '.gitlab-ci.yml', 'docs/labeling.md'])
    expect(readFileSync(join(root, path), 'utf8')).toContain('mine\n');
});

it('an answer that the standard locks stays, and a part keeps what is wanted of the files that it changes', { timeout: 120_000 }, () => {
  const { root, run } = following();
  writeFileSync(join(root, 'answers.yaml'), 'license: MIT\n');
  expect(run('update', '--answers', 'answers.yaml')).toMatchObject({ code: 2, stderr: expect.stringContaining('acme-ml 1.0.0 locks it') });
  expect(run('add', 'stage', 'clean').code).toBe(0);
  expect(readFileSync(join(root, '.create-ml-project/lock.yaml'), 'utf8')).toMatch(/ {2}params\.yaml: .*keys: \{ base\.seed: 7 \}/);
  expect(run('check', '--render')).toMatchObject({ code: 0 });
});
