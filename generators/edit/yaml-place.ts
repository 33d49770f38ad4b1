import { isAlias, isCollection, isMap, isPair, isScalar, isSeq, visit, type Document, type Node, type Pair, type YAMLMap } from 'yaml';

/** Where things stand in a YAML text: offsets, columns and the habits of its author. */

export const keyOf = (pair: Pair): unknown => (isScalar(pair.key) ? pair.key.value : pair.key);

export const findPair = (map: YAMLMap, key: string): Pair | undefined => map.items.find((pair) => String(keyOf(pair)) === key);

const range = (node: unknown): readonly [number, number, number] => {
  const found = (node as Node | null)?.range;
  if (!found) throw new Error('a node that was not parsed has no place');
  return found;
};

export const startOf = (node: unknown): number => range(node)[0];

/** Where the last visible character of a node ends; the parser's own ranges of block collections run on into comments. */
export function endOf(node: unknown): number {
  if (isPair(node)) return node.value === null ? range(node.key)[1] : Math.max(endOf(node.value), range(node.key)[1]);
  if (isCollection(node) && !node.flow) {
    const last = node.items.at(-1);
    return last === undefined ? range(node)[1] : endOf(last);
  }
  return range(node)[1];
}

export const lineStart = (text: string, offset: number): number => (offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1);

/** The offset before the line break that ends the line (or the end of the text). */
export function lineEnd(text: string, offset: number): number {
  const feed = text.indexOf('\n', offset);
  if (feed === -1) return text.length;
  return text[feed - 1] === '\r' && feed > offset ? feed - 1 : feed;
}

export const columnOf = (text: string, offset: number): number => offset - lineStart(text, offset);

export const lineBreak = (text: string): string => /\r?\n/.exec(text)?.[0] ?? '\n';

const nextLine = (text: string, offset: number): number => {
  const feed = text.indexOf('\n', offset);
  return feed === -1 ? text.length : feed + 1;
};

/**
 * The offset, before a line break, where the lines of a block entry end: its value, the comment behind it, and the
 * comment lines below that are indented deeper than the entry itself.
 */
export function blockEnd(text: string, entry: unknown, column: number): number {
  let end = endOf(entry);
  // A block scalar's range ends behind its line break.
  if (end > 0 && text[end - 1] === '\n') end -= text[end - 2] === '\r' ? 2 : 1;
  else end = lineEnd(text, end);
  let candidate = nextLine(text, end);
  while (candidate < text.length) {
    const line = text.slice(candidate, lineEnd(text, candidate));
    const comment = /^( *)#/.exec(line);
    if (comment && comment[1]!.length > column) end = candidate + line.length;
    else if (line.trim() !== '') break;
    candidate = nextLine(text, candidate);
  }
  return end;
}

const blankAfter = (text: string, end: number): boolean => /^\r?\n[ \t]*\r?\n/.test(text.slice(end));

/** Whether the author parts the entries of this map by blank lines, asked nearest to the place of insertion. */
export function partedByBlankLines(text: string, map: YAMLMap, at: number, column: number): boolean {
  const items = map.items;
  const neighbour = at < items.length - 1 ? items[at] : items[at - 1];
  return neighbour !== undefined && blankAfter(text, blockEnd(text, neighbour, column));
}

export interface Habits {
  readonly indent: number;
  readonly indentSeq: boolean;
  readonly singleQuote: boolean | null;
  /** `{ a: 1 }` or `{a: 1}`. */
  readonly flowCollectionPadding: boolean;
}

const known = new WeakMap<Document, Habits>();

/** Indentation of maps, of lists under a key, and the quote of most quoted strings. */
export function habitsOf(doc: Document, text: string): Habits {
  const found = known.get(doc) ?? readHabits(doc, text);
  known.set(doc, found);
  return found;
}

function readHabits(doc: Document, text: string): Habits {
  let indent = 0;
  let indentSeq: boolean | undefined;
  let quotes = 0;
  let padding: boolean | undefined;
  visit(doc, {
    Collection(_, node) {
      if (padding === undefined && node.flow && node.items.length > 0 && node.range) padding = /\s/.test(text[node.range[0] + 1] ?? '');
    },
    Pair(_, pair) {
      const value = pair.value;
      if (!isCollection(value) || value.flow || !value.range) return;
      const step = columnOf(text, startOf(value)) - columnOf(text, startOf(pair.key));
      if (isMap(value) && indent === 0 && step > 0) indent = step;
      if (isSeq(value) && indentSeq === undefined) indentSeq = step > 0;
    },
    Scalar(_, node) {
      if (node.type === 'QUOTE_SINGLE') quotes += 1;
      if (node.type === 'QUOTE_DOUBLE') quotes -= 1;
    },
  });
  return {
    indent: indent || 2,
    indentSeq: indentSeq ?? true,
    singleQuote: quotes > 0 ? true : quotes < 0 ? false : null,
    flowCollectionPadding: padding ?? false,
  };
}

/** Every alias of an anchor, with the path of keys and indices that leads to it. */
export function aliasPaths(doc: Document): { path: (string | number)[]; node: Node }[] {
  const found: { path: (string | number)[]; node: Node }[] = [];
  visit(doc, {
    Alias(key, node, ancestors) {
      if (key === 'key') return;
      const path: (string | number)[] = [];
      ancestors.forEach((ancestor, depth) => {
        if (isPair(ancestor)) path.push(String(keyOf(ancestor)));
        else if (isSeq(ancestor)) path.push(ancestor.items.indexOf((ancestors[depth + 1] ?? node) as Node));
      });
      if (isAlias(node)) found.push({ path, node });
    },
  });
  return found;
}
