import { isDeepStrictEqual } from 'node:util';
import { type Document, isMap, type Pair, parseDocument, type YAMLMap } from 'yaml';
import { commentsOf, withComments } from './comments.ts';
import { isStructured, openStructured } from './open.ts';
import { isMapValue, type Path, type Structured } from './structured.ts';

/** Whether several template folders may each bring a part of this file; a notebook is one thing. */
export const isComposed = (path: string): boolean => isStructured(path) && !path.endsWith('.ipynb');

/** Two texts of one structured file as one: the second one's keys are added or win; both keep their comments. */
export function composed(path: string, below: string, above: string): string {
  if (/\.ya?ml$/.test(path)) return composedYaml(path, below, above);
  return withAll(openStructured(path, below), openStructured(path, above), []).text;
}

/** What was composed last, by its text: the next folder that brings a part of the same file need not have it read again. */
const read = new Map<string, Document>();
const mostRead = 16;

/** Templates are many and large, so their nodes are joined and printed once instead of being edited key by key. */
function composedYaml(path: string, below: string, above: string): string {
  const [document, addition] = [read.get(below) ?? parsed(path, below), parsed(path, above)];
  read.delete(below);
  if (!isMap(document.contents) || !isMap(addition.contents)) throw new Error(`${path}: both templates must be maps to be merged`);
  joinMaps(document.contents, addition.contents);
  const text = document.toString({ lineWidth: 0, flowCollectionPadding: false });
  if (read.size >= mostRead) read.clear();
  read.set(text, document);
  return text;
}

function parsed(path: string, text: string): Document {
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error !== undefined) throw new Error(`${path}: ${error.message}\n${text}`);
  return document;
}

const keyOf = (pair: Pair): string => String((pair.key as { value?: unknown } | null)?.value ?? pair.key);

function joinMaps(below: YAMLMap, above: YAMLMap): void {
  for (const pair of above.items) {
    const present = below.items.find((candidate) => keyOf(candidate) === keyOf(pair));
    if (present === undefined) below.items.push(pair);
    else if (isMap(present.value) && isMap(pair.value)) joinMaps(present.value, pair.value);
    else present.value = pair.value;
  }
}

function withAll(document: Structured, addition: Structured, at: Path): Structured {
  const keys = Object.keys(addition.get(at) as object);
  return keys.reduce((so, key) => {
    const path = [...at, key];
    const [present, value] = [so.get(path), addition.get(path)];
    if (isDeepStrictEqual(present, value)) return so;
    if (isMapValue(present) && isMapValue(value)) return withAll(so, addition, path);
    const written = addition.copy(path);
    const placed = present === undefined ? so.insert(at, key, written) : so.set(path, written);
    const comments = commentsOf(addition, path);
    return comments === undefined || (comments.above.length === 0 && comments.behind === '')
      ? placed
      : withComments(placed, path, comments);
  }, document);
}

/** Two plain values as one, key by key; where they are not both maps, the second wins. */
export function mergePlain(below: unknown, above: unknown): unknown {
  if (!isMapValue(below) || !isMapValue(above)) return above;
  return {
    ...below,
    ...Object.fromEntries(Object.entries(above).map(([key, value]) => [key, key in below ? mergePlain(below[key], value) : value])),
  };
}

/** Keys, with dots, to which two texts of one structured file give different values. */
export function contradictions(path: string, one: string, other: string): string[] {
  return differing(openStructured(path, one).value, openStructured(path, other).value);
}

const differing = (one: unknown, other: unknown, at = ''): string[] => {
  if (!isMapValue(one) || !isMapValue(other)) return isDeepStrictEqual(one, other) ? [] : [at];
  return Object.keys(one)
    .filter((key) => key in other)
    .flatMap((key) => differing(one[key], other[key], at === '' ? key : `${at}.${key}`));
};
