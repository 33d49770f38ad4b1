/** The rooms of the generator stand one above the other: a file imports from its own room and from those below it, never upwards. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, resolve } from 'node:path';
import { expect, it } from 'vitest';

const generators = resolve(import.meta.dirname, '../../generators');

/** From the ground up; rooms in one line know nothing of each other. */
const rooms = [
  ['core'],
  ['edit', 'data/tally'],
  ['data/read', 'merge'],
  ['data/infer'],
  ['data'],
  ['options'],
  ['plan', 'python'],
  ['apply'],
  ['state'],
  ['parts'],
  ['yeoman', 'layers'],
  ['stage', 'model', 'feature', 'notebook', 'docs-site'],
  ['app', 'inspect'],
  ['source', 'update'],
  ['check', 'terminal'],
  ['run'],
  ['cli'],
];

const roomOf = (path: string): string => dirname(path).replaceAll('\\', '/');
const height = new Map(rooms.flatMap((names, at) => names.map((name) => [name, at] as const)));

it('imports go downwards', () => {
  const upwards: string[] = [];
  const files = readdirSync(generators, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  expect(files.length).toBeGreaterThan(200);
  for (const file of files) {
    const from = height.get(roomOf(file));
    if (from === undefined) throw new Error(`${file} is in a room that this test does not know: give it its place.`);
    for (const [, path] of readFileSync(join(generators, file), 'utf8').matchAll(/(?:from|import\() ?'(\.[^']+)'/g)) {
      const target = normalize(join(dirname(file), path!)).replaceAll('\\', '/');
      if (roomOf(target) !== roomOf(file) && !(height.get(roomOf(target))! < from)) upwards.push(`${file} → ${target}`);
    }
  }
  expect(upwards).toEqual([]);
});
