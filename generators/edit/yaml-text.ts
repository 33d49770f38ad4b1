import { type Document, isMap, isNode, isScalar, type Node, parseDocument, Scalar, stringify, type YAMLMap } from 'yaml';
import { findPair, habitsOf, type Habits, lineBreak, startOf } from './yaml-place.ts';
import { type Path, unshared } from './structured.ts';

/** A parsed YAML text, and how single values and whole entries are written into it. */
export interface Parsed {
  readonly text: string;
  readonly where: string;
  readonly doc: Document;
}

const plainly = { lineWidth: 0, compat: 'yaml-1.1' } as const;
/** Nodes that are copied from another text: they are quoted as their author wants it. */
export const copies = new WeakSet<object>();
const asCopied = { lineWidth: 0 } as const;
const isCopied = (value: unknown): boolean => isNode(value) && copies.has(value);
const styleOf = (value: unknown): typeof plainly | typeof asCopied => (Object.values(value as object).some(isCopied) ? asCopied : plainly);

export const splice = (text: string, start: number, end: number, insert: string): string => text.slice(0, start) + insert + text.slice(end);

/** What a value means, be it plain or a node that brings its comments. */
export const plain = (value: unknown): unknown =>
  hasNode(value) ? (parseDocument(stringify([value], asCopied)).toJS() as unknown[])[0] : unshared(value);

const hasNode = (value: unknown): boolean =>
  isNode(value) || (typeof value === 'object' && value !== null && Object.values(value).some(hasNode));

export const isSingle = (value: unknown): boolean => isScalar(value) || value === null || typeof value !== 'object';

/** A single value, quoted as the one in its place; within `[…]`, where braces mean something, it is quoted anyway. */
export function single(node: Node | null, value: unknown, flow = false): string {
  if (isScalar(value) && value.type !== 'BLOCK_FOLDED' && value.type !== 'BLOCK_LITERAL') {
    const copied = new Scalar(value.value);
    Object.assign(copied, { type: value.type, format: value.format, minFractionDigits: value.minFractionDigits, source: value.source });
    return stringify(copied, isCopied(value) ? asCopied : plainly).trimEnd();
  }
  const fresh = new Scalar(isScalar(value) ? value.value : value);
  const old = isScalar(node) ? node.type : undefined;
  if (old === 'QUOTE_DOUBLE' || old === 'QUOTE_SINGLE') fresh.type = old;
  else if ((flow || String(fresh.value).includes('\n')) && typeof fresh.value === 'string') fresh.type = 'QUOTE_DOUBLE';
  return stringify(fresh, plainly).trimEnd();
}

/** `key: value` or `- value` in one line, without what encloses it. */
export const inFlow = (value: unknown): string =>
  stringify(value, { ...styleOf(value), collectionStyle: 'flow', flowCollectionPadding: false })
    .trim()
    .slice(1, -1);

/** A map or list as lines that stand at a column. */
export function inBlock(value: unknown, parsed: Parsed, column: number, habits: Partial<Habits> = {}): string {
  return stringify(value, { ...styleOf(value), ...habitsOf(parsed.doc, parsed.text), ...habits })
    .trimEnd()
    .split('\n')
    .map((line) => (line === '' ? line : ' '.repeat(column) + line))
    .join(lineBreak(parsed.text));
}

export const nodeAt = ({ doc }: Parsed, path: Path): unknown => (path.length === 0 ? doc.contents : doc.getIn(path, true));

export const indexIn = (map: YAMLMap, key: string | undefined): number =>
  map.items.findIndex((pair) => pair === (key === undefined ? undefined : findPair(map, key)));

export const lineAndColumn = (text: string, offset: number): string => {
  const lines = text.slice(0, offset).split('\n');
  return `${lines.length}:${lines.at(-1)!.length + 1}`;
};

/** Where the key or entry at a path starts, or the nearest one above it. */
export function nearestStart(parsed: Parsed, path: Path): number {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const parent = nodeAt(parsed, path.slice(0, depth - 1));
    const node = isMap(parent)
      ? findPair(parent, String(path[depth - 1]))?.key
      : (parent as { items?: unknown[] } | undefined)?.items?.[Number(path[depth - 1])];
    if (isNode(node) && node.range) return startOf(node);
  }
  return 0;
}
