import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lineUsing } from '../../generators/edit/edit-python.ts';
import { partName } from '../../generators/parts/part-name.ts';
import { planPart } from '../../generators/parts/change-parts.ts';
import { openProject } from '../../generators/parts/project.ts';
import { part as feature } from '../../generators/feature/index.ts';
import { part as model } from '../../generators/model/index.ts';
import { part as stage } from '../../generators/stage/index.ts';
import { createMlProject } from '../support/cli.ts';
import { workFolder } from '../support/folders.ts';

const parts = { stage, model, feature };
const generators = resolve(import.meta.dirname, '../../generators');
const textOf = (path: string): string => readFileSync(join(generators, path), 'utf8');

/** What a Python text binds at its top level: imports, functions, classes, constants. */
function boundIn(text: string): string[] {
  const imported = [...text.matchAll(/^(?:from [\w.]+ )?import (?:\(([^)]*)\)|(.+))/gm)].flatMap(([, over, one]) =>
    (over ?? one)!.split(',').map((item) =>
      item
        .trim()
        .split(/ as |\./)
        .at(-1)!,
    ),
  );
  return [
    ...imported.filter(Boolean),
    ...[...text.matchAll(/^(?:def|class) (\w+)|^(\w+)(?::.*?)? = /gm)].map(([, defined, set]) => (defined ?? set)!),
  ];
}

const givable = (name: string): boolean => /^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/.test(name);
/** The names of parts whose class would have one of these names. */
const namesOfClasses = (bound: readonly string[]): string[] =>
  bound.filter((name) => /^(?:[A-Z][a-z]+)+$/.test(name)).map((name) => name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase());

let root: string;
let clean = (): void => undefined;
beforeAll(() => {
  root = join(
    workFolder((hook) => {
      clean = hook;
    }),
    'demo',
  );
  expect(createMlProject(['demo', '--yes', '--no-git'], { cwd: join(root, '..') }).code).toBe(0);
});
afterAll(() => clean());

const add = (kind: keyof typeof parts, name: string, options: Record<string, string> = {}) =>
  parts[kind].decide({ project: openProject(root), name, options });

describe('a name that its code has for something else is refused', () => {
  const places: Record<string, Record<string, string>> = {
    table: { after: 'ingest' },
    rows: { after: 'split' },
    pair: {},
    report_table: { after: 'ingest', out: 'report' },
    report_pair: { out: 'report' },
    model: { out: 'model' },
  };

  it.each(readdirSync(join(generators, 'stage/templates')))('of a stage from %s', (kind) => {
    const bound = boundIn(textOf(`stage/templates/${kind}/stage.py`)).filter((name) => !/^(?:stage_name|StageName)$/.test(name));
    expect(bound.length).toBeGreaterThan(5);
    for (const name of new Set([...bound.filter(givable), ...namesOfClasses(bound)]))
      expect(() => add('stage', name, places[kind]), name).toThrow(/cannot name a stage|is taken/);
  });

  it.each(['classification', 'regression'])('of a model for %s', (kind) => {
    const candidates = readFileSync(join(root, 'src/utils/candidates.py'), 'utf8');
    const bound = [...boundIn(candidates), ...(kind === 'classification' ? boundIn(textOf(`model/templates/${kind}/model_name.py`)) : [])];
    for (const name of namesOfClasses(bound.filter((word) => word !== 'ModelName')))
      expect(() => add('model', name), name).toThrow(/cannot name a model|is taken/);
  });

  it('of a feature', () => {
    const texts = [
      readFileSync(join(root, 'src/features/__init__.py'), 'utf8'),
      textOf('feature/templates/feature.py'),
      textOf('feature/templates/test.py'),
    ];
    const bound = texts.flatMap(boundIn).filter((name) => givable(name) && name !== 'feature_name');
    expect(bound).toContain('numbers');
    for (const name of [...bound, 'sample', 'made', 'len', 'list'])
      expect(() => add('feature', name), name).toThrow(/cannot name a feature|is taken/);
  });

  it.each([
    ['stage', 'true', /"true" cannot name a stage: it is a word of the Python language/],
    ['stage', 'none', /word of the Python language/],
    ['model', 'false', /word of the Python language/],
    ['stage', 'build', /"build" cannot name a stage: `build` is something else in the code of such a stage/],
    ['stage', 'function_transformer', /`FunctionTransformer` is something else/],
    ['stage', 'from_orm', /pydantic/],
    ['model', 'candidate', /`Candidate` is something else in src\/utils\/candidates\.py:\d+/],
    ['model', 'literal', /`Literal` is something else/],
  ] as const)('%s %s', (kind, name, message) => {
    expect(() => add(kind, name)).toThrow(message);
  });

  it('and one that would do is offered', async () => {
    const refusal = await Promise.resolve()
      .then(() => add('stage', 'run'))
      .catch((error: unknown) => error);
    expect(refusal).toMatchObject({ exit: 2, hint: 'For example: run_stage' });
    expect(() => add('stage', 'run_stage')).not.toThrow();
  });
});

it('a name that looks like a word of the templates is taken as it is', async () => {
  const texts = (
    await planPart('add', stage, { project: openProject(root), name: 'stage_title', options: { params: 'a=stage_name' } })
  ).files
    .map(({ content }) => String(content))
    .join('\n');
  expect(texts).toContain('def stage_title(');
  expect(texts).toContain('StageTitle(a="stage_name")');
});

it.each([
  ['x = 1\nfrom a import b as run\n', 2],
  ['"""run"""\n# run\nx.run("run")\ny = \'run\'\n', undefined],
  ['"""a\nb"""\n\nrun(1)\n', 4],
])('finds a name in code, not in texts, comments and attributes: %j', (text, line) => {
  expect(lineUsing(text, 'run')).toBe(line);
});

it('what has no name is asked for one of its own kind', () => {
  expect(() => partName(undefined, 'model')).toThrow(expect.objectContaining({ hint: expect.stringMatching(/add model lightgbm$/) }));
  expect(() => partName(undefined, 'stage')).toThrow(expect.objectContaining({ hint: expect.stringMatching(/add stage clean_text$/) }));
});
