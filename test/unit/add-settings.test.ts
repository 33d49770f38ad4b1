import { describe, expect, it } from 'vitest';
import { parse, YAMLMap } from 'yaml';
import { yamlText } from '../../generators/edit/yaml.ts';
import { argumentsOf, fieldsOf, readSettings } from '../../generators/stage/settings.ts';

/** The section that a stage gets in params.yaml. */
function written(given: string | readonly string[] | undefined): string {
  const section = new YAMLMap();
  for (const [key, { yaml }] of Object.entries(readSettings(given))) section.set(key, yaml);
  return yamlText('base: 1\n', 'params.yaml').insert([], 'foo', section).text.replace('base: 1\nfoo:\n', '').replaceAll(/^ {2}/gm, '');
}

describe('--params', () => {
  it('reads values as YAML does, several in one or in several', () => {
    expect(
      parse(written(['lower=true,words=[a, b],ratio=0.5', 'name=a sentence, with a comma', 'count=3', 'none=null', 'text="yes"'])),
    ).toEqual({
      lower: true,
      words: ['a', 'b'],
      ratio: 0.5,
      name: 'a sentence, with a comma',
      count: 3,
      none: null,
      text: 'yes',
    });
    expect(readSettings(undefined)).toEqual({});
    expect(parse(written('says="x, b=1",other=it\'s,last=[1]'))).toEqual({ says: 'x, b=1', other: "it's", last: [1] });
  });

  it.each([
    ['a=1.0', 'a: 1.0', 'float', '1.0'],
    ['a=.5', 'a: 0.5', 'float', '0.5'],
    ['a=1e-7', 'a: 1e-7', 'float', '1e-7'],
    ['a=2E3', 'a: 2000.0', 'float', '2e3'],
    ['a=-3', 'a: -3', 'int', '-3'],
    ['a=[1.0, 2]', 'a:\n  - 1.0\n  - 2', 'list[float | int]', '[1.0, 2]'],
    ['a=[x, null, "b, c"]', 'a:\n  - x\n  - null\n  - "b, c"', 'list[str | None]', '["x", None, "b, c"]'],
    ['a=null', 'a: null', 'str | None', 'None'],
    ['a=', 'a: null', 'str | None', 'None'],
    ['a==', 'a: "="', 'str', '"="'],
    ["a='it''s \\d'", 'a: "it\'s \\\\d"', 'str', '"it\'s \\\\d"'],
    ['a=007', 'a: "007"', 'str', '"007"'],
    ['a=yes', 'a: "yes"', 'str', '"yes"'],
    ['a=clean text', 'a: clean text', 'str', '"clean text"'],
  ])('writes %s as `%s`, of type %s', (given, yaml, type, python) => {
    expect(written(given)).toBe(`${yaml}\n`);
    expect(fieldsOf(readSettings(given))).toEqual(['', `a: ${type}`]);
    expect(argumentsOf(readSettings(given))).toBe(`a=${python}`);
  });

  it.each([
    '*x',
    '*.csv',
    '=',
    '==',
    '|',
    '>',
    '#b',
    'a # b',
    '-',
    '- a',
    '&x y',
    '!foo 3',
    '?',
    ': a',
    'a: b',
    '%d',
    '@x',
    '`x`',
    '[a-z]+',
    '"a" and "b"',
    "it's",
    '<<',
    '0x1F',
    '1_000',
    '12:30',
    '2026-01-02',
    'on',
    'n',
    'inf',
    'US$$ $& $1',
    '\\d+',
    'a, b',
    'ä 😀',
    '007',
    '1.2.3',
    '}',
    '{x',
  ])('keeps the text %j as it is, for readers of YAML 1.1 too', (text) => {
    const yaml = written(`a=${text}`);
    for (const version of ['1.1', '1.2'] as const) expect(parse(yaml, { version })).toEqual({ a: text });
    expect(JSON.parse(argumentsOf(readSettings(`a=${text}`)).slice(2))).toBe(text);
  });

  it('gives each its type in Python, and its value', () => {
    const settings = readSettings(['lower=true,words=[a, b],ratio=0.5,count=3,none=null,mixed=[1, 0.5],empty=[],says="it\'s"']);
    expect(fieldsOf(settings)).toEqual([
      '',
      'lower: bool',
      'words: list[str]',
      'ratio: float',
      'count: int',
      'none: str | None',
      'mixed: list[int | float]',
      'empty: list[str]',
      'says: str',
    ]);
    expect(argumentsOf(settings)).toBe(
      'lower=True, words=["a", "b"], ratio=0.5, count=3, none=None, mixed=[1, 0.5], empty=[], says="it\'s"',
    );
    expect(fieldsOf({})).toEqual([]);
  });

  it.each([
    ['lower', /takes key=value/],
    ['Lower=1', /"Lower" cannot be a key: .*lower-case/],
    ['class=1', /word of the Python language/],
    ['model_x=1', /pydantic/],
    ['a=1,a=2', /given twice/],
    ['a={b: 1}', /a should be a number/],
    ['a=[[1]]', /should be a list of numbers/],
    ['a=[1,,2]', /should be a list of numbers/],
    ['a=[1,]', /should be a list of numbers/],
    ['a=["b]', /should be a list of numbers/],
    ['a=.nan', /should be a finite number/],
    ['a=[1, -.inf]', /should be a finite number/],
    ['a=1e999', /should be a finite number/],
    ['a=12345678901234567890', /whole number of at most 9007199254740991/],
    ['a="\\d"', /backslash/],
    ['a=\u0007', /control characters/],
    ['validate=1', /pydantic/],
  ])('refuses %j', (given, message) => {
    expect(() => readSettings(given)).toThrow(message);
  });
});
