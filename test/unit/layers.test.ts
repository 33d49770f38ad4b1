import { describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PlannedFile } from '../../generators/plan/plan.ts';
import { answersUnderLayers } from '../../generators/layers/answers.ts';
import { applyLayers } from '../../generators/layers/apply-layers.ts';
import { filled } from '../../generators/layers/fill.ts';
import type { Layer } from '../../generators/layers/layer.ts';
import { layerOf, loadChain } from '../../generators/layers/load.ts';
import { readPreset } from '../../generators/layers/preset-file.ts';
import { workFolder } from '../support/folders.ts';
import { preset, writeLayer } from '../support/layers.ts';

const layer = (more: string, files: Readonly<Record<string, string>> = {}, name = 'acme-ml'): Layer =>
  layerOf(
    new Map(
      Object.entries({ 'preset.yaml': preset(more, name), ...files }).map(([path, text]) => [
        path,
        { bytes: Buffer.from(text), mode: '644' as const },
      ]),
    ),
    '../acme',
  );

const planned = (path: string, content: string): PlannedFile => ({
  id: `base/${path}`,
  path,
  content,
  mode: '644',
  policy: 'merge',
  layer: 'create-ml-project',
});

describe('preset.yaml', () => {
  it('of the README is sound', () => {
    const [, example = ''] = /```yaml\n(name: acme-ml[^]*?)```/.exec(readFileSync('README.md', 'utf8')) ?? [];
    expect(readPreset(example, 'README.md')).toMatchObject({
      name: 'acme-ml',
      answers: { python: { value: '3.12', kind: 'locked' } },
      require: ['docs-site'],
    });
  });

  it.each([
    ['extend: ../x', 'preset.yaml:4: there is no key "extend" here. Did you mean extends?'],
    ['answers:\n  licence: { default: MIT }', 'preset.yaml:5: there is no key "licence" here. Did you mean license?'],
    ['answers:\n  license: MIT', 'preset.yaml:5: answers.license must be a map'],
    ['answers:\n  license: { default: MIT, locked: MIT }', 'preset.yaml:5: answers.license must be one of'],
    ['answers:\n  license: { lock: MIT }', 'Did you mean locked?'],
    ['answers:\n  task: { locked: binery }', '"binery" is not one of auto, binary, multiclass, regression. Did you mean binary?'],
    ['files:\n  delete: [a]', 'there is no key "delete" here.'],
    ['files:\n  remove: [../a]', 'preset.yaml:5: the path "../a" leads out of the project'],
    ['files:\n  policy: { a: manged }', '"manged" is no policy. Did you mean managed?'],
    ['require: batch', 'require must be a list'],
    ['files: [', 'is not valid YAML'],
  ])('%j is refused by line', (more, message) => {
    expect(() => readPreset(preset(more), 'preset.yaml')).toThrow(message);
  });

  it.each([
    ['version: 1.2.0', 'version: "1.2"', 'is not a version such as 1.2.0'],
    ['name: acme-ml', 'name: "../x y"', 'must be of lower-case letters'],
    ['engine: ">=1.0.0"', 'engine: newest', 'is not a range of versions'],
    ['name: acme-ml\n', '', '`name` is missing'],
  ])('%j written as %j is refused', (right, wrong, message) => {
    expect(() => readPreset(preset().replace(right, wrong), 'preset.yaml')).toThrow(message);
  });

  it('keeps scalars as they are written, and values as they are meant', () => {
    const { answers, files } = readPreset(
      preset('answers:\n  python: { locked: 3.10 }\nfiles:\n  keys:\n    pyproject.toml: { tool.ruff.line-length: 100, tool.x: [a, 1] }'),
      'preset.yaml',
    );
    expect(answers.python).toEqual({ value: '3.10', kind: 'locked' });
    expect(files.keys).toEqual({ 'pyproject.toml': { 'tool.ruff.line-length': 100, 'tool.x': ['a', 1] } });
  });

  it('made for another version of the generator is refused, naming both', () => {
    const files = new Map([['preset.yaml', { bytes: Buffer.from(preset().replace('>=1.0.0', '>=99.0.0')), mode: '644' as const }]]);
    expect(() => layerOf(files, '../acme')).toThrow('acme-ml 1.2.0 is made for create-ml-project >=99.0.0; this is');
  });
});

describe('a chain of layers', () => {
  it('stands on what each extends, the lowest first', async () => {
    const folder = workFolder();
    writeLayer(join(folder, 'org'), { 'preset.yaml': preset('', 'acme-org') });
    writeLayer(join(folder, 'team'), { 'preset.yaml': preset('extends: ../org\n', 'acme-team') });
    expect((await loadChain(join(folder, 'team'))).map(({ name }) => name)).toEqual(['acme-org', 'acme-team']);
    expect((await loadChain('team', folder)).map(({ name, source }) => [name, source])).toEqual([
      ['acme-org', '../org'],
      ['acme-team', 'team'],
    ]);
  });

  it('that goes in a circle, or has one name twice, is refused', async () => {
    const folder = workFolder();
    writeLayer(join(folder, 'a'), { 'preset.yaml': preset('extends: ../b\n', 'layer-a') });
    writeLayer(join(folder, 'b'), { 'preset.yaml': preset('extends: ../a\n', 'layer-b') });
    await expect(loadChain(join(folder, 'a'))).rejects.toThrow('The layers go in a circle: layer-a → layer-b → ../a.');
    writeLayer(join(folder, 'b'), { 'preset.yaml': preset('', 'layer-a') });
    await expect(loadChain(join(folder, 'a'))).rejects.toThrow('Two layers are called layer-a.');
  });
});

describe('answers under layers', () => {
  const org = layer(
    'answers:\n  license: { default: Apache-2.0 }\n  task: { locked: binary }\n  author: { hidden: Acme ML }\n',
    {},
    'acme-org',
  );
  const team = layer('answers:\n  license: { default: MIT }\n', {}, 'acme-team');

  it('gives defaults that may be said otherwise, the upper layer first, and locked ones that are as if said', () => {
    expect(answersUnderLayers([org, team], { name: 'x' })).toEqual({
      given: { name: 'x', task: 'binary', author: 'Acme ML' },
      defaults: { license: 'MIT' },
      hidden: ['author'],
    });
    expect(answersUnderLayers([org, team], { task: 'binary' }).given.task).toBe('binary');
  });

  it('refuses what says otherwise than a locked one, naming the layer', () => {
    expect(() => answersUnderLayers([org], { task: 'regression', author: 'me' })).toThrow(
      expect.objectContaining({
        exit: 2,
        message:
          '--task: "regression" is not possible here: acme-org 1.2.0 locks it to binary.\n--author: "me" is not possible here: acme-org 1.2.0 locks it to Acme ML.',
      }),
    );
    expect(() => answersUnderLayers([org, layer('answers:\n  task: { default: regression }\n')], {})).toThrow(
      'acme-ml 1.2.0 says task: regression, which acme-org 1.2.0 locks to binary.',
    );
  });
});

describe("a layer's text", () => {
  it('has answers where they are named, and everything else as it stands', () => {
    const text = '{{ name }} {{name}} ${{ name }} {{ a.b }} {{ name | upper }} {{{ name }}} {% if x %} <%= name %>';
    expect(filled(text, { name: 'churn' }, 'a.md.tmpl')).toBe(
      'churn churn ${{ name }} {{ a.b }} {{ name | upper }} {{{ name }}} {% if x %} <%= name %>',
    );
  });

  it('that names no answer is refused by line', () => {
    expect(() => filled('a\n{{ nmae }}\n', { name: 'x' }, 'templates/a.md.tmpl')).toThrow(
      'templates/a.md.tmpl:2: {{ nmae }} names no answer. Did you mean name?',
    );
  });

  it('does not put an answer in that breaks a structured file', () => {
    expect(() => filled('a: {{ name }}\n', { name: 'x: [' }, 'a.yaml.tmpl')).toThrow('is not valid YAML');
  });
});

describe('files under layers', () => {
  const base = [
    planned('README.md', '# x\n'),
    planned('params.yaml', 'base:\n  seed: 42 # why\n'),
    planned('notebooks/a.ipynb', '{}'),
    planned('docs/scoping.md', ''),
  ];
  const apply = (...chain: readonly Layer[]): Map<string, PlannedFile> =>
    new Map(applyLayers(base, chain, { name: 'churn', level: 1 }).map((file) => [file.path, file]));

  it('are added, replaced, removed, rendered, and set by key', () => {
    const files = apply(
      layer(
        'files:\n  remove: [notebooks/a.ipynb, not/there.md]\n  policy: { docs/*.md: once, README.md: managed }\n  keys:\n    params.yaml: { base.seed: 7, "team.\\"a.b\\"": [1] }\n',
        {
          'templates/README.md.tmpl': '# {{ name }}, level {{ level }}\n',
          'templates/.github/CODEOWNERS': '* @acme {{ name }}\n',
        },
      ),
    );
    expect([...files.keys()].sort()).toEqual(['.github/CODEOWNERS', 'README.md', 'docs/scoping.md', 'params.yaml']);
    expect(files.get('README.md')).toMatchObject({
      content: '# churn, level 1\n',
      id: 'base/README.md',
      layer: 'acme-ml',
      policy: 'managed',
    });
    expect(files.get('.github/CODEOWNERS')).toMatchObject({
      content: '* @acme {{ name }}\n',
      id: 'acme-ml/.github/CODEOWNERS',
      layer: 'acme-ml',
    });
    expect(files.get('params.yaml')!.content).toBe('base:\n  seed: 7 # why\nteam:\n  a.b:\n    - 1\n');
    expect(files.get('docs/scoping.md')!.policy).toBe('once');
  });

  it('of an upper layer win, and a file that was renamed keeps its id', () => {
    const org = layer('', { 'templates/a.md': 'org\n' }, 'acme-org');
    const team = layer('files:\n  rename: { docs/old.md: docs/new.md }\n  policy: { README.md: absent }\n', {
      'templates/a.md': 'team\n',
      'templates/docs/new.md': '',
    });
    const files = apply(org, team);
    expect(files.get('a.md')).toMatchObject({ content: 'team\n', id: 'acme-org/a.md', layer: 'acme-ml' });
    expect(files.get('docs/new.md')!.id).toBe('acme-ml/docs/old.md');
    expect(files.has('README.md')).toBe(false);
  });

  it.each([
    ['keys of a file that is not there', layer('files:\n  keys:\n    nowhere.yaml: { a: 1 }\n'), 'this project has no nowhere.yaml'],
    ['keys of a text', layer('files:\n  keys:\n    README.md: { a: 1 }\n'), 'README.md has no keys'],
    ['a file in a file', layer('', { 'templates/README.md/x': '' }), 'README.md is a file, so there can be no README.md/x in it'],
    ['a name that is one with another', layer('', { 'templates/readme.md': '' }), 'are the same file on some file systems'],
  ])('%s: refused, naming the layer', (_, one, message) => {
    expect(() => apply(one)).toThrow(message);
  });

  it('that are no text stay byte for byte', () => {
    const bytes = Uint8Array.from([0xff, 0xfe, 0, 1]);
    const one = layerOf(
      new Map([
        ['preset.yaml', { bytes: Buffer.from(preset()), mode: '644' as const }],
        ['templates/logo.png', { bytes, mode: '644' as const }],
      ]),
      'x',
    );
    expect(apply(one).get('logo.png')!.content).toEqual(bytes);
  });
});
