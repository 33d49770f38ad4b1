import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import { createMlProject, type Outcome } from '../support/cli.ts';
import { treeOf, workFolder } from '../support/folders.ts';
import { preset, writeLayer } from '../support/layers.ts';

// Each test makes whole projects, several of them.
vi.setConfig({ testTimeout: 90_000 });

const run = (cwd: string, ...args: string[]): Outcome => createMlProject(args, { cwd });
const textIn = (folder: string, path: string): string => readFileSync(join(folder, path), 'utf8');

const stage = {
  'stages/clean_text/stage.yaml':
    'summary: cleans text\nouts: [data/interim/clean_text.parquet]\nafter: ingest\nparams:\n  - lower: true\n',
  'stages/clean_text/stage.py': '"""stage_title of the team."""\n',
  'stages/clean_text/test.py': 'def test_stage_name() -> None:\n    assert True\n',
};

describe('preset', () => {
  it('starts a standard that is sound and can be followed at once', () => {
    const cwd = workFolder();
    expect(run(cwd, 'preset', 'init', 'Acme ML')).toMatchObject({ code: 0 });
    expect(run(cwd, 'preset', 'check', 'Acme ML')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('acme-ml 0.1.0 is sound') as string,
    });
    expect(JSON.parse(run(cwd, 'preset', 'check', 'Acme ML', '--json').stdout)).toMatchObject({
      layers: [{ name: 'acme-ml' }],
      files: { added: ['CONTRIBUTING.md'], replaced: [], removed: [] },
    });
    expect(run(cwd, 'preset', 'init', 'Acme ML')).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('holds files already') as string,
    });
    expect(run(cwd, 'churn', '--yes', '--no-git', '--preset', 'Acme ML')).toMatchObject({ code: 0 });
    expect(textIn(join(cwd, 'churn'), 'CONTRIBUTING.md')).toContain('# Working on churn');
  });

  it.each([
    [['preset'], 'preset takes one of init, check.'],
    [['preset', 'chek', 'x'], 'Did you mean check?'],
    [['preset', 'check'], 'preset check needs the folder of the layer.'],
    [['preset', 'check', 'nowhere'], 'The preset nowhere is not there'],
    [['preset', 'check', 'a', 'b'], '"b" is too much'],
  ])('%j is refused', (args, message) => {
    expect(run(workFolder(), ...args)).toMatchObject({ code: 2, stderr: expect.stringContaining(message) as string });
  });

  it('finds what only shows in a project: keys of a missing file, a name that is no answer, a part that is none', () => {
    const cwd = workFolder();
    const check = (more: string, files: Readonly<Record<string, string>> = {}): string => {
      writeLayer(join(cwd, 'acme'), { 'preset.yaml': preset(more), ...files });
      const { code, stderr } = run(cwd, 'preset', 'check', 'acme');
      expect(code).toBe(2);
      return stderr;
    };
    expect(check('files:\n  keys:\n    nowhere.yaml: { a: 1 }\n')).toContain('this project has no nowhere.yaml');
    expect(check('require: [docs-sit]\n')).toContain('Did you mean docs-site?');
    expect(check('', { 'templates/a.md.tmpl': '{{ nmae }}' })).toContain('{{ nmae }} names no answer. Did you mean name?');
  });
});

describe('create --preset', () => {
  it('has the parts that are answers too, whatever the standard answers by default; who says otherwise is told', () => {
    const cwd = workFolder();
    const layer = (more: string): string => writeLayer(join(cwd, 'acme'), { 'preset.yaml': preset(more) });
    const make = (...args: string[]): Outcome => run(cwd, 'churn', '--yes', '--no-git', '--preset', 'acme', ...args);
    layer('answers:\n  serve: { default: none }\n  level: { default: 0 }\nrequire: [batch, ci gitlab]\n');
    expect(make('--level', '0')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(
        '--level: "0" is not possible here: acme-ml 1.2.0 requires batch, ci gitlab, which makes it 1.',
      ) as string,
    });
    expect(make()).toMatchObject({ code: 0 });
    expect((parse(textIn(join(cwd, 'churn'), '.create-ml-project/lock.yaml')) as { answers: object }).answers).toMatchObject({
      serve: 'batch',
      level: 1,
      ci: 'gitlab',
    });
    expect(textIn(join(cwd, 'churn'), 'src/app/batch.py')).toContain('"""');
    layer('answers:\n  serve: { locked: none }\nrequire: [batch]\n');
    expect(make()).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('requires batch, which makes serve batch; acme-ml 1.2.0 locks it to none') as string,
    });
    layer('require: [ci jenkins]\n');
    expect(make()).toMatchObject({ code: 2, stderr: expect.stringContaining('behind ci stands one of github, gitlab') as string });
  });

  it('follows a chain of layers: answers, files, keys, parts and stages of their own; the lock tells them', () => {
    const cwd = workFolder();
    writeLayer(join(cwd, 'org'), {
      'preset.yaml': preset('answers:\n  license: { locked: Apache-2.0 }\n  author: { hidden: Acme ML }\n', 'acme-org'),
      'templates/SECURITY.md': 'org\n',
    });
    writeLayer(join(cwd, 'team'), {
      'preset.yaml': preset(
        'extends: ../org\nanswers:\n  tracking: { default: mlflow }\nrequire: [docs-site, clean_text]\nfiles:\n  remove: [notebooks/model_training.ipynb]\n  keys:\n    params.yaml: { base.seed: 7 }\n',
        'acme-team',
      ),
      ...stage,
    });
    expect(run(cwd, 'churn', '--yes', '--no-git', '--preset', 'team')).toMatchObject({ code: 0 });
    const project = join(cwd, 'churn');
    const lock = parse(textIn(project, '.create-ml-project/lock.yaml')) as {
      layers: object[];
      answers: object;
      parts: object[];
      files: Record<string, object>;
    };
    expect(lock.layers).toMatchObject([
      { name: 'acme-org', version: '1.2.0', source: '../org' },
      { name: 'acme-team', source: '../team', integrity: expect.stringMatching(/^sha256-/) as string },
    ]);
    expect(lock.answers).toMatchObject({ license: 'Apache-2.0', author: 'Acme ML', tracking: 'mlflow' });
    expect(lock.parts).toMatchObject([{ part: 'docs-site' }, { part: 'stage', name: 'clean_text', template: 'clean_text' }]);
    expect(lock.files['SECURITY.md']).toMatchObject({ id: 'acme-org/SECURITY.md', layer: 'acme-org' });
    expect(treeOf(project)).not.toContain('notebooks/model_training.ipynb');
    expect(parse(textIn(project, 'params.yaml'))).toMatchObject({ base: { seed: 7 }, clean_text: { lower: true } });
    expect(textIn(project, 'src/stages/clean_text.py')).toContain('Clean text of the team.');
    expect(Object.keys((parse(textIn(project, 'dvc.yaml')) as { stages: object }).stages)).toContain('clean_text');

    // Later commands know the layer's stages too, and say so when it is out of reach.
    expect(run(project, 'remove', 'stage', 'clean_text')).toMatchObject({ code: 0 });
    expect(run(project, 'add', 'stage', 'clean_text')).toMatchObject({ code: 0 });
    expect(textIn(project, 'src/stages/clean_text.py')).toContain('Clean text of the team.');
    rmSync(join(cwd, 'team'), { recursive: true });
    expect(run(project, 'add', 'stage', 'other', '--after', 'ingest')).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('Stages that it brings are not known here') as string,
    });
  });

  it('brings a newer version of its layers by update, the edits of the team kept', () => {
    const cwd = workFolder();
    const layer = (version: string, more: string, files: Readonly<Record<string, string>>): string =>
      writeLayer(join(cwd, 'acme'), { 'preset.yaml': preset(more).replace('1.2.0', version), ...files });
    layer('1.2.0', 'files:\n  keys:\n    pyproject.toml: { tool.ruff.line-length: 100 }\n', {
      'templates/docs/rules.md': 'one\n\ntwo\n\nthree\n',
      'templates/docs/old.md': 'x\n',
    });
    expect(run(cwd, 'churn', '--yes', '--no-git', '--preset', 'acme')).toMatchObject({ code: 0 });
    const project = join(cwd, 'churn');
    expect(run(project, 'check', '--render')).toMatchObject({ code: 0 });
    writeFileSync(join(project, 'docs/rules.md'), 'one\n\ntwo\n\nthree, as we do it\n');
    layer(
      '1.3.0',
      'require: [docs-site]\nfiles:\n  rename: { docs/old.md: docs/new.md }\n  keys:\n    pyproject.toml: { tool.ruff.line-length: 90 }\n',
      { 'templates/docs/rules.md': 'ONE\n\ntwo\n\nthree\n', 'templates/docs/new.md': 'x\n' },
    );
    rmSync(join(cwd, 'acme/templates/docs/old.md'));
    expect(run(project, 'check', '--render')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('was rendered with acme-ml 1.2.0') as string,
    });
    const updated = run(project, 'update');
    expect(updated).toMatchObject({ code: 0 });
    expect(textIn(project, 'docs/rules.md')).toBe('ONE\n\ntwo\n\nthree, as we do it\n');
    expect(textIn(project, 'docs/new.md')).toBe('x\n');
    expect(treeOf(project)).not.toContain('docs/old.md');
    expect(textIn(project, 'pyproject.toml')).toContain('line-length = 90');
    expect(treeOf(project)).toContain('mkdocs.yml');
    expect(parse(textIn(project, '.create-ml-project/lock.yaml'))).toMatchObject({
      layers: [{ version: '1.3.0' }],
      parts: [{ part: 'docs-site' }],
    });
    expect(run(project, 'check', '--render')).toMatchObject({ code: 0 });
  });

  it('refuses an answer that a layer locks, by flag or by file, naming the layer, and writes nothing', () => {
    const cwd = workFolder();
    writeLayer(join(cwd, 'acme'), { 'preset.yaml': preset('answers:\n  license: { locked: MIT }\n') });
    writeFileSync(join(cwd, 'answers.yaml'), 'license: Apache-2.0\n');
    for (const said of [
      ['--license', 'Apache-2.0'],
      ['--answers', 'answers.yaml'],
    ]) {
      const { code, stderr } = run(cwd, 'churn', '--yes', '--preset', 'acme', ...said);
      expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('acme-ml 1.2.0 locks it to MIT') as string });
    }
    expect(treeOf(cwd)).not.toContain('churn');
    expect(run(cwd, 'churn', '--yes', '--no-git', '--preset', 'acme', '--print-answers').stdout).toContain('license: MIT');
  });
});
