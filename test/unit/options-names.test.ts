import { beforeAll, describe, expect, it } from 'vitest';
import { readAlphabets } from '../../generators/options/alphabets.ts';
import { nameFromDirectory, nameProblem } from '../../generators/options/names.ts';

beforeAll(readAlphabets);

describe('a name is refused, with the rule and a name that would do', () => {
  it.each([
    ['class', 'word of the Python language'],
    ['match', 'word of the Python language'],
    ['json', "module of Python's standard library"],
    ['zone-info', undefined],
    ['zoneinfo', "module of Python's standard library"],
    ['numpy', 'package that the project depends on'],
    ['scikit-learn', 'package that the project depends on'],
    ['sklearn', 'package that the project depends on'],
    ['mlflow', 'package that the project depends on'],
    ['test', 'its own folder'],
    ['src', 'its own folder'],
    ['con', 'Windows reserves it'],
    ['CON', 'lower-case letters'],
    ['com1', 'Windows reserves it'],
    ['123abc', 'starts with a letter'],
    ['-x', 'starts with a letter'],
    ['a--b', 'single dashes'],
    ['a-', 'single dashes'],
    ['a.b', 'lower-case letters'],
    ['churn model', 'lower-case letters'],
    ['café', 'lower-case letters'],
    ['../escape', 'not a path'],
    ['a/b', 'not a path'],
    ['a\\b', 'not a path'],
    ['', 'empty'],
    ['x'.repeat(300), '300 characters'],
    ['a\nb', 'lower-case letters'],
    ['__init__', 'starts with a letter'],
  ])('%s', (name, rule) => {
    const problem = nameProblem(name);
    if (rule === undefined) {
      expect(problem).toBeUndefined();
      return;
    }
    expect(problem).toContain(rule);
    const suggested = /For example: (\S+)$/.exec(problem ?? '')?.[1];
    expect(nameProblem(suggested ?? '')).toBeUndefined();
    expect(problem?.length).toBeLessThan(250);
  });

  it.each(['churn', 'churn2', 'telco-churn', 'telco_churn', 'a'])('%s is accepted', (name) => expect(nameProblem(name)).toBeUndefined());
});

it.each([
  ['/tmp/Churn', 'churn'],
  ['./My Project', 'my-project'],
  ['v1.2', 'v1-2'],
  ['Größe', 'groesse'],
  ['Žluťoučký kůň', 'zlutoucky-kun'],
  ['продажи', 'prodazhi'],
  ['café/', 'cafe'],
])('the directory %s is called %s', (directory, name) => expect(nameFromDirectory(directory)).toBe(name));

it.each([
  ['2-percent', 'percent-2'],
  ['2024', 'model-2024'],
  ['größe', 'groesse'],
  ['класс', 'klass'],
])('%s is offered as %s', (name, offered) => expect(nameProblem(name)).toContain(`For example: ${offered}`));
