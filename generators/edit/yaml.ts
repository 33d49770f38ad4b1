import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  stringify,
  visit,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { isDeepStrictEqual } from 'node:util';
import { usageError } from '../core/errors.ts';
import { type Among, type Json, type Path, putIn, readIn, setByKey, type Span, type Structured, unshared } from './structured.ts';
import { cutFromBlock, cutFromFlow } from './yaml-cut.ts';
import { dashOf, insertFirst, insertIntoBlock, insertIntoFlow, insertIntoList, mapOf } from './yaml-insert.ts';
import { aliasPaths, blockEnd, columnOf, endOf, findPair, lineEnd, lineStart, startOf } from './yaml-place.ts';
import {
  copies,
  inBlock,
  indexIn,
  inFlow,
  isSingle,
  lineAndColumn,
  nearestStart,
  nodeAt,
  type Parsed,
  plain,
  single,
  splice,
} from './yaml-text.ts';

/** A YAML text of keys and values that can be edited; `where` is what messages call it. */
export function yamlText(text: string, where: string): Structured {
  const parsed = parse(text, where);
  return editorOf(parsed, meaningOf(parsed));
}

const meaningOf = ({ doc }: Parsed): Json => (doc.toJS() ?? {}) as Json;

function editorOf(parsed: Parsed, value: Json): Structured {
  const { text, where } = parsed;
  const proved = (changed: string, change: (wanted: Json) => void): Structured => {
    const wanted = unshared(value);
    change(wanted);
    return provedText(changed, where, wanted);
  };
  const self: Structured = {
    text,
    value,
    get: (path) => readIn(value, path),
    place: (path) => placeIn(parsed, path),
    set: (path, wanted) => setValue(self, parsed, path, wanted, proved),
    insert: (path, key, added, among = {}) =>
      proved(withKey(self, parsed, path, key, added, among), (wanted) => putIn(wanted, [...path, key], plain(added))),
    insertEntry(path, index, added) {
      const list = listAt(parsed, path);
      return proved(
        insertIntoList(parsed, list, index, [added]),
        (wanted) => void (readIn(wanted, path) as unknown[]).splice(index, 0, plain(added)),
      );
    },
    append(path, entries) {
      const list = listAt(parsed, path);
      return proved(
        insertIntoList(parsed, list, list.items.length, entries),
        (wanted) => void (readIn(wanted, path) as unknown[]).push(...entries.map(plain)),
      );
    },
    remove: (path) => withoutEntry(self, parsed, path, proved),
    copy(path) {
      const copied = copyOf(parsed, path);
      if (isNode(copied)) copies.add(copied);
      return copied;
    },
    span: (path) => spanOf(parsed, path),
    reread: (other) => yamlText(other, where),
  };
  return self;
}

type Proved = (changed: string, change: (wanted: Json) => void) => Structured;

function parse(text: string, where: string): Parsed {
  const doc = parseDocument(text, { lineCounter: new LineCounter(), merge: true });
  const error = doc.errors[0];
  if (error) {
    const place = error.linePos?.[0];
    const sentence = error.message.split(/ at line \d+|:?\n/)[0];
    throw usageError(
      `${where}:${place?.line ?? 1}:${place?.col ?? 1} is not valid YAML: ${sentence}.`,
      'Mend that line, then try again; nothing was changed.',
    );
  }
  if (doc.contents !== null && !isMap(doc.contents) && !(isScalar(doc.contents) && doc.contents.value === null)) {
    throw usageError(`${where}:1:1 should hold keys and values, not a list or a single value.`);
  }
  return { text, where, doc };
}

const placeIn = (parsed: Parsed, path: Path): string => `${parsed.where}:${lineAndColumn(parsed.text, nearestStart(parsed, path))}`;

function mapAt(parsed: Parsed, path: Path): YAMLMap | undefined {
  const node = nodeAt(parsed, path);
  if (node === undefined || node === null || (isScalar(node) && node.value === null)) return undefined;
  if (isMap(node)) return node;
  const found = isAlias(node) ? 'an alias' : isSeq(node) ? 'a list' : 'a single value';
  throw usageError(
    `${placeIn(parsed, path)} should be a map of keys and values, but it is ${found}.`,
    'Write it out as `key: value` lines, then try again; nothing was changed.',
  );
}

function listAt(parsed: Parsed, path: Path): YAMLSeq {
  const node = nodeAt(parsed, path);
  if (!isSeq(node)) throw usageError(`${placeIn(parsed, path)} should be a list.`, 'Nothing was changed.');
  return node;
}

function withKey(self: Structured, parsed: Parsed, path: Path, key: string, value: unknown, { after, before }: Among): string {
  const map = mapAt(parsed, path);
  if (map && findPair(map, key)) throw usageError(`${placeIn(parsed, [...path, key])} already has \`${key}\`.`);
  if (!map || (map.items.length === 0 && !map.flow)) {
    return insertFirst(parsed, path, key, value) ?? self.insert(path.slice(0, -1), String(path.at(-1)), mapOf(parsed, key, value)).text;
  }
  const found = indexIn(map, after ?? before);
  const position = found === -1 ? map.items.length : after === undefined ? found : found + 1;
  return map.flow ? insertIntoFlow(parsed, map, position, inFlow({ [key]: value })) : insertIntoBlock(parsed, map, position, key, value);
}

function setValue(self: Structured, parsed: Parsed, path: Path, value: unknown, proved: Proved): Structured {
  const wanted = plain(value);
  if (isDeepStrictEqual(self.get(path), wanted)) return self;
  const [above, key] = [path.slice(0, -1), path.at(-1)!];
  const parent = nodeAt(parsed, above);
  const pair = isMap(parent) ? findPair(parent, String(key)) : undefined;
  if (!isSeq(parent) && !pair) return self.insert(above, String(key), value);
  const byKey = setByKey(self, path, wanted, (inner) => (isMap(value) ? (value.get(inner, true) ?? null) : (value as Json)[inner]));
  if (byKey !== undefined) return byKey;
  const node = (isSeq(parent) ? parent.items[Number(key)] : pair!.value) as Node | null;
  if (isSingle(value) && (node === null || isScalar(node) || isAlias(node))) {
    const written = single(node, value, isSeq(parent) && parent.flow);
    const empty = node === null || node.range?.[0] === node.range?.[1];
    const text =
      empty && pair
        ? splice(parsed.text, endOf(pair), endOf(pair), ` ${written}`)
        : splice(parsed.text, startOf(node), endOf(node), written);
    return proved(text, (changed) => putIn(changed, path, wanted));
  }
  if (isSeq(parent)) {
    const at = Number(key);
    return proved(self.insertEntry(above, at + 1, value).remove(path).text, (changed) => putIn(changed, path, wanted));
  }
  return proved(withValueReplaced(parsed, path, value), (changed) => putIn(changed, path, wanted));
}

/** The key stands where it stood, with another value; comments above it stay. */
function withValueReplaced(parsed: Parsed, path: Path, value: unknown): string {
  const [above, key] = [path.slice(0, -1), String(path.at(-1))];
  const map = mapAt(parsed, above)!;
  const at = indexIn(map, key);
  const pair = map.items[at]!;
  if (map.flow) {
    const written = inFlow({ [key]: value });
    return splice(parsed.text, startOf(pair.key), endOf(pair), written);
  }
  const start = lineStart(parsed.text, startOf(pair.key));
  const column = columnOf(parsed.text, startOf(pair.key));
  const end = blockEnd(parsed.text, pair, column);
  // A marker such as `- ` or `? ` in front of the key leaves no line of its own.
  if (parsed.text.slice(start, startOf(pair.key)).trim() !== '')
    return splice(parsed.text, startOf(pair.key), end, inBlock({ [key]: value }, parsed, column).trimStart());
  return splice(parsed.text, start, end, inBlock({ [key]: value }, parsed, column));
}

function withoutEntry(self: Structured, parsed: Parsed, path: Path, proved: Proved): Structured {
  const above = path.slice(0, -1);
  const list = nodeAt(parsed, above);
  if (isSeq(list)) {
    const at = Number(path.at(-1));
    if (list.items[at] === undefined) return self;
    const change = (wanted: Json): void => void (readIn(wanted, above) as unknown[]).splice(at, 1);
    if (list.flow) return proved(cutFromFlow(parsed, list, at), change);
    return list.items.length === 1 ? self.set(above, []) : proved(cutFromBlock(parsed, list, at), change);
  }
  const map = mapAt(parsed, above);
  const at = map ? indexIn(map, String(path.at(-1))) : -1;
  if (!map || at === -1) return self;
  const text = map.flow ? cutFromFlow(parsed, map, at) : cutFromBlock(parsed, map, at);
  // A block map that lost its last entry reads as `null`.
  const emptied = !map.flow && map.items.length === 1 && path.length > 1;
  return proved(text, (wanted) => {
    if (emptied) putIn(wanted, above, null);
    else delete (readIn(wanted, above) as Json)[String(path.at(-1))];
  });
}

/** The value with its comments, as a node; where anchors or aliases are in it, its plain meaning. */
function copyOf(parsed: Parsed, path: Path): unknown {
  const span = spanOf(parsed, path);
  const node = nodeAt(parsed, path) as Node | null | undefined;
  let shared = false;
  if (node)
    visit(node, {
      Alias: () => void (shared = true),
      Node: (_, { anchor }: { anchor?: string }) => void (shared ||= anchor !== undefined),
    });
  const parent = nodeAt(parsed, path.slice(0, -1));
  if (span === undefined || shared || !node || !isMap(parent) || parent.flow)
    return shared || !node ? unshared(readIn(parsed.doc.toJS(), path)) : node;
  const column = columnOf(parsed.text, span.start);
  const lines = parsed.text.slice(span.start, span.end).replaceAll('\r\n', '\n').split('\n');
  const alone = parseDocument(
    lines.map((line, at) => (at === 0 ? line : line.slice(Math.min(column, /^ */.exec(line)![0].length)))).join('\n'),
  );
  const [pair] = isMap(alone.contents) && alone.errors.length === 0 ? alone.contents.items : [];
  return pair && isDeepStrictEqual(plain(pair.value), plain(node)) ? pair.value : node;
}

function spanOf(parsed: Parsed, path: Path): Span | undefined {
  const { text } = parsed;
  const parent = path.length === 0 ? undefined : nodeAt(parsed, path.slice(0, -1));
  if (isSeq(parent)) {
    const item = parent.items[Number(path.at(-1))];
    if (item === undefined || parent.flow) return undefined;
    const start = dashOf(text, item);
    return { start, head: isScalar(item) ? endOf(item) : start + 1, end: blockEnd(text, item, columnOf(text, start)) };
  }
  const pair = isMap(parent) && !parent.flow ? findPair(parent, String(path.at(-1))) : undefined;
  if (!pair) return undefined;
  const start = startOf(pair.key);
  const value = pair.value as Node | null;
  const opens = value === null || ((isMap(value) || isSeq(value)) && !value.flow) || (isScalar(value) && value.type?.startsWith('BLOCK'));
  const head = opens ? endOfHeader(text, endOf(pair.key)) : endOf(value);
  return { start, head, end: blockEnd(text, pair, columnOf(text, start)) };
}

/** Behind `key:`, and behind a block scalar's `|` or an anchor. */
function endOfHeader(text: string, from: number): number {
  const [header = ''] = /^\s*:(?:[ \t]+[|>&!][^\s]*)*/.exec(text.slice(from, lineEnd(text, from))) ?? [];
  return from + header.length;
}

/** The safety net: what the new text means must be what the old one meant plus the change, anchors included. */
function provedText(text: string, where: string, wanted: Json): Structured {
  let parsed = parse(text, where);
  let value = meaningOf(parsed);
  // An anchor whose value was replaced takes its aliases along: those are written out with the value they had.
  for (let round = aliasPaths(parsed.doc).length; round > 0 && !isDeepStrictEqual(value, wanted); round -= 1) {
    const strayed = aliasPaths(parsed.doc).find(({ path }) => !isDeepStrictEqual(readIn(value, path), readIn(wanted, path)));
    if (!strayed) break;
    const written = stringify(readIn(wanted, strayed.path), { collectionStyle: 'flow', lineWidth: 0 }).trim();
    parsed = parse(splice(parsed.text, startOf(strayed.node), endOf(strayed.node), written), where);
    value = meaningOf(parsed);
  }
  if (!isDeepStrictEqual(value, wanted)) {
    throw usageError(
      `${where} is written in a way that cannot be changed safely by a tool.`,
      'Write the sections that are to be changed as plain `key: value` lines; nothing was changed.',
    );
  }
  return editorOf(parsed, value);
}
