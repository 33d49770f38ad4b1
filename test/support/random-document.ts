import { stringify as toYaml } from 'yaml';
import { stringify as toToml } from 'smol-toml';
import type { Random } from './random.ts';

/** Random structured documents of few keys and words, so that edits often meet. */

export type Json = Record<string, unknown>;

const keys = ['a', 'b', 'c', 'data', 'x-y', '3.10'];
const words = ['one', 'two', 'yes', '1.0', 'x: y', '# no', '', "it's"];

export function randomValue(random: Random, depth: number): unknown {
  const kind = random.below(depth > 0 ? 8 : 5);
  if (kind < 2) return random.pick(words);
  if (kind === 2) return random.below(4);
  if (kind === 3) return random.chance(0.5);
  if (kind === 4) return [...new Set(Array.from({ length: 1 + random.below(3) }, () => random.pick(words)))];
  if (kind === 5) return Array.from({ length: 1 + random.below(2) }, (_, at) => ({ name: `n${at}`, v: random.pick(words) }));
  return randomMap(random, depth - 1);
}

export function randomMap(random: Random, depth: number): Json {
  const map: Json = {};
  for (let left = 1 + random.below(4); left > 0; left -= 1) map[random.pick(keys)] = randomValue(random, depth);
  return map;
}

export const formats = ['yaml', 'toml', 'json'] as const;
export type Format = (typeof formats)[number];

/** A document as people write it: in one of several layouts. */
export function writtenAs(format: Format, value: Json, random: Random): string {
  if (format === 'json') return `${JSON.stringify(value, null, random.pick([2, 4, '\t']))}\n`;
  if (format === 'toml') return toToml(value);
  return toYaml(value, { indent: random.pick([2, 4]), indentSeq: random.chance(0.5), lineWidth: 0, compat: 'yaml-1.1' });
}

/** A place in a document, to change something there. */
export function randomPath(random: Random, value: unknown, depth = 0): (string | number)[] {
  if (value === null || typeof value !== 'object' || (depth > 0 && random.chance(0.3))) return [];
  const names = Array.isArray(value) ? value.map((_, at) => at) : Object.keys(value);
  if (names.length === 0) return [];
  const name = random.pick<string | number>(names);
  return [name, ...randomPath(random, (value as Json)[name], depth + 1)];
}

export const randomKey = (random: Random): string => random.pick([...keys, 'new']);
