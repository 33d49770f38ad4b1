/** What is emitted says it in the field's terms and claims nothing that a run does not show: the wordings that reviewers sent back stay out. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { templatesRoot } from '../../generators/core/package-root.ts';

const files = (readdirSync(templatesRoot, { recursive: true }) as string[]).filter(
  (path) => /\.(py|md|ejs|jinja|ipynb|yaml)$/.test(path) && !path.startsWith('environment'),
);
const text = (path: string): string => readFileSync(join(templatesRoot, path), 'utf8');

describe('emitted texts', () => {
  it.each([
    ['positive class', /class(?:es)? (?:that is )?looked for/i],
    ['training and test set', /rows? (?:learned from|drawn by lot)|drawn by lot/i],
    ['no skill', /guess(?:es|ing) without|\bguessing\b/i],
    ['standard deviation', /\| Deviation \|/],
    ['p = 1/101, not 1 %', /shuffled targets fit/i],
    ['the back-test fits on all rows', /used once, by/i],
    ['gates passed, never permission', /may it be used/i],
    ['counted in words', /are missed, \S+ disturb/i],
    ['names of limits', /^\s+(?:keeps|floor|guess): /m],
  ])('use the wording: %s', (_, wrong) => {
    const tests = /(?:^|\/)tests\/|\/test\.py$/;
    expect(files.filter((path) => !tests.test(path) && wrong.test(text(path)))).toEqual([]);
  });
});

it('lets DVC compare experiments by cross-validation and not by the test set', () => {
  const pipeline = parse(text('+level-from=1/dvc.yaml')) as { stages: Record<string, { metrics?: (string | object)[] }> };
  const metrics = Object.values(pipeline.stages).flatMap((stage) => stage.metrics ?? []);
  expect(metrics.flatMap((metric) => (typeof metric === 'string' ? metric : Object.keys(metric)))).toEqual(['reports/cv.json']);
});

it('explains every figure of the report in words', () => {
  const page = text('base/src/project_package/reporting/documents/templates/report.html.jinja');
  const captions = [...page.slice(0, page.indexOf('%}')).matchAll(/^ {2}"(\w+)": "/gm)].map(([, name]) => name!);
  const sources = files
    .filter((path) => /reporting\/figures\/__init__\.py$|utils\/evaluation\.py$|stages\/evaluate\.py$/.test(path))
    .map(text);
  const drawn = sources.flatMap((source) => [
    ...[...source.matchAll(/reports\/figures\/(\w+)\.png/g)].map(([, name]) => name!),
    ...[...source.matchAll(/"(\w+)": (?:_(?!thin)\w+|\w+_figure)\(/g)].map(([, name]) => name!),
  ]);
  expect(drawn.length).toBeGreaterThan(10);
  expect(drawn.filter((name) => !captions.includes(name))).toEqual([]);
});
