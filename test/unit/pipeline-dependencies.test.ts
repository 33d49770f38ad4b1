/** What a stage's results come from is among its dependencies: DVC would not run it again otherwise, and show results of older code. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { templatesRoot } from '../../generators/core/package-root.ts';

const sources = readdirSync(templatesRoot).map((layer) => join(templatesRoot, layer, 'src/project_package'));
/** How files and settings are read and written: a change there, made for all stages, does not change what one of them finds. */
const plumbing = [
  'reading',
  'utils.errors',
  'utils.machine',
  'utils.numbers',
  'utils.params',
  'utils.reports',
  'utils.schema',
  'utils.settings',
  'utils.sources',
  'utils.tables',
  'utils.values',
];
const isPlumbing = (name: string): boolean => plumbing.some((known) => covers(known, name));

const filesOf = (module: string): string[] =>
  sources
    .flatMap((source) =>
      [`${module.replaceAll('.', '/')}.py`, `${module.replaceAll('.', '/')}/__init__.py`].map((path) => join(source, path)),
    )
    .filter((path) => existsSync(path));

function importsOf(path: string): string[] {
  const lines = readFileSync(path, 'utf8').matchAll(/^ *from project_package\.?([\w.]*) import (?:\(([^)]*)\)|(.*))$/gm);
  return [...lines]
    .flatMap(([, from, several, one]) => [
      from!,
      ...(several ?? one)!.split(',').map((name) => `${from}.${name.trim()}`.replace(/^\./, '')),
    ])
    .filter((name) => name !== 'stages' && filesOf(name).length > 0);
}

function allImports(paths: readonly string[], found = new Set<string>()): Set<string> {
  for (const name of paths.flatMap(importsOf)) {
    if (found.has(name)) continue;
    found.add(name);
    allImports(filesOf(name), found);
  }
  return found;
}

const moduleOf = (dep: string): string =>
  dep
    .replace(/^src\/project_package\//, '')
    .replace(/\.py$/, '')
    .replaceAll('/', '.');
const covers = (dep: string, name: string): boolean => name === dep || name.startsWith(`${dep}.`);

function compare(
  deps: readonly string[],
  code: readonly string[],
  needed: readonly string[] = [],
): { missing: string[]; unneeded: string[] } {
  const listed = deps.filter((dep) => dep.startsWith('src/project_package/')).map(moduleOf);
  const imported = [...allImports(code)];
  return {
    missing: imported.filter(
      (name) => (!isPlumbing(name) || needed.some((one) => covers(one, name))) && !listed.some((dep) => covers(dep, name)),
    ),
    unneeded: listed.filter(
      (dep) => !code.some((path) => path.endsWith(`${dep.replaceAll('.', '/')}.py`)) && !imported.some((name) => covers(dep, name)),
    ),
  };
}

const nothing = { missing: [], unneeded: [] };

describe('the pipeline', () => {
  const { stages } = parse(readFileSync(join(templatesRoot, '+level-from=1/dvc.yaml'), 'utf8')) as {
    stages: Record<string, { deps: string[] }>;
  };
  it.each(Object.entries(stages))('%s lists the code it comes from', (name, { deps }) => {
    // Reading the raw file is what ingest does.
    expect(
      compare(
        deps,
        filesOf(`stages.${name}`),
        name === 'ingest' ? ['reading', 'utils.numbers', 'utils.sources', 'utils.tables', 'utils.values'] : [],
      ),
    ).toEqual(nothing);
  });
});

describe('the ready stage', () => {
  it.each(readdirSync(join(templatesRoot, 'stages')))('%s lists the code it comes from', (name) => {
    const folder = join(templatesRoot, 'stages', name);
    const { deps = [] } = parse(readFileSync(join(folder, 'stage.yaml'), 'utf8')) as { deps?: string[] };
    expect(compare(deps, [join(folder, 'stage.py')])).toEqual(nothing);
  });
});
