import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse as parseToml } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { composed } from '../../generators/edit/compose.ts';
import { conditionOf, layoutOf } from '../../generators/plan/template-path.ts';
import { fromFolder } from '../../generators/plan/template-source.ts';
import { renderTemplates } from '../../generators/plan/templates.ts';
import { workFolder } from '../support/folders.ts';

const answers = { level: 1, task: 'binary', tracking: 'none' };

function render(files: Record<string, string>, layout = layoutOf('standard', 'churn'), values = {}): Record<string, unknown> {
  const root = workFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    if (path.endsWith('.sh')) chmodSync(join(root, path), 0o755);
  }
  return Object.fromEntries(renderTemplates(answers, values, layout, fromFolder(root)).map((file) => [file.path, file]));
}

const texts = (files: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(files).map(([path, file]) => [path, (file as { content: unknown }).content]));

describe('a template', () => {
  it('is emitted when its folder says so, the more particular one winning', () => {
    const files = render({
      'base/a.md': 'base',
      'base/b.md': 'base',
      '+level=1/a.md': 'level',
      '+task=binary,multiclass/b.md': 'classes',
      '+level=1+task=binary/b.md': 'both',
      '+tracking=mlflow/c.md': 'no',
      'stages/x/d.md': 'no',
    });
    expect(texts(files)).toEqual({ 'a.md': 'level', 'b.md': 'both' });
    expect(files['b.md']).toMatchObject({ id: 'base/b.md', layer: 'create-ml-project', mode: '644', policy: 'merge' });
  });

  it('holds from a level on', () => {
    const files = {
      '+level-from=1/a.md': 'from 1',
      '+level=0/a.md': 'at 0',
      '+level-from=2/b.md': 'from 2',
      '+level=1/c.md': 'at 1',
      '+level-from=1/c.md': 'from 1',
    };
    expect(texts(render(files))).toEqual({ 'a.md': 'from 1', 'c.md': 'at 1' });
  });

  it('that is no more particular than another must not contradict it', () => {
    expect(() => render({ '+level=1/a.md': 'level', '+task=binary/a.md': 'task' })).toThrow('+level=1 and +task=binary both hold');
    expect(() => render({ 'base/a.yaml': 'x: {y: 1}', '+level=1/a.yaml': 'x: {y: 2}', '+task=binary/a.yaml': 'x: {y: 3}' })).toThrow(
      'x.y of a.yaml',
    );
    expect(texts(render({ 'base/a.yaml': 'x: 1\n', '+level=1/a.yaml': 'x: 2\n', '+task=binary/a.yaml': 'z: 3\n' }))).toEqual({
      'a.yaml': 'x: 2\nz: 3\n',
    });
    expect(texts(render({ '+task=binary,multiclass/a.md': 'wide', '+task=binary/a.md': 'narrow' }))).toEqual({ 'a.md': 'narrow' });
  });

  it('of a document may bring sections alone, and no mark of them is emitted', () => {
    const whole = '# Title\n<!-- section: first -->\none\n<!-- /section -->\nbetween\n<!-- section: second -->\ntwo\n<!-- /section -->\n';
    const second = '<!-- section: second -->\nother\n\nlines\n<!-- /section -->\n';
    const docker = 'FROM x\n# section: command\nCMD ["a"]\n# /section\n';
    expect(
      texts(
        render({
          'base/a.md': whole,
          '+level=1/a.md': second,
          'base/b.md': whole,
          'base/Dockerfile': docker,
          '+level=1/Dockerfile': '# section: command\nCMD ["b"]\n# /section\n',
          '+level=1+task=binary/c.md': 'whole',
          'base/c.md': whole,
        }),
      ),
    ).toEqual({
      'a.md': '# Title\none\nbetween\nother\n\nlines\n',
      'b.md': '# Title\none\nbetween\ntwo\n',
      Dockerfile: 'FROM x\nCMD ["b"]\n',
      'c.md': 'whole',
    });
    expect(() => render({ 'base/a.md': whole, '+level=1/a.md': second.replace('second', 'third') })).toThrow('no section third');
    expect(() => render({ 'base/a.md': whole.replace('<!-- /section -->\nbetween\n', '') })).toThrow('sections stand behind each other');
    expect(() => render({ 'base/a.md': whole, '+level=1/a.md': second, '+task=binary/a.md': second })).toThrow(
      '+level=1 and +task=binary both hold',
    );
  });

  it('gets its dots, its import name and its mode', () => {
    const files = {
      'base/dot-gitignore': '',
      'base/dot-dvc/config': '',
      'base/run.sh': '',
      'base/src/project_package/a.py': 'import project_package.b  # src/project_package/b.py',
    };
    expect(texts(render(files))).toEqual({ '.gitignore': '', '.dvc/config': '', 'run.sh': '', 'src/a.py': 'import src.b  # src/b.py' });
    expect(texts(render(files, layoutOf('package', 'churn')))).toMatchObject({ 'src/churn/a.py': 'import churn.b  # src/churn/b.py' });
    expect(render(files)['run.sh']).toMatchObject({ mode: '755' });
  });

  it('names values, which are never read as templates themselves', () => {
    expect(texts(render({ 'base/x.toml.ejs': 'name = <%- toml(name) %>\n' }, undefined, { name: '<%- 1 %> project_package' }))).toEqual({
      'x.toml': 'name = "<%- 1 %> project_package"\n',
    });
  });

  it('leaves out what tools drop beside it', () =>
    expect(texts(render({ 'base/__pycache__/a.pyc': '', 'base/.mypy_cache/x': '', 'base/a.py': '' }))).toEqual({ 'a.py': '' }));

  it.each(['+level', '+level=', '+level=1=2', '+=1'])('in the folder %s is a mistake', (folder) =>
    expect(() => conditionOf(folder)).toThrow('+option=value'),
  );
  it('that asks for an option that is not there is a mistake', () => expect(() => render({ '+nothing=1/a.md': '' })).toThrow('nothing'));
});

describe('templates of one structured file become one', () => {
  it('in YAML, with comments, order and quotes', () => {
    const below = '# top\nbase:\n  seed: 42 # the seed\nsplit:\n  by: "random"\n';
    const above = '# more\ntune:\n  # how often\n  trials: 8\nsplit:\n  by: time\n  column: day\n';
    expect(composed('params.yaml', below, above)).toBe(
      '# top\nbase:\n  seed: 42 # the seed\nsplit:\n  by: time\n  column: day\n# more\ntune:\n  # how often\n  trials: 8\n',
    );
  });

  it('in TOML', () => {
    const below = '[project]\nname = "x"\ndependencies = [\n  "a",\n]\n# types\n[tool.mypy]\nstrict = true\n';
    const above = '[project]\n# new\ndependencies = [\n  "b",\n]\nversion = "1"\n\n[build-system]\nrequires = []\n';
    const merged = composed('pyproject.toml', below, above);
    expect(parseToml(merged)).toEqual({
      project: { name: 'x', dependencies: ['b'], version: '1' },
      tool: { mypy: { strict: true } },
      'build-system': { requires: [] },
    });
    expect(merged).toContain('# new\n');
    expect(merged).toContain('# types\n');
  });

  it('in JSON', () =>
    expect(JSON.parse(composed('a.json', '{"a": {"b": 1}, "c": [1]}', '{"a": {"d": 2}, "c": [2]}'))).toEqual({
      a: { b: 1, d: 2 },
      c: [2],
    }));
});
