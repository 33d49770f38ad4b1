import { describe, expect, it } from 'vitest';
import { hasMarkers } from '../../generators/merge/conflict.ts';
import { type Bytes, mergeFile } from '../../generators/merge/merge-file.ts';
import { pythonUnits } from '../../generators/merge/python-units.ts';

const labels = { ours: 'yours', base: 'template 1.0', theirs: 'template 2.0' };
const merge = (path: string, base: Bytes | undefined, ours: Bytes | undefined, theirs: Bytes | undefined) =>
  mergeFile({ path, base, ours, theirs, labels });
const clean = (path: string, base: string, ours: string, theirs: string): string => {
  const { content, conflicts } = merge(path, base, ours, theirs);
  expect(conflicts, String(content)).toEqual([]);
  return content as string;
};

const lines = 'one\ntwo\nthree\nfour\nfive\n';

describe('merging by lines', () => {
  it('takes edits on different lines', () => {
    expect(clean('a.txt', lines, lines.replace('one', 'ONE'), lines.replace('five', 'FIVE'))).toBe('ONE\ntwo\nthree\nfour\nFIVE\n');
  });

  it('marks edits of one line, with both sides and their base', () => {
    const { content, conflicts } = merge('a.txt', lines, lines.replace('three', 'mine'), lines.replace('three', 'theirs'));
    expect(content).toBe('one\ntwo\n<<<<<<< yours\nmine\n||||||| template 1.0\nthree\n=======\ntheirs\n>>>>>>> template 2.0\nfour\nfive\n');
    expect(conflicts).toEqual([{ kind: 'content', where: 'line 3' }]);
    expect(hasMarkers(content as string)).toBe(true);
    expect(hasMarkers('a\n=======\nb\n')).toBe(false);
  });

  it('names each of two conflicts in one file', () => {
    const ours = lines.replace('one', 'mine').replace('five', 'mine too');
    const theirs = lines.replace('one', 'theirs').replace('three', 'THREE').replace('five', 'theirs too');
    const { content, conflicts } = merge('a.txt', lines, ours, theirs);
    expect(conflicts.map(({ where }) => where)).toEqual(['line 1', 'line 11']);
    expect(String(content).match(/<<<<<<< yours/g)).toHaveLength(2);
    expect(content).toContain('\nTHREE\n');
  });

  it('takes the same change of both once', () => {
    expect(clean('a.txt', lines, lines.replace('three', 'x'), lines.replace('three', 'x'))).toBe(lines.replace('three', 'x'));
  });

  it.each([
    ['CRLF', (text: string) => text.replaceAll('\n', '\r\n')],
    ['a mark of byte order', (text: string) => `\uFEFF${text}`],
    ['no line end at the end', (text: string) => text.trimEnd()],
    ['CRLF, a mark and no line end', (text: string) => `\uFEFF${text.trimEnd().replaceAll('\n', '\r\n')}`],
  ])("keeps the user's %s, edited or not", (_, form) => {
    const theirs = lines.replace('four', 'FOUR\nand more');
    expect(clean('a.txt', lines, form(lines.replace('one', 'ONE')), theirs)).toBe(form(theirs.replace('one', 'ONE')));
    if (!form('a\n').endsWith('a')) expect(clean('a.txt', lines, form(lines), theirs)).toBe(form(theirs));
  });

  it('keeps mixed line ends as they are', () => {
    expect(clean('a.txt', lines, 'one\r\ntwo\nthree\r\nfour\nfive!\n', lines.replace('two', 'TWO'))).toBe(
      'one\r\nTWO\r\nthree\r\nfour\nfive!\n',
    );
  });

  it('keeps line ends also where no line stands once', () => {
    const repeated = 'x\n\nx\n\nx\n\nx\n';
    expect(clean('a.txt', repeated, `mine\r\n${repeated.replaceAll('\n', '\r\n')}`, `${repeated}theirs\n`)).toBe(
      `mine\r\n${repeated.replaceAll('\n', '\r\n')}theirs\r\n`,
    );
  });

  it('merges a text of 2 MB in a moment', () => {
    const big = Array.from({ length: 40_000 }, (_, at) => (at % 3 === 0 ? '' : `line ${at} of a long text, as long as lines are`)).join(
      '\n',
    );
    const started = performance.now();
    const merged = clean('a.txt', big, big.replace('line 10 ', 'mine '), big.replace('line 39998 ', 'theirs '));
    // Not `toBe`: telling how two such texts differ would take minutes.
    expect(merged === big.replace('line 10 ', 'mine ').replace('line 39998 ', 'theirs ')).toBe(true);
    expect(performance.now() - started).toBeLessThan(3000);
  });
});

describe('files that come and go', () => {
  it.each([
    ['the template deletes what the user edited', 'a', 'mine', undefined, 'mine', 'deleted-there'],
    ['the user deleted what the template changed', 'a', undefined, 'b', undefined, 'deleted-here'],
    ['both changed a binary file', Buffer.from([0, 1]), Buffer.from([0, 2]), Buffer.from([0, 3]), Buffer.from([0, 2]), 'binary'],
    ['a text became binary', 'a', 'mine', Buffer.from([0, 3]), 'mine', 'binary'],
    ['both added a binary file', undefined, Buffer.from([0, 2]), Buffer.from([0, 3]), Buffer.from([0, 2]), 'both-added'],
  ] as const)('%s: a conflict, and nothing is lost', (_, base, ours, theirs, content, kind) => {
    expect(merge('f', base, ours, theirs)).toEqual({ content, conflicts: [{ kind, where: 'f' }] });
  });

  it.each([
    ['deleted by the template, untouched', 'a\n', 'a\r\n', undefined, undefined],
    ['deleted by the user, unchanged since', 'a\n', undefined, 'a\n', undefined],
    ['deleted by both', 'a', undefined, undefined, undefined],
    ['added by the template', undefined, undefined, 'b', 'b'],
    ['added by the user', undefined, 'b', undefined, 'b'],
    ['added by both alike', undefined, 'b\r\n', 'b\n', 'b\r\n'],
    ['binary, changed by the template', Buffer.from([0]), Buffer.from([0]), Buffer.from([1, 0]), Buffer.from([1, 0])],
    ['binary, changed by the user', Buffer.from([0]), Buffer.from([1, 0]), Buffer.from([0]), Buffer.from([1, 0])],
  ] as const)('%s', (_, base, ours, theirs, content) => {
    expect(merge('f', base, ours, theirs)).toEqual({ content, conflicts: [] });
  });

  it('marks a text that both added', () => {
    const { content, conflicts } = merge('a.md', undefined, 'same\nmine\n', 'same\ntheirs\n');
    expect(conflicts.map(({ kind }) => kind)).toEqual(['both-added']);
    expect(content).toContain('mine\n');
    expect(content).toContain('theirs\n');
    expect(hasMarkers(content as string)).toBe(true);
  });
});

describe('generated regions', () => {
  const document = (body: string, run: string, below: string): string =>
    `# Title\n\n<!-- generated: columns (by python -m src.stages.document) -->\n${body}<!-- /generated${run} -->\n\n${below}\n`;

  it("are the user's, whatever the template has there", () => {
    const merged = clean(
      'docs/a.md',
      document('', '', 'text'),
      document('| a |\n| b |\n', ', run 3fa2', 'text'),
      document('soon\n', '', 'other text'),
    );
    expect(merged).toBe(document('| a |\n| b |\n', ', run 3fa2', 'other text'));
  });

  it('do not make a document one that the user edited', () => {
    expect(merge('docs/a.md', document('', '', 'text'), document('| a |\n', ', run 3fa2', 'text'), undefined).conflicts).toEqual([]);
    expect(merge('docs/a.md', document('', '', 'text'), document('| a |\n', '', 'my text'), undefined).conflicts).toHaveLength(1);
  });

  it('go where the user took the marks out', () => {
    expect(
      clean('docs/a.md', document('', '', 'between\n\ntext'), '# Title\n\nbetween\n\ntext\n', document('x\n', '', 'between\n\nmore')),
    ).toBe('# Title\n\nbetween\n\nmore\n');
  });
});

describe('merging by key', () => {
  it.each([
    ['params.yaml', 'a: 1\nb: 2\n', 'a: 5 # mine\nb: 2\n', 'a: 1\nc: 3 # theirs\nb: 2\n', 'a: 5 # mine\nc: 3 # theirs\nb: 2\n'],
    [
      'params.yaml',
      'a:\n  x: 1\n  y: 2\n',
      'a:\n  x: 1\n  y: 3\n',
      'a:\n  x: 1\n  y: 2\n  # how\n  z: [1, 2]\n',
      'a:\n  x: 1\n  y: 3\n  # how\n  z: [1, 2]\n',
    ],
    [
      'pyproject.toml',
      '[tool.ruff]\nline-length = 100\n',
      '[tool.ruff]\nline-length = 88 # mine\n',
      '[tool.ruff]\nline-length = 100\ntarget = "py310"\n',
      '[tool.ruff]\nline-length = 88 # mine\ntarget = "py310"\n',
    ],
    [
      'a.json',
      '{\n  "a": 1,\n  "b": 2\n}\n',
      '{\n  "a": 5,\n  "b": 2\n}\n',
      '{\n  "a": 1,\n  "b": 3,\n  "c": true\n}\n',
      '{\n  "a": 5,\n  "b": 3,\n  "c": true\n}\n',
    ],
  ])('%s: one key changed by the user, the next one by the template', (path, base, ours, theirs, merged) => {
    expect(clean(path, base, ours, theirs)).toBe(merged);
  });

  it('joins lists by their entries, and requirements by their package', () => {
    const toml = (...items: string[]): string => `[project]\ndependencies = [\n${items.map((item) => `  "${item}",\n`).join('')}]\n`;
    expect(clean('pyproject.toml', toml('a>=1', 'b>=1'), toml('a>=1', 'b>=1', 'mine'), toml('a>=2', 'b>=1', 'new>=1'))).toBe(
      toml('a>=2', 'b>=1', 'new>=1', 'mine'),
    );
    const { content, conflicts } = merge('pyproject.toml', toml('a>=1'), toml('a>=1,<2'), toml('a>=2'));
    expect(conflicts).toEqual([{ kind: 'key', where: 'project.dependencies[a]' }]);
    expect(content).toBe(
      toml('a>=1').replace(
        '  "a>=1",\n',
        '<<<<<<< yours\n  "a>=1,<2",\n||||||| template 1.0\n  "a>=1",\n=======\n  "a>=2",\n>>>>>>> template 2.0\n',
      ),
    );
  });

  it('knows the steps of a workflow and the outputs of a stage by name', () => {
    const steps = (version: string, ...more: string[]): string =>
      `jobs:\n  test:\n    steps:\n      - uses: actions/checkout@${version}\n${more.join('')}      - name: Test\n        run: pytest\n`;
    expect(
      clean(
        '.github/workflows/ci.yml',
        steps('v4'),
        steps('v4', '      - run: mine # why\n'),
        steps('v5', '      - name: Lint\n        run: ruff\n'),
      ),
    ).toContain('checkout@v5\n      - name: Lint\n        run: ruff\n      - run: mine # why\n      - name: Test\n');
    const outs = (...list: string[]): string => `stages:\n  a:\n    outs:\n${list.map((one) => `      - ${one}\n`).join('')}`;
    expect(clean('dvc.yaml', outs('x', 'z'), outs('x', 'z', 'mine: {cache: false}'), outs('x', 'z: {cache: false}'))).toBe(
      outs('x', 'z: {cache: false}', 'mine: {cache: false}'),
    );
  });

  it.each([
    ['both gave one key another value', 'a: 1\nb: 2\n', 'a: 2\nb: 2\n', 'a: 3\nb: 2\nc: 1\n', 'key', 'a'],
    ['both added a key', 'a: 1\n', 'a: 1\nb: 2\n', 'b: 3\na: 1\n', 'both-added', 'b'],
    ['the template took away what the user changed', 'a: 1\nb: 2\n', 'a: 1\nb: 3\n', 'a: 1\n', 'deleted-there', 'b'],
    ['the user took away what the template changed', 'a: 1\nb: {x: 1}\n', 'a: 1\n', 'a: 1\nb: {x: 2}\n', 'deleted-here', 'b'],
  ])('%s: marked where it stands', (_, base, ours, theirs, kind, where) => {
    const { content, conflicts } = merge('params.yaml', base, ours, theirs);
    // Lines that conflict by themselves are as good a mark.
    expect(conflicts).toEqual([{ kind, where }]);
    expect(hasMarkers(content as string)).toBe(true);
    for (const line of [...ours.split('\n'), ...theirs.split('\n')]) expect(content).toContain(line);
  });

  it('never gives a file that holds a key twice, though its lines merge', () => {
    const base = 'a: 1\n\nb: 2\n\nc: 3\n';
    const { content, conflicts } = merge('params.yaml', base, `new: 1\n${base}`, `${base}new: 2\n`);
    expect(conflicts).toEqual([{ kind: 'both-added', where: 'new' }]);
    expect(hasMarkers(content as string)).toBe(true);
  });

  it('takes the comments of both sides', () => {
    const base = '# top\na: 1\n# about b\nb: 2 # b\n';
    expect(
      clean(
        'params.yaml',
        base,
        '# top\n# mine\na: 2\n# about b\nb: 2 # b\n',
        '# top\na: 1\n# about b, at length\nb: 3 # bb\nc: 1\n# end\n',
      ),
    ).toBe('# top\n# mine\na: 2\n# about b, at length\nb: 3 # bb\nc: 1\n# end\n');
  });

  it('takes a new order of entries only from a list that the user left alone', () => {
    const steps = (...names: string[]): string => `a: 1\nsteps:\n${names.map((name) => `  - name: ${name}\n`).join('')}b: 1\n`;
    expect(clean('w.yaml', steps('x', 'y'), steps('x', 'y').replace('a: 1', 'a: 2'), steps('y', 'x').replace('b: 1', 'b: 2'))).toBe(
      'a: 2\nsteps:\n  - name: y\n  - name: x\nb: 2\n',
    );
    const { conflicts } = merge('w.yaml', steps('x', 'y'), steps('x', 'y', 'mine'), steps('y', 'x'));
    expect(conflicts).toEqual([{ kind: 'key', where: 'steps' }]);
  });

  it("keeps a comment of the user's on a key that the template takes away", () => {
    const { content, conflicts } = merge('params.yaml', 'a: 1\nb: 2\nc: 3\n', 'a: 1\n# why I need it\nb: 2\nc: 4\n', 'a: 1\nc: 3\nd: 5\n');
    expect(conflicts).toEqual([{ kind: 'deleted-there', where: 'b' }]);
    expect(content).toContain('<<<<<<< yours\n# why I need it\nb: 2\n');
  });

  it('merges a notebook by cells, run or not', () => {
    const notebook = (cells: object[]): string => `${JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }, null, 1)}\n`;
    const cell = (id: string, source: string[], outputs: unknown[] = []): object => ({
      cell_type: 'code',
      execution_count: outputs.length || null,
      id,
      metadata: {},
      outputs,
      source,
    });
    const base = notebook([cell('a', ['x = 1\n', 'y = 2']), cell('b', ['z = 3'])]);
    const ours = notebook([cell('a', ['x = 1\n', 'y = 2'], [{ text: '2' }]), cell('mine', ['w = 0']), cell('b', ['z = 3'])]);
    const theirs = notebook([cell('a', ['x = 5\n', 'y = 2']), cell('new', ['v = 0']), cell('b', ['z = 3'])]);
    const merged = JSON.parse(clean('n.ipynb', base, ours, theirs)) as { cells: { id: string; source: string[]; outputs: unknown[] }[] };
    expect(merged.cells.map(({ id }) => id).sort()).toEqual(['a', 'b', 'mine', 'new']);
    expect(merged.cells[0]).toMatchObject({ source: ['x = 5\n', 'y = 2'], outputs: [{ text: '2' }] });
  });
});

describe('what a formatter changed', () => {
  const keys = (text: string): string[] => pythonUnits(text).map(({ key }) => key);

  it('is no conflict in Python, and stays', () => {
    const base = "def f(a, b):\n    return some_function(a, b, key='x')\n\n\ndef g():\n    return 1\n";
    const ours = 'def f(a, b):\n    return some_function(\n        a,\n        b,\n        key="x",\n    )\n\n\ndef g():\n    return 1\n';
    expect(clean('a.py', base, ours, base.replace('def f(a, b):', 'def f(a, b, c):'))).toBe(
      ours.replace('def f(a, b):', 'def f(a, b, c):'),
    );
    expect(clean('a.py', base, ours, base.replace("key='x'", "key='y'"))).toBe(base.replace("key='x'", "key='y'"));
  });

  it('is looked for in any text, also one that is no Python', () => {
    const odd = (value: string): string => `x = ${value}\r\u00a0 \v "open\n`;
    expect(merge('a.py', odd('1'), odd('2'), odd('3')).conflicts).toHaveLength(1);
  });

  it('is no conflict in YAML, TOML and JSON, and stays', () => {
    expect(
      clean(
        'params.yaml',
        'a:\n  b: 1\n  c: [x, y]\n',
        "a:\n    b: 1\n    c:\n        - 'x'\n        - y\n",
        'a:\n  b: 2\n  c: [x, y, z]\n  d: {e: 1}\n',
      ),
    ).toBe("a:\n    b: 2\n    c:\n        - 'x'\n        - y\n        - z\n    d: {e: 1}\n");
    expect(clean('pyproject.toml', '[a]\nb = [1, 2]\nc = 1\n', '[a]\nb = [\n    1,\n    2,\n]\nc=1\n', '[a]\nb = [1, 2]\nc = 2\n')).toBe(
      '[a]\nb = [\n    1,\n    2,\n]\nc=2\n',
    );
    expect(clean('a.json', '{\n  "a": [1, 2],\n  "b": 1\n}\n', '{"a": [1,2], "b": 1}\n', '{\n  "a": [1, 2],\n  "b": 2\n}\n')).toBe(
      '{"a": [1,2], "b": 2}\n',
    );
  });

  it.each([
    ['x = (a + b) * c\n', 'x = a + b * c\n'],
    ['x = (1,)\n', 'x = (1)\n'],
    ['x = a[1,]\n', 'x = a[1]\n'],
    ['assert (a, b)\n', 'assert a, b\n'],
    ['return ()\n', 'return\n'],
    ['x = [(a for a in b)]\n', 'x = [a for a in b]\n'],
    ["x = 'a b'\n", "x = 'a  b'\n"],
    ['if a:\n    b\nc\n', 'if a:\n    b\n    c\n'],
  ])('is told from a change of meaning: %j and %j', (one, other) => {
    expect(keys(one)).not.toEqual(keys(other));
  });

  it.each([
    ['x = (\n    a + b\n)\n', 'x = a + b\n'],
    ['return (\n    a,\n    b,\n)\n', 'return a, b\n'],
    ['from a import (\n    b,\n)\n', 'from a import b\n'],
    ['f(\n    a,  # why\n    *b,\n)\n', 'f(a, # why\n  *b)\n'],
    ['if (\n    a\n    and b\n):\n    c\n', 'if a \\\n        and b:\n  c\n'],
    ["x = 'it\\'s' 'b'\n", 'x = "it\'sb"\n'],
    ['def f():\n    """Says.\n\n    More.\n    """\n', 'def f():\n  """Says.\n\n  More.\n  """\n'],
    ['f(lambda a: (a + 1))\n', 'f(lambda a: a + 1)\n'],
  ])('is seen as layout: %j and %j', (one, other) => {
    expect(keys(one)).toEqual(keys(other));
  });
});

describe('lists as people keep them', () => {
  const workflow = (...steps: string[]): string =>
    `jobs:\n  test:\n    steps:\n${steps.map((step) => step.replace(/^/gm, '      ')).join('\n')}\n`;
  const [checkout, setUp, again] = [
    '- uses: acme/checkout@v1',
    '- name: Set up\n  uses: acme/python@aaaa # v1\n  with:\n    version: 3',
    '- uses: ./\n  with:\n    path: one',
  ];
  const steps = [checkout, again, setUp, '- run: make', again.replace('one', 'two'), '- run: make'];
  const edited = (at: number, count: number, ...put: string[]): string => workflow(...steps.toSpliced(at, count, ...put));

  it('takes steps of either side where steps have no names of their own', () => {
    const content = clean('ci.yml', workflow(...steps), edited(1, 0, '- run: mine'), edited(6, 0, '- run: theirs'));
    expect(content).toBe(workflow(...steps.toSpliced(6, 0, '- run: theirs').toSpliced(1, 0, '- run: mine')));
  });

  it('takes edits of one such step in different keys', () => {
    const [ours, theirs] = [edited(2, 1, setUp.replace('Set up', 'Python')), edited(2, 1, setUp.replace('version: 3', 'version: 4'))];
    expect(clean('ci.yml', workflow(...steps), ours, theirs)).toBe(
      edited(2, 1, setUp.replace('Set up', 'Python').replace('version: 3', 'version: 4')),
    );
  });

  it('takes a step that moved, and one beside it that was edited', () => {
    const base = workflow(checkout, setUp, '- name: Store\n  run: store', '- name: Tell\n  run: tell');
    const ours = base.replace('run: tell', 'run: tell all');
    const theirs = workflow(checkout, '- name: Store\n  run: store', setUp, '- name: Tell\n  run: tell');
    expect(clean('ci.yml', base, ours, theirs)).toBe(theirs.replace('run: tell', 'run: tell all'));
  });

  it('keeps the comment behind the first key of an entry with its value', () => {
    const pinned = workflow('- uses: acme/checkout@aaaa # v1', '- name: Test\n  run: make');
    const theirs = pinned.replace('aaaa # v1', 'bbbb # v2');
    const ours = pinned.replace('      - name: Test', '      - run: mine\n      - name: Test');
    expect(clean('ci.yml', pinned, ours, theirs)).toBe(ours.replace('aaaa # v1', 'bbbb # v2'));
  });

  it('puts a new entry behind the nearest that is still there', () => {
    const base = workflow('- name: A\n  run: a', '- name: B\n  run: b', '- name: C\n  run: c', '- name: D\n  run: d');
    const ours = base.replace('      - name: B\n        run: b\n', '').replace('run: c', 'run: mine');
    const theirs = base.replace('      - name: C', '      - name: New\n        run: new\n      - name: C');
    expect(clean('ci.yml', base, ours, theirs)).toBe(
      ours.replace('      - name: C', '      - name: New\n        run: new\n      - name: C'),
    );
  });

  it('does not take two other entries for one that both have replaced', () => {
    const base = workflow('- name: A\n  run: a', '- name: Rust 1\n  run: rust 1', '- name: C\n  run: c');
    const { content, conflicts } = merge('ci.yml', base, base.replaceAll(/ust 1/g, 'ust 2'), base.replaceAll(/ust 1/g, 'ust 3'));
    expect([conflicts.length, hasMarkers(String(content))]).toEqual([1, true]);
  });

  it('has what both added, in different places, once', () => {
    const base = '[project]\ndependencies = [\n    "a>=1",\n    "b>=1",\n    "c>=1",\n]\n';
    const [ours, theirs] = [base.replace('    "b', '    "new>=1",\n    "b'), base.replace('    "c', '    "new>=1",\n    "c')];
    expect(clean('pyproject.toml', base, ours, theirs)).toBe(ours);
  });

  it.each([
    ['a.toml', '[tool]\nwide = 100\nlast = 1\n', 'wide = 100', 'wide = 110', 'wide = 100  # mine', 'wide = 110  # mine'],
    ['a.yaml', 'tool:\n  wide: 100\n  last: 1\n', 'wide: 100', 'wide: 110', 'wide: 100  # mine', 'wide: 110  # mine'],
    ['a.yaml', 'tool:\n  wide: 100 # v1\n  last: 1\n', 'wide: 100 # v1', 'wide: 110 # v2', 'wide: 120 # v1', undefined],
  ])('%s: takes a value from one side, and the comment behind it from the other', (path, base, was, theirs, ours, together) => {
    const [mine, other] = [base.replace(was, ours), base.replace(was, theirs)];
    if (together === undefined) expect(merge(path, base, mine, other).conflicts).toHaveLength(1);
    else expect(clean(path, base, mine, other)).toBe(base.replace(was, together));
  });
});
