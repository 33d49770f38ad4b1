import { isDeepStrictEqual } from 'node:util';
import { usageError } from '../core/errors.ts';
import {
  type Among,
  isMapValue,
  type Json,
  type Path,
  putIn,
  readIn,
  setByKey,
  type Span,
  type Structured,
  unshared,
} from './structured.ts';
import { withItem, withoutItem } from './toml-list.ts';
import { cutLines, tablesText, withBlock, withKey, withoutTables } from './toml-table.ts';
import {
  CopiedToml,
  find,
  headerText,
  keyLine,
  keyText,
  lineEnd,
  lineStart,
  meaningOf,
  nodeOf,
  parse,
  type Parsed,
  plain,
  splice,
  tableAt,
  tableEnd,
  tablesUnder,
  written,
} from './toml-text.ts';

/** A TOML text that can be edited; `where` is what messages call it. */
export function tomlText(text: string, where: string): Structured {
  const parsed = parse(text, where);
  const value = meaningOf(parsed);
  const proved = (changed: string, change: (wanted: Json) => void): Structured => {
    const wanted = unshared(value);
    change(wanted);
    const next = tomlText(changed, where);
    if (isDeepStrictEqual(next.value, wanted)) return next;
    throw usageError(
      `${where} is written in a way that cannot be changed safely by a tool.`,
      'Write what is to be changed as plain `key = value` lines under a `[table]`; nothing was changed.',
    );
  };
  const self: Structured = {
    text,
    value,
    get: (path) => readIn(value, path),
    place: (path) => `${where}:${placeOf(parsed, path)}`,
    set: (path, wanted) => setValue(self, parsed, path, wanted, proved),
    insert: (path, key, added, among = {}) =>
      proved(withNewKey(self, parsed, path, key, added, among), (wanted) => putIn(wanted, [...path, key], plain(added))),
    insertEntry: (path, index, added) =>
      proved(
        withEntry(self, parsed, path, index, added),
        (wanted) => void (readIn(wanted, path) as unknown[]).splice(index, 0, plain(added)),
      ),
    append: (path, entries) =>
      entries.reduce<Structured>((list, entry) => list.insertEntry(path, (list.get(path) as unknown[]).length, entry), self),
    remove(path) {
      if (self.get(path) === undefined) return self;
      const list = self.get(path.slice(0, -1));
      // Without a table left, `[[…]]` would be no list at all.
      if (Array.isArray(list) && list.length === 1 && find(parsed, path) === undefined) return self.set(path.slice(0, -1), []);
      return proved(emptied(parsed, path, list), (wanted) => drop(wanted, path));
    },
    copy(path) {
      const node = nodeOf(find(parsed, path));
      return new CopiedToml(self.get(path), node && text.slice(...node.range), tablesText(parsed, path));
    },
    span: (path) => spanOf(parsed, path),
    reread: (other) => tomlText(other, where),
  };
  return self;
}

type Proved = (changed: string, change: (wanted: Json) => void) => Structured;

function placeOf(parsed: Parsed, path: Path): string {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const at = path.slice(0, depth);
    const found = find(parsed, at);
    const node = found === undefined ? tablesUnder(parsed, at)[0] : 'entry' in found ? found.entry.node : nodeOf(found);
    if (node !== undefined) return `${node.loc.start.line}:${node.loc.start.column + 1}`;
  }
  return '1:1';
}

function setValue(self: Structured, parsed: Parsed, path: Path, value: unknown, proved: Proved): Structured {
  const wanted = plain(value);
  const present = self.get(path);
  if (isDeepStrictEqual(present, wanted)) return self;
  if (present === undefined) return self.insert(path.slice(0, -1), String(path.at(-1)), value);
  const node = nodeOf(find(parsed, path));
  const byKey = node === undefined || isMapValue(wanted) ? setByKey(self, path, wanted, (key) => (wanted as Json)[key]) : undefined;
  if (byKey !== undefined) return byKey;
  if (node !== undefined)
    return proved(splice(parsed.text, node.range[0], node.range[1], written(value)), (changed) => putIn(changed, path, wanted));
  const [above, key] = [path.slice(0, -1), String(path.at(-1))];
  const list = self.get(above);
  if (Array.isArray(list)) {
    // An entry of `[[…]]` can only be a table; any other makes the whole a list in brackets.
    if (isMapValue(wanted)) return self.insertEntry(above, Number(key) + 1, value).remove(path);
    return self.set(above, list.with(Number(key), wanted));
  }
  return proved(tomlText(without(parsed, path), parsed.where).insert(above, key, value).text, (changed) => putIn(changed, path, wanted));
}

function withNewKey(self: Structured, parsed: Parsed, path: Path, key: string, value: unknown, among: Among): string {
  const holder = self.get(path);
  if (isMapValue(holder) && Object.hasOwn(holder, key)) throw usageError(`${self.place([...path, key])} already has \`${key}\`.`);
  if (holder !== undefined && !isMapValue(holder)) throw usageError(`${self.place(path)} should be a table.`, 'Nothing was changed.');
  const node = nodeOf(find(parsed, path));
  if (node?.type !== 'TOMLInlineTable') return withKey(parsed, path, key, value, among);
  const names = node.body.map(({ key: { keys } }) => (keys[0]!.type === 'TOMLBare' ? keys[0]!.name : keys[0]!.value));
  const at = names.indexOf((among.after ?? among.before)!);
  return withItem(parsed, node, at === -1 ? names.length : among.after === undefined ? at : at + 1, `${keyText(key)} = ${written(value)}`);
}

function withEntry(self: Structured, parsed: Parsed, path: Path, index: number, value: unknown): string {
  const list = self.get(path);
  if (!Array.isArray(list)) throw usageError(`${self.place(path)} should be a list.`, 'Make it a list in brackets; nothing was changed.');
  const node = nodeOf(find(parsed, path));
  if (node?.type === 'TOMLArray') return withItem(parsed, node, index, written(value));
  const lines = Object.entries(plain(value) as Json).map(([key, inner]) => keyLine(key, inner, parsed.newline));
  const block =
    value instanceof CopiedToml && value.tables !== undefined
      ? value.tables.replaceAll(/\r?\n/g, parsed.newline)
      : [`[[${headerText(path)}]]`, ...lines].join(parsed.newline);
  if (index > 0) return withBlock(parsed, path, block, [...path, index - 1]);
  const start = lineStart(parsed, tableAt(parsed, [...path, 0])!.range[0]);
  return splice(parsed.text, start, start, block + parsed.newline + parsed.newline);
}

/** A table that is only there by the names of its tables keeps a header of its own when the last of them goes. */
function emptied(parsed: Parsed, path: Path, holder: unknown): string {
  const text = without(parsed, path);
  const above = path.slice(0, -1);
  const implied =
    above.length > 0 &&
    isMapValue(holder) &&
    Object.keys(holder).length === 1 &&
    tableAt(parsed, above) === undefined &&
    find(parsed, above) === undefined;
  return implied ? withBlock(parse(text, parsed.where), above, `[${headerText(above)}]`, undefined) : text;
}

function without(parsed: Parsed, path: Path): string {
  const found = find(parsed, path);
  if (found === undefined) return withoutTables(parsed, path);
  if ('list' in found) return withoutItem(parsed, found.list, found.index);
  const { node, inTable } = found.entry;
  if (inTable) return cutLines(parsed.text, lineStart(parsed, node.range[0]), lineEnd(parsed, node.range[1]), parsed.newline);
  const holder = node.parent as Parameters<typeof withoutItem>[1];
  return withoutItem(parsed, holder, (holder as { body: unknown[] }).body.indexOf(node));
}

function drop(value: Json, path: Path): void {
  const holder = readIn(value, path.slice(0, -1)) as Json | unknown[];
  if (Array.isArray(holder)) holder.splice(Number(path.at(-1)), 1);
  else delete holder[String(path.at(-1))];
}

function spanOf(parsed: Parsed, path: Path): Span | undefined {
  const found = find(parsed, path);
  if (found === undefined) {
    const table = tableAt(parsed, path);
    return (
      table && {
        start: lineStart(parsed, table.range[0]),
        head: parsed.text.indexOf(']', table.key.range[1]) + (table.kind === 'array' ? 2 : 1),
        end: tableEnd(parsed, table),
      }
    );
  }
  if (!('entry' in found) || !found.entry.inTable) return undefined;
  const [start, end] = found.entry.node.range;
  return { start, head: end, end: lineEnd(parsed, end) };
}
