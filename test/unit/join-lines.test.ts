import { expect, it } from 'vitest';
import { parse as parseToml } from 'smol-toml';
import { parse as parseYaml } from 'yaml';
import { composedAndProved, mergePlain } from '../../generators/edit/compose.ts';
import { joinedToml, joinedYaml } from '../../generators/edit/join-lines.ts';
import { type Random, seeded } from '../support/random.ts';
import { type Json, randomMap, randomValue, writtenAs } from '../support/random-document.ts';

const readers: Record<'yaml' | 'toml', readonly [(texts: readonly string[]) => string | undefined, (text: string) => unknown]> = {
  yaml: [joinedYaml, (text) => parseYaml(text)],
  toml: [joinedToml, (text) => parseToml(text)],
};

/** Of TOML only tables are joined, mostly with keys of their own. */
const documentOf = {
  yaml: (random: Random) => randomMap(random, 2),
  toml: (random: Random) => {
    const table = (): Json => ({ [`k${random.below(9)}`]: randomValue(random, 1), [`k${random.below(9)}`]: randomValue(random, 1) });
    return { [random.pick(['a', 'b'])]: { ...table(), [random.pick(['c', 'd', 'k1'])]: table() }, [random.pick(['a', 'e'])]: table() };
  },
};

it.each(['yaml', 'toml'] as const)('lines of %s are joined to what their keys come to, or not at all', (format) => {
  const random = seeded(11);
  const [joined, parse] = readers[format];
  let times = 0;
  for (let round = 0; round < 6000; round += 1) {
    const values = Array.from({ length: 2 + random.below(2) }, () => documentOf[format](random));
    const text = joined(values.map((value) => writtenAs(format, value, random)));
    if (text === undefined) continue;
    times += 1;
    expect(parse(text), text).toEqual(values.reduce<unknown>(mergePlain, {}));
  }
  expect(times).toBeGreaterThan(300);
});

it.each([
  ['a comment of the whole text stays, of a later text it goes', '# all\n\na: 1\n', '# more\n\nb: 2\n', '# all\n\na: 1\nb: 2\n'],
  ['a comment of a key comes with it', 'a:\n  b: 1\n', 'a:\n  # why\n  c: 2\n', 'a:\n  b: 1\n  # why\n  c: 2\n'],
  [
    'a value is replaced below the comment that was there',
    'a:\n  # why\n  b: 1\nc: 3\n',
    'a:\n  b: [2]\n',
    'a:\n  # why\n  b: [2]\nc: 3\n',
  ],
  ['lists replace', 'a:\n  - 1\nb: |\n  x: 1\n', 'a:\n  - 2\n', 'a:\n  - 2\nb: |\n  x: 1\n'],
])('in YAML %s', (_, below, above, together) => {
  expect(joinedYaml([below, above])).toBe(together);
  expect(composedAndProved('a.yaml', below, above)).toBe(together);
});

it.each([
  ['a map in one line', 'a: {b: 1}\n', 'a:\n  c: 2\n'],
  ['a comment at the end of a map', 'a:\n  b: 1\n  # end\nc: 1\n', 'a:\n  d: 2\n'],
  ['another indentation', 'a:\n    b: 1\n', 'a:\n    c: 2\n'],
  ['a list at the top', '- a\n', 'a: 1\n'],
  ['several documents', '---\na: 1\n', 'b: 1\n'],
])('YAML with %s is left to the parser', (_, below, above) => expect(joinedYaml([below, above])).toBeUndefined());

it.each([
  ['a value that changes', '[a]\nb = 1\n', '[a]\nb = 2\n'],
  ['a key where a table is', '[a.b]\nc = 1\n', '[a]\nb = 2\n'],
  ['a table where a key is', '[a]\nb = { c = 1 }\n', '[a.b]\nd = 1\n'],
  ['one of several tables', '[[a]]\nb = 1\n', '[a.c]\nd = 1\n'],
  ['tables without a line between them', '[a]\nb = 1\n[c]\nd = 1\n', '[a]\ne = 1\n'],
  ['keys with dots', '[a]\nb.c = 1\n', '[a]\nd = 1\n'],
])('TOML with %s is left to the parser', (_, below, above) => expect(joinedToml([below, above])).toBeUndefined());

it('a template that is written in another way than it is printed is found', () =>
  expect(() => composedAndProved('a.yaml', 'a: { b: 1 }\n', 'c: 1\n')).toThrow('joined by lines it is another text'));
