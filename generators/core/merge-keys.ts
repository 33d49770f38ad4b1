import { type Document, isMap, type Pair, parse as parseYaml, parseDocument, stringify, type YAMLMap } from 'yaml';
import { isDeepStrictEqual } from 'node:util';
import { parse as parseToml } from 'smol-toml';
import { mergeToml } from './merge-toml.ts';

/** Whether several template folders may each bring a part of this file. */
export const isStructured = (path: string): boolean => /\.(ya?ml|json|toml)$/.test(path);

/** Two texts of one structured file as one: the second one's keys are added or win; both keep their comments. */
export function mergeKeys(path: string, below: string, above: string): string {
  if (path.endsWith('.toml')) return mergeToml(below, above);
  if (path.endsWith('.json')) return `${JSON.stringify(mergePlain(JSON.parse(below), JSON.parse(above)), null, 2)}\n`;
  const document = parse(path, below);
  const addition = parse(path, above);
  if (!isMap(document.contents) || !isMap(addition.contents)) throw new Error(`${path}: both templates must be maps to be merged`);
  mergeMap(document.contents, addition.contents);
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

function parse(path: string, text: string): Document {
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error !== undefined) throw new Error(`${path}: ${error.message}\n${stringify(text)}`);
  return document;
}

const keyOf = (pair: Pair): string => String((pair.key as { value?: unknown } | null)?.value ?? pair.key);

function mergeMap(below: YAMLMap, above: YAMLMap): void {
  for (const pair of above.items) {
    const present = below.items.find((candidate) => keyOf(candidate) === keyOf(pair));
    if (present === undefined) below.items.push(pair);
    else if (isMap(present.value) && isMap(pair.value)) mergeMap(present.value, pair.value);
    else present.value = pair.value;
  }
}

type Plain = Record<string, unknown>;
const isPlain = (value: unknown): value is Plain => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Two plain values as one, key by key; where they are not both maps, the second wins. */
export function mergePlain(below: unknown, above: unknown): unknown {
  if (!isPlain(below) || !isPlain(above)) return above;
  return {
    ...below,
    ...Object.fromEntries(Object.entries(above).map(([key, value]) => [key, key in below ? mergePlain(below[key], value) : value])),
  };
}

/** Keys, with dots, to which two texts of one structured file give different values. */
export function contradictions(path: string, one: string, other: string): string[] {
  const read = (text: string): unknown => (path.endsWith('.toml') ? parseToml(text) : path.endsWith('.json') ? JSON.parse(text) : parseYaml(text));
  return differing(read(one), read(other));
}

const differing = (one: unknown, other: unknown, at = ''): string[] => {
  if (!isPlain(one) || !isPlain(other)) return isDeepStrictEqual(one, other) ? [] : [at];
  return Object.keys(one).filter((key) => key in other).flatMap((key) => differing(one[key], other[key], at === '' ? key : `${at}.${key}`));
};
