import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, Scalar, stringify, type Document, type Node, type Pair, type YAMLMap, type YAMLSeq } from 'yaml';
import { isDeepStrictEqual } from 'node:util';
import { usageError } from './errors.ts';
import {
  aliasPaths, blockEnd, columnOf, endOf, findPair, habitsOf, keyOf, lineBreak, lineEnd, lineStart, partedByBlankLines, startOf,
} from './edit-yaml-place.ts';

type Path = readonly (string | number)[];
type Json = Record<string, unknown>;

/**
 * A YAML text that is changed by replacing and inserting characters at the places its parser gives, so that every line
 * that an edit does not mean stays byte for byte: comments, order, quotes, blank lines, long lines, CRLF.
 * Each edit gives a new text and is checked: parsed again, it must mean exactly what was asked for.
 */
export class YamlText {
  readonly text: string;
  readonly value: Json;
  private readonly where: string;
  private readonly doc: Document;

  constructor(text: string, where: string) {
    const lines = new LineCounter();
    const doc = parseDocument(text, { lineCounter: lines, merge: true });
    const error = doc.errors[0];
    if (error) {
      const place = error.linePos?.[0];
      const sentence = error.message.split(/ at line \d+|:?\n/)[0];
      throw usageError(`${where}:${place?.line ?? 1}:${place?.col ?? 1} is not valid YAML: ${sentence}.`, 'Mend that line, then try again; nothing was changed.');
    }
    if (doc.contents !== null && !isMap(doc.contents) && !(isScalar(doc.contents) && doc.contents.value === null)) {
      throw usageError(`${where}:1:1 should hold keys and values, not a list or a single value.`);
    }
    this.text = text;
    this.where = where;
    this.doc = doc;
    this.value = (doc.toJS() ?? {}) as Json;
  }

  get(path: Path): unknown {
    return path.reduce<unknown>((value, key) => (value as Json | undefined)?.[key], this.value);
  }

  /** `file:line:column` of the key or entry at a path, or of the nearest one above it, for messages. */
  place(path: Path): string {
    let offset: number | undefined;
    for (let depth = path.length; depth > 0 && offset === undefined; depth -= 1) {
      const parent = depth === 1 ? this.doc.contents : this.doc.getIn(path.slice(0, depth - 1), true);
      const pair = isMap(parent) ? findPair(parent, String(path[depth - 1])) : undefined;
      const node = pair ? pair.key : isSeq(parent) ? parent.items[Number(path[depth - 1])] : undefined;
      offset = (node as Node | undefined)?.range?.[0];
    }
    const line = this.text.slice(0, offset ?? 0).split('\n').length;
    return `${this.where}:${line}:${columnOf(this.text, offset ?? 0) + 1}`;
  }

  /** Replaces a value or an entry of a list, quoted as it was; a key that is not there yet is added at the end of its map. */
  set(path: Path, value: unknown): YamlText {
    if (isDeepStrictEqual(this.get(path), value)) return this;
    const list = this.doc.getIn(path.slice(0, -1), true);
    if (isSeq(list)) return this.setEntry(list, path, value);
    const map = this.map(path.slice(0, -1));
    const key = String(path.at(-1));
    const pair = map && findPair(map, key);
    if (!pair) return this.insert(path.slice(0, -1), key, value);
    const node = pair.value as Node | null;
    if (node !== null && !isScalar(node) && !isAlias(node)) {
      throw usageError(`${this.place(path)} should be a single value.`);
    }
    return this.checked(this.replaceScalar(node, pair, value), (wanted) => putIn(wanted, path, value));
  }

  private setEntry(list: YAMLSeq, path: Path, value: unknown): YamlText {
    const item = list.items[Number(path.at(-1))];
    if (!isScalar(item) && !isAlias(item)) throw usageError(`${this.place(path)} should be a single value.`);
    const text = this.splice(startOf(item), endOf(item), this.written(item, value, list.flow));
    return this.checked(text, (wanted) => putIn(wanted, path, value));
  }

  /** Adds `key: value` to the map at `path`: behind the entry `after`, in front of `before`, or at its end. A `Node` brings its comments. */
  insert(path: Path, key: string, value: unknown, { after, before }: { after?: string; before?: string } = {}): YamlText {
    const map = this.map(path);
    if (map && findPair(map, key)) throw usageError(`${this.place([...path, key])} already has \`${key}\`.`);
    const wanted = after ?? before;
    const found = map?.items.findIndex((pair) => String(keyOf(pair)) === wanted) ?? -1;
    const position = found === -1 ? (map?.items.length ?? 0) : after === undefined ? found : found + 1;
    const text = map?.flow ? this.insertIntoFlow(map, position, key, value) : this.insertIntoBlock(map, position, path, key, value);
    const plain = parseDocument(stringify({ [key]: value })).toJS() as Json;
    return this.checked(text, (wanted) => putIn(wanted, [...path, key], plain[key]));
  }

  /** Adds entries at the end of the list at `path`, in the form of those that are there. */
  append(path: Path, entries: readonly unknown[]): YamlText {
    const list = this.doc.getIn(path, true);
    const last = isSeq(list) ? list.items.at(-1) : undefined;
    if (!isSeq(list) || last === undefined) throw usageError(`${this.place(path)} should be a list with an entry at least.`, 'Nothing was changed.');
    const plain = parseDocument(stringify(entries)).toJS() as unknown[];
    const text = list.flow ? this.appendToFlow(last, entries) : this.appendToBlock(last, entries);
    return this.checked(text, (wanted) => (readIn(wanted, path) as unknown[]).push(...plain));
  }

  /** Takes an entry out with the blank line that parted it from the one above: the inverse of `insert`. */
  remove(path: Path): YamlText {
    const map = this.map(path.slice(0, -1));
    const pair = map && findPair(map, String(path.at(-1)));
    if (!map || !pair) return this;
    const text = map.flow ? this.cutFromFlow(map, pair) : this.cutFromBlock(map, pair);
    const emptied = map.flow || map.items.length > 1 || path.length === 1 ? undefined : null;
    return this.checked(text, (wanted) => dropFrom(wanted, path, emptied));
  }

  private map(path: Path): YAMLMap | undefined {
    const node = path.length === 0 ? this.doc.contents : this.doc.getIn(path, true);
    if (node === undefined || node === null || (isScalar(node) && node.value === null)) return undefined;
    if (isMap(node)) return node;
    const found = isAlias(node) ? 'an alias' : isSeq(node) ? 'a list' : 'a single value';
    throw usageError(`${this.place(path)} should be a map of keys and values, but it is ${found}.`, 'Write it out as `key: value` lines, then try again; nothing was changed.');
  }

  private replaceScalar(node: Scalar | Node | null, pair: Pair, value: unknown): string {
    const written = this.written(node, value);
    const empty = node === null || node.range?.[0] === node.range?.[1];
    if (empty) return this.splice(endOf(pair), endOf(pair), ` ${written}`);
    return this.splice(startOf(node), endOf(node), written);
  }

  /** A single value, quoted as the one in its place; within `[…]`, where braces mean something, it is quoted anyway. */
  private written(node: Node | null, value: unknown, flow = false): string {
    const fresh = new Scalar(value);
    const old = isScalar(node) ? node.type : undefined;
    if (old === 'QUOTE_DOUBLE' || old === 'QUOTE_SINGLE') fresh.type = old;
    else if (flow && typeof value === 'string') fresh.type = 'QUOTE_DOUBLE';
    return stringify(fresh, { lineWidth: 0, compat: 'yaml-1.1' }).trimEnd();
  }

  private insertIntoBlock(map: YAMLMap | undefined, position: number, path: Path, key: string, value: unknown): string {
    const eol = lineBreak(this.text);
    const habits = habitsOf(this.doc, this.text);
    const block = (column: number): string =>
      stringify({ [key]: value }, { lineWidth: 0, compat: 'yaml-1.1', ...habits })
        .trimEnd()
        .split('\n')
        .map((line) => (line === '' ? line : ' '.repeat(column) + line))
        .join(eol);

    if (!map || map.items.length === 0) return this.insertFirst(path, block, habits.indent);
    const column = columnOf(this.text, startOf(map.items[0]!.key));
    const at = position - 1;
    if (at < 0) {
      const start = lineStart(this.text, startOf(map.items[0]!.key));
      const gap = partedByBlankLines(this.text, map, 0, column) ? eol + eol : eol;
      return this.splice(start, start, block(column) + gap);
    }
    const end = blockEnd(this.text, map.items[at]!, column);
    // Where the line is blank, blank lines are part of the value above (`|+`), and one more would change it.
    const gap = end > lineStart(this.text, end) && partedByBlankLines(this.text, map, at, column) ? eol + eol : eol;
    return this.splice(end, end, gap + block(column));
  }

  /** The first entry of a map that has none: of the whole text, or under a key without a value. */
  private insertFirst(path: Path, block: (column: number) => string, indent: number): string {
    const eol = lineBreak(this.text);
    if (path.length === 0) {
      const gap = this.text === '' || this.text.endsWith('\n') ? '' : eol;
      return `${this.text}${gap}${block(0)}${eol}`;
    }
    const parent = this.map(path.slice(0, -1));
    const pair = parent && findPair(parent, String(path.at(-1)));
    if (!pair) {
      const key = String(path.at(-1));
      const inner = parseDocument(block(0).replaceAll(eol, '\n')).contents;
      return this.insert(path.slice(0, -1), key, inner).text;
    }
    const column = columnOf(this.text, startOf(pair.key));
    const end = lineEnd(this.text, endOf(pair));
    return this.splice(end, end, eol + block(column + indent));
  }

  private appendToBlock(last: unknown, entries: readonly unknown[]): string {
    const eol = lineBreak(this.text);
    const start = lineStart(this.text, startOf(last));
    const [indent = ''] = /^ */.exec(this.text.slice(start)) ?? [];
    const end = blockEnd(this.text, last, indent.length);
    const written = stringify(entries, { lineWidth: 0, compat: 'yaml-1.1', ...habitsOf(this.doc, this.text), indent: 2 }).trimEnd();
    return this.splice(end, end, written.split('\n').map((line) => eol + indent + line).join(''));
  }

  private appendToFlow(last: unknown, entries: readonly unknown[]): string {
    const written = stringify(entries, { collectionStyle: 'flow', lineWidth: 0, flowCollectionPadding: false, compat: 'yaml-1.1' }).trim().slice(1, -1);
    return this.splice(endOf(last), endOf(last), `, ${written}`);
  }

  private insertIntoFlow(map: YAMLMap, position: number, key: string, value: unknown): string {
    const written = stringify({ [key]: value }, { collectionStyle: 'flow', lineWidth: 0, flowCollectionPadding: false, compat: 'yaml-1.1' }).trim().slice(1, -1);
    const last = map.items[position - 1];
    const first = map.items[0];
    const close = map.range![1] - 1;
    if (!first) return this.splice(startOf(map) + 1, close, written);
    if (!last) return this.splice(startOf(first.key), startOf(first.key), `${written}, `);
    const end = endOf(last);
    const ownLine = this.text.slice(startOf(map), startOf(last.key)).includes('\n');
    const lead = ownLine ? lineBreak(this.text) + ' '.repeat(columnOf(this.text, startOf(last.key))) : ' ';
    const comma = /^(?:\s|#[^\n]*\n)*,/.exec(this.text.slice(end, close));
    if (comma) return this.splice(end + comma[0].length, end + comma[0].length, `${lead}${written},`);
    return this.splice(end, end, `,${lead}${written}`);
  }

  private cutFromFlow(map: YAMLMap, pair: Pair): string {
    const at = map.items.indexOf(pair);
    const before = map.items[at - 1];
    const next = map.items[at + 1];
    if (before) return this.splice(endOf(before), endOf(pair), '');
    return this.splice(startOf(pair.key), next ? startOf(next.key) : endOf(pair), '');
  }

  private cutFromBlock(map: YAMLMap, pair: Pair): string {
    const text = this.text;
    const start = lineStart(text, startOf(pair.key));
    const end = blockEnd(text, pair, columnOf(text, startOf(pair.key)));
    const above = map.items[map.items.indexOf(pair) - 1];
    if (!above && map.items.length > 1) {
      const [lines = ''] = /^\r?\n(?:[ \t]*\r?\n)?/.exec(text.slice(end)) ?? [];
      return this.splice(start, end + lines.length, '');
    }
    if (start === 0) return text.slice(end).replace(/^\r?\n/, '');
    let from = lineEnd(text, lineStart(text, start - 1));
    if (above && text.slice(lineStart(text, from), from).trim() === '') {
      const higher = lineEnd(text, lineStart(text, lineStart(text, from) - 1));
      from = Math.max(higher, blockEnd(text, above, columnOf(text, startOf(pair.key))));
    }
    return this.splice(from, end, '');
  }

  private splice(start: number, end: number, insert: string): string {
    return this.text.slice(0, start) + insert + this.text.slice(end);
  }

  /** The safety net: what the new text means must be what the old one meant plus the change, anchors included. */
  private checked(text: string, change: (wanted: Json) => void): YamlText {
    const wanted = unshared(this.value) as Json;
    change(wanted);
    let next = new YamlText(text, this.where);
    // An anchor whose value was replaced takes its aliases along: those are written out with the value they had.
    for (let round = aliasPaths(next.doc).length; round > 0 && !isDeepStrictEqual(next.value, wanted); round -= 1) {
      const strayed = aliasPaths(next.doc).find(({ path }) => !isDeepStrictEqual(next.get(path), readIn(wanted, path)));
      if (!strayed) break;
      const written = stringify(readIn(wanted, strayed.path), { collectionStyle: 'flow', lineWidth: 0 }).trim();
      next = new YamlText(next.splice(startOf(strayed.node), endOf(strayed.node), written), this.where);
    }
    if (!isDeepStrictEqual(next.value, wanted)) {
      throw usageError(`${this.where} is written in a way that cannot be changed safely by a tool.`, 'Write the sections named `stages`, `reads` and `tune` as plain `key: value` lines; nothing was changed.');
    }
    return next;
  }
}

const readIn = (value: unknown, path: Path): unknown => path.reduce<unknown>((inner, key) => (inner as Json | undefined)?.[key], value);

function putIn(value: Json, path: Path, put: unknown): void {
  let inner = value;
  for (const key of path.slice(0, -1)) inner = (inner[key] ??= {}) as Json;
  inner[String(path.at(-1))] = put;
}

/** A block map that lost its last entry reads as `null`. */
function dropFrom(value: Json, path: Path, emptied: null | undefined): void {
  if (emptied === null) return putIn(value, path.slice(0, -1), null);
  delete (readIn(value, path.slice(0, -1)) as Json)[String(path.at(-1))];
}

/** A copy in which what aliases share stands once for each: else a change at one place would be expected at all. */
const unshared = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(unshared);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, unshared(inner)]));
};
