import { execFileSync } from 'node:child_process';
import { parse as parseToml } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { serializers } from '../../generators/plan/serializers.ts';

const { code, docker, md, py, shell, toml, yaml } = serializers;

/** Text that has broken other generators. */
const texts = [
  'plain',
  '',
  'with "quotes"',
  "it's",
  '"""',
  "'''",
  '\\',
  'C:\\new\\table',
  'x"\n[tool.evil]\na = "b',
  'a\tb',
  'nul \0 del \u007F nel \u0085 sep \u2028 bom \uFEFF',
  '日本語 😀',
  '# no comment',
  'key: value',
  '- item',
  '{}',
  '[]',
  '*alias',
  '&anchor',
  '!tag',
  '%directive',
  '@at',
  '`tick`',
  '$HOME $(id) `id`',
  '<%= 1 %>',
  '${{ x }}',
  'yes',
  'No',
  'on',
  'null',
  '~',
  'true',
  '3.10',
  '1e3',
  '0x1F',
  '012',
  '12:30:45',
  '2020-01-01',
  '=',
  ' leading',
  'trailing ',
  '-x',
  '--',
  '|',
  '>',
  'x'.repeat(300),
  '<b>bold</b> & more',
  '<!-- x -->',
];

describe.each(texts)('%j comes back from', (text) => {
  it('TOML', () =>
    expect(parseToml(`a = ${toml(text)}\nb = ${toml([text, 'x'])}\nc = ${toml({ [text || 'k']: text })}`)).toEqual({
      a: text,
      b: [text, 'x'],
      c: { [text || 'k']: text },
    }));

  it('YAML 1.1 and 1.2, in one line', () => {
    const line = yaml(text);
    expect(line).not.toContain('\n');
    for (const version of ['1.1', '1.2'] as const)
      expect(parseYaml(`a: ${line}\nb: ${yaml([text])}\n`, { version })).toEqual({ a: text, b: [text] });
  });
});

it('gives every text to a shell as one word', () => {
  const words = texts.filter((text) => !text.includes('\0'));
  const script = words.map((text) => `printf '%s\\0' ${shell(text)}`).join('\n');
  expect(execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1)).toEqual(words);
});

it('gives every value to Python as it is', () => {
  const value = { texts, number: -1.5, nothing: null, truth: [true, false] };
  const json = execFileSync('python3', ['-c', `import json, sys\nsys.stdout.write(json.dumps(${py(value)}))`], { encoding: 'utf8' });
  expect(JSON.parse(json)).toEqual(value);
});

it('writes keys and numbers of TOML as people do', () => expect(toml({ name: 'x', 'a b': 1 })).toBe('{ name = "x", "a b" = 1 }'));

it.each([
  ['a*b*_c_ [x](y) <b> `z` | w', 'a\\*b\\*\\_c\\_ \\[x\\](y) &lt;b\\> \\`z\\` \\| w'],
  ['snake_case stays', 'snake_case stays'],
  ['# no heading', '\\# no heading'],
  ['1. no list', '1\\. no list'],
  ['- no list', '\\- no list'],
  ['AT&T &amp; $x$', 'AT&amp;T &amp;amp; \\$x\\$'],
])('Markdown shows %j as it is', (text, written) => expect(md(text)).toBe(written));

it.each([
  ['plain', '`plain`'],
  ['a`b', '``a`b``'],
  ['`', '`` ` ``'],
  ['a|b', '`a\\|b`'],
])('Markdown shows %j as code', (text, written) => expect(code(text)).toBe(written));

it('quotes for Dockerfiles', () => {
  expect(docker('a "b" $c\\')).toBe('"a \\"b\\" \\$c\\\\"');
});
