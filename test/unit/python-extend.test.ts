import { join } from 'node:path';
import { parse } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { templatesRoot } from '../../generators/core/package-root.ts';
import { environmentFrom } from '../../generators/python/environment.ts';
import { type EnvironmentTexts, extendedFrom } from '../../generators/python/extend.ts';
import { readMaster } from '../../generators/python/master.ts';

const master = readMaster(join(templatesRoot, 'environment'));
const parts = ['model-lightgbm', 'explain-shap', 'onnx', 'source-sql', 'tracking-mlflow', 'remote-gcs', 'docs-site'];

function project(python: string, ...extras: string[]): EnvironmentTexts {
  const { dependencies, developmentDependencies, uvLock, requirements } = environmentFrom(master, {
    projectName: 'churn',
    layout: 'standard',
    python,
    extras,
  });
  const list = (items: readonly string[]): string => `[\n${items.map((item) => `\t"${item}",\n`).join('')}]`;
  const pyproject = `[project]\nname = "churn"\nversion = "0.1.0"\nrequires-python = ">=${python}"\ndependencies = ${list(dependencies)}\n\n[dependency-groups]\ndev = ${list(developmentDependencies)}\n`;
  return { pyproject, uvLock, requirements };
}

const linesOf = (text: string): string[] => text.split('\n');
const lost = (before: string, after: string): string[] => linesOf(before).filter((line) => !linesOf(after).includes(line));

describe('extending the environment of a project', () => {
  it.each(['3.10', '3.11', '3.13'])('one part after the other gives what creating with all of them gives (Python %s)', (python) => {
    let texts = project(python);
    for (const part of parts) {
      const { notes, ...extended } = extendedFrom(master, texts, [part]);
      expect(notes).toEqual([]);
      texts = extended;
    }
    expect(texts).toEqual(project(python, ...parts));
  });

  it('changes nothing where the part is there already', () => {
    const before = project('3.11', 'onnx');
    expect(extendedFrom(master, before, ['onnx'])).toEqual({ ...before, notes: [] });
  });

  it("keeps every line of the user's: comments, tabs, own packages and groups", () => {
    const before = project('3.11');
    const own =
      '[[package]]\nname = "own-tool"\nversion = "1.0"\nsource = { registry = "https://pypi.org/simple" }\nsdist = { url = "https://files.pythonhosted.org/own-tool-1.0.tar.gz", hash = "sha256:00" }\n\n';
    const texts = {
      pyproject: before.pyproject
        .replace('dependencies = [', '# ours\ndependencies = [ # sorted')
        .replace('\n]\n\n[dep', '\n\t"own-tool==1.0", # pinned: see ticket 7\n]\n\n[dep'),
      uvLock: before
        .uvLock!.replace('[[package]]\nname = "packaging"', () => `${own}[[package]]\nname = "packaging"`)
        .replace('dependencies = [\n    { name = "dvc" }', 'dependencies = [\n    { name = "dvc" },\n    { name = "own-tool" }')
        .replace('    { name = "pandas", specifier', '    { name = "own-tool", specifier = "==1.0" },\n    { name = "pandas", specifier'),
      requirements: before.requirements!.replace(/^packaging/m, 'own-tool==1.0  # see ticket 7\npackaging'),
    };
    const after = extendedFrom(master, texts, ['model-lightgbm', 'docs-site']);
    expect(after.notes).toEqual([]);
    expect(lost(texts.pyproject, after.pyproject)).toEqual([]);
    expect(lost(texts.uvLock, after.uvLock!)).toEqual([]);
    expect(lost(texts.requirements, after.requirements!)).toEqual([]);
    expect(after.pyproject).toContain('\t"joblib>=');
    expect(after.pyproject).toMatch(/\t"lightgbm>=[\d.]+",\n/);
    expect(after.uvLock).toContain(own);
    const names = (parse(after.uvLock!) as unknown as { package: { name: string }[] }).package.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['own-tool', 'lightgbm', 'mkdocs-material']));
  });

  it('leaves a lock alone whose versions are others than the tested ones, and says what to do', () => {
    const before = project('3.11');
    const numpy = /name = "numpy"\nversion = "([^"]+)"/.exec(before.uvLock!)![1]!;
    const texts = {
      ...before,
      uvLock: before.uvLock!.replace(`name = "numpy"\nversion = "${numpy}"`, 'name = "numpy"\nversion = "2.99.0"'),
      requirements: before.requirements!.replace(`numpy==${numpy}`, 'numpy==2.99.0'),
    };
    const after = extendedFrom(master, texts, ['model-lightgbm']);
    expect(after.uvLock).toBe(texts.uvLock);
    expect(after.requirements).toBe(texts.requirements);
    expect(after.pyproject).toMatch(/"lightgbm>=/);
    expect(after.notes).toEqual([
      expect.stringMatching(
        /^uv\.lock was left as it is \(it has numpy 2\.99\.0, the tested set [\d.]+\); `uv lock` brings it up to date\.$/,
      ),
      expect.stringMatching(/^requirements\.txt was left as it is .*uv export/),
    ]);
  });

  it('installs a package wherever it is needed now, not only where it was before', () => {
    const before = project('3.10');
    const after = extendedFrom(master, before, ['remote-gcs']);
    expect(before.requirements).toMatch(/^decorator==\S+ ; python_full_version < '3\.11'$/m);
    expect(after.requirements).toMatch(/^decorator==\S+$/m);
    expect(after.requirements!.match(/^decorator==/gm)).toHaveLength(1);
  });

  it('takes a project without uv.lock or requirements.txt as it is', () => {
    const { pyproject } = project('3.11');
    const after = extendedFrom(master, { pyproject, uvLock: undefined, requirements: undefined }, ['onnx']);
    expect(after).toMatchObject({ uvLock: undefined, requirements: undefined, notes: [] });
    expect(after.pyproject).toContain('"onnxruntime>=');
  });
});
