import { describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { yamlText } from '../../generators/edit/yaml.ts';

const stage = { cmd: 'python -m src.stages.clean', deps: ['src/stages/clean.py', '${reads.clean}'], outs: ['data/interim/clean.parquet'] };

/** Texts that people write: each has `stages` with `ingest` first, and `reads.split`. */
const written: Record<string, string> = {
  plain: 'stages:\n  ingest:\n    cmd: x\n  split:\n    cmd: y\nreads:\n  split: a/b.parquet\n',
  'no newline at the end': 'reads:\n  split: a/b.parquet\nstages:\n  ingest:\n    cmd: x',
  'CRLF and blank lines':
    'stages:\r\n  ingest:\r\n    cmd: x\r\n\r\n  split:\r\n    cmd: y\r\n\r\nreads:\r\n  split: a/b.parquet # mine\r\n',
  'comments everywhere':
    '# top\nstages: # s\n  # before\n  ingest: # i\n    cmd: x # c\n    # deps: one day\n\n      # deeper still\n\n  # about split\n  split: # p\n    cmd: y\n# between\nreads: # r\n  # table\n  split: "a/b.parquet"   # quoted\n# end\n',
  'lists without indentation':
    'stages:\n    ingest:\n        cmd: x\n        deps:\n        - one\n        # - two\n    split:\n        cmd: y\n        deps:\n        - two\nreads: {split: a/b.parquet}\n',
  'flow maps': "stages: {ingest: {cmd: x, deps: [a, 'b']}, split: {cmd: y}}  # one line\nreads: { split: 'a/b.parquet', tune: c }\n",
  'flow maps over lines': 'stages: {\n    ingest: {cmd: x},   # first\n    split: {cmd: y},\n  }\nreads: {\n  split: a/b.parquet\n}\n',
  'empty flow map': 'reads: {split: a/b.parquet}\nstages: {}\n',
  'block scalars':
    'reads:\n  split: a/b.parquet\nstages:\n  ingest:\n    cmd: >\n      python\n      -m x\n\n  split:\n    cmd: |+\n      keep\n\n\n# end\n',
  'anchors and merges':
    'shared: &shared\n  frozen: false\nreads:\n  split: &table a/b.parquet\n  tune: *table\n  train: *table\nstages:\n  ingest:\n    <<: *shared\n    cmd: x\n  split: &again\n    cmd: y\n  again: *again\n',
  'long lines': `stages:\n  ingest:\n    cmd: python -m x ${'--a-long-option value '.repeat(12)}end\n    desc: "${'words '.repeat(40)}"\nreads:\n  split: a/b.parquet\n`,
  'documents and blank top': '\n\n---\nstages:\n  ingest:\n    cmd: x\nreads:\n  split: a/b.parquet\n...\n',
  'keys that need quotes': '"stages":\n  \'ingest\':\n    cmd: x\n  ? split\n  : cmd: y\nreads:\n  "split": a/b.parquet\n',
  'null values': 'stages:\n  ingest:\n  split: ~\nreads:\n  split: a/b.parquet\n',
};

const linesOf = (text: string): string[] => text.split(/\r?\n/);

function expectKept(before: string, after: string): void {
  const rest = linesOf(after);
  for (const line of linesOf(before)) {
    const at = rest.indexOf(line);
    expect(at, `line lost: ${JSON.stringify(line)} in\n${after}`).not.toBe(-1);
    rest.splice(0, at + 1);
  }
}

describe.each(Object.entries(written))('a file with %s', (name, text) => {
  const oneLine = name.includes('flow') || name.includes('without indentation');

  it.each(['ingest', undefined])('takes a stage behind %s and gives it back byte for byte', (after) => {
    const added = yamlText(text, 'dvc.yaml').insert(['stages'], 'clean', stage, after ? { after } : {});
    expect(added.get(['stages', 'clean'])).toEqual(stage);
    expect(parseDocument(added.text).errors).toEqual([]);
    if (!oneLine && !text.endsWith('x')) expectKept(text, added.text);
    expect(added.text.includes('\r\n')).toBe(text.includes('\r\n'));
    expect(/[^\r]\n/.test(added.text)).toBe(/[^\r]\n/.test(text));
    expect(added.remove(['stages', 'clean']).text).toBe(text);
  });

  it.each(['ingest', 'split'])('takes a stage in front of %s and gives it back byte for byte', (before) => {
    const added = yamlText(text, 'dvc.yaml').insert(['stages'], 'clean', stage, { before });
    const keys = Object.keys(added.value['stages'] as object);
    if (keys.includes(before)) expect(keys.indexOf('clean')).toBe(keys.indexOf(before) - 1);
    expect(added.remove(['stages', 'clean']).text).toBe(text);
  });

  it('takes twenty in a row and gives them back in another order', () => {
    let file = yamlText(text, 'dvc.yaml');
    for (let number = 0; number < 20; number += 1)
      file = file.insert(['stages'], `s${number}`, stage, number % 3 ? {} : { after: 'ingest' });
    for (let number = 0; number < 20; number += 1) file = file.remove(['stages', `s${(number * 7) % 20}`]);
    expect(file.text).toBe(text);
  });

  it('takes a section at the end', () => {
    const added = yamlText(text, 'params.yaml').insert([], 'clean', { lower: true, words: ['a', 'no'], version: '1.0' });
    expect(added.get(['clean'])).toEqual({ lower: true, words: ['a', 'no'], version: '1.0' });
    expect(added.remove(['clean']).text).toBe(text);
  });

  it('changes one value and nothing else', () => {
    const file = yamlText(text, 'params.yaml');
    const changed = file.set(['reads', 'split'], 'data/x y.parquet');
    expect(changed.get(['reads', 'split'])).toBe('data/x y.parquet');
    const differing = linesOf(changed.text).filter((line, index) => line !== linesOf(text)[index]);
    if (!text.includes('*table')) expect(differing).toHaveLength(1);
    expect(changed.get(['reads', 'train'])).toBe(file.get(['reads', 'train']));
    if (!text.includes('*table')) expect(changed.set(['reads', 'split'], 'a/b.parquet').text).toBe(text);
  });
});

describe('an edit', () => {
  it('puts entries where and as the author puts them', () => {
    const text = 'stages:\n  ingest:\n    deps:\n    - a\n\n  # second\n  split:\n    deps:\n    - "b"\n';
    expect(yamlText(text, 'dvc.yaml').insert(['stages'], 'clean', { deps: ['x: y'] }, { after: 'ingest' }).text).toBe(
      'stages:\n  ingest:\n    deps:\n    - a\n\n  clean:\n    deps:\n    - "x: y"\n\n  # second\n  split:\n    deps:\n    - "b"\n',
    );
  });

  it('keeps the comments of a node that it inserts', () => {
    const candidate = parseDocument('# how many\nn_neighbors: {low: 3, high: 50} # both ends\n').contents;
    const added = yamlText('tune:\n  candidates:\n    a: {}\n', 'params.yaml').insert(['tune', 'candidates'], 'b', candidate);
    expect(added.text).toBe(
      'tune:\n  candidates:\n    a: {}\n    b:\n      # how many\n      n_neighbors: {low: 3, high: 50} # both ends\n',
    );
  });

  it.each([
    [
      'columns:\n  - name: a\n    type: x # c\n    # more\n\n# end\n',
      'columns:\n  - name: a\n    type: x # c\n    # more\n  - name: b\n    values: [1, "no"]\n\n# end\n',
    ],
    ['columns:\r\n- {name: a}\r\nnext: 1\r\n', 'columns:\r\n- {name: a}\r\n- name: b\r\n  values: [1, "no"]\r\nnext: 1\r\n'],
    ['columns: [{name: a}] # c\n', 'columns: [{name: a}, {name: b, values: [1, "no"]}] # c\n'],
  ])('adds to the list of %j', (text, expected) => {
    const entry = parseDocument('name: b\nvalues: [1, "no"]\n').contents;
    expect(yamlText(text, 'schema.yaml').append(['columns'], [entry]).text).toBe(expected);
  });

  it('makes the map that is missing', () => {
    expect(yamlText('base: {seed: 1}\n', 'p').insert(['reads'], 'clean', 'a').text).toBe('base: {seed: 1}\nreads:\n  clean: a\n');
    expect(yamlText('', 'p').insert(['reads'], 'clean', 'a').text).toBe('reads:\n  clean: a\n');
    expect(yamlText('reads: # none yet\nb: 1\n', 'p').insert(['reads'], 'clean', 'a').text).toBe('reads: # none yet\n  clean: a\nb: 1\n');
  });

  it('writes aliases out when only their anchor moves', () => {
    const text = 'reads:\n  split: &t a\n  tune: *t\n  train: *t\n';
    expect(yamlText(text, 'p').set(['reads', 'tune'], 'b').text).toBe('reads:\n  split: &t a\n  tune: b\n  train: *t\n');
    expect(yamlText(text, 'p').set(['reads', 'split'], 'b').text).toBe('reads:\n  split: &t b\n  tune: a\n  train: a\n');
  });

  it.each([
    ['stages:\n  a:\n    cmd: x\n  b c\n', /dvc\.yaml:4:3 is not valid YAML/],
    ['stages: {a: 1\nb: 2\n', /dvc\.yaml:2:\d+ is not valid YAML/],
    ['stages:\n\ta: 1\n', /dvc\.yaml:2:1 is not valid YAML.*tab/i],
    ['a: 1\na: 2\n', /dvc\.yaml:2:1 is not valid YAML.*unique/],
    ['- a\n', /dvc\.yaml:1:1 should hold keys and values/],
  ])('says where a file is broken: %j', (text, message) => {
    expect(() => yamlText(text, 'dvc.yaml')).toThrow(message);
  });

  it('refuses what has no keys, by place', () => {
    expect(() => yamlText('a: 1\nstages:\n- x\n', 'dvc.yaml').insert(['stages'], 'b', 1)).toThrow(
      /dvc\.yaml:2:1 should be a map .* but it is a list/,
    );
    expect(() => yamlText('r: &r {a: 1}\nreads: *r\n', 'dvc.yaml').insert(['reads'], 'b', 1)).toThrow(/dvc\.yaml:2:1 .*alias/);
    expect(() => yamlText('stages: {b: 1}\n', 'dvc.yaml').insert(['stages'], 'b', 1)).toThrow(/dvc\.yaml:1:10 already has `b`/);
  });
});
