import { isDeepStrictEqual } from 'node:util';
import { type Document, isMap, isNode, type Pair, parseDocument, type YAMLMap } from 'yaml';
import { commentsOf, withComments } from './comments.ts';
import { joinedToml, joinedYaml } from './join-lines.ts';
import { isStructured, openStructured } from './open.ts';
import { isMapValue, type Path, type Structured } from './structured.ts';

/** Whether several template folders may each bring a part of this file; a notebook is one thing. */
export const isComposed = (path: string): boolean => isStructured(path) && !path.endsWith('.ipynb');

/** Texts of one structured file as one, the most general first: the keys of a later one are added or win; all keep their comments. */
export const composed = (path: string, ...texts: readonly string[]): string => joinedByLines(path, texts) ?? parsedAndComposed(path, texts);

/** The same, and proof that lines were joined to what a parser makes of them. */
export function composedAndProved(path: string, ...texts: readonly string[]): string {
  const [text, proof] = [composed(path, ...texts), parsedAndComposed(path, texts)];
  if (text !== proof) throw new Error(`${path}: joined by lines it is another text than joined by keys:\n${text}\n---\n${proof}`);
  return text;
}

const joinedByLines = (path: string, texts: readonly string[]): string | undefined =>
  /\.ya?ml$/.test(path) ? joinedYaml(texts) : path.endsWith('.toml') ? joinedToml(texts) : undefined;

function parsedAndComposed(path: string, texts: readonly string[]): string {
  if (/\.ya?ml$/.test(path)) return composedYaml(path, texts);
  return texts.map((text) => openStructured(path, text)).reduce((below, above) => withAll(below, above, [])).text;
}

/** Templates are many and large, so their nodes are joined and printed once instead of being edited key by key. */
function composedYaml(path: string, texts: readonly string[]): string {
  const [document, ...additions] = texts.map((text) => parsed(path, text));
  for (const { contents } of additions) {
    if (!isMap(document!.contents) || !isMap(contents)) throw new Error(`${path}: templates must be maps to be merged`);
    joinMaps(document!.contents, contents);
  }
  return document!.toString({ lineWidth: 0, flowCollectionPadding: false });
}

function parsed(path: string, text: string): Document {
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error !== undefined) throw new Error(`${path}: ${error.message}\n${text}`);
  return document;
}

const keyOf = (pair: Pair): string => String((pair.key as { value?: unknown } | null)?.value ?? pair.key);

function joinMaps(below: YAMLMap, above: YAMLMap): void {
  const first = above.items[0]?.key;
  // What the parser gives to the map speaks of its first key.
  if (above.commentBefore != null && isNode(first)) first.commentBefore = above.commentBefore;
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
