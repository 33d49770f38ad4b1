import type { AST } from 'toml-eslint-parser';
import {
  CopiedToml,
  dottedUnder,
  type Entry,
  headerText,
  keyLine,
  keyText,
  lineEnd,
  lineStart,
  type Parsed,
  plain,
  splice,
  tableAt,
  tableEnd,
  tablesOf,
  tablesUnder,
} from './toml-text.ts';
import { type Among, isMapValue, type Path } from './structured.ts';

/** Tables and their lines: texts with a key, a table or an entry of `[[…]]` more or less. */

/** The offset where the comment lines directly above a line begin. */
export function withCommentsAbove(parsed: Parsed, offset: number): number {
  let start = lineStart(parsed, offset);
  while (start > 0 && /^[ \t]*#/.test(parsed.text.slice(lineStart(parsed, start - 1), start))) start = lineStart(parsed, start - 1);
  return start;
}

const linesAt = (parsed: Parsed, offset: number, lines: string): string =>
  offset === 0 ? `${lines}${parsed.newline}${parsed.text}` : splice(parsed.text, offset, offset, `${parsed.newline}${lines}`);

export function withKey(parsed: Parsed, path: Path, key: string, value: unknown, { after, before }: Among): string {
  const table = tableAt(parsed, path);
  const body =
    table?.body ??
    (path.length === 0 ? (parsed.program.body[0].body.filter(({ type }) => type === 'TOMLKeyValue') as AST.TOMLKeyValue[]) : undefined);
  if (isTables(value)) return withTables(parsed, [...path, key], value, after === undefined ? undefined : [...path, after]);
  const line = keyLine(key, value, parsed.newline);
  if (body === undefined) return withDottedKey(parsed, path, line) ?? withNewTable(parsed, path, line);
  const named = (name: string | undefined): AST.TOMLKeyValue | undefined =>
    body.find(({ key: { keys } }) => keys.length === 1 && keyNameIs(keys[0]!, name));
  const [behind, front] = [named(after), named(before)];
  if (behind === undefined && front !== undefined)
    return splice(parsed.text, withCommentsAbove(parsed, front.range[0]), withCommentsAbove(parsed, front.range[0]), line + parsed.newline);
  const last = behind ?? body.at(-1) ?? table?.key;
  if (last !== undefined) return linesAt(parsed, lineEnd(parsed, last.range[1]), line);
  // A comment at the top that a blank line parts from the rest is about the file.
  const [top = ''] = /^(?:#[^\n]*\n)+(?:\r?\n|$)/.exec(parsed.text) ?? [];
  const gap = tablesOf(parsed).length > 0 ? parsed.newline : '';
  return splice(parsed.text, top.length, top.length, line + parsed.newline + gap);
}

const keyNameIs = (key: AST.TOMLBare | AST.TOMLQuoted, name: string | undefined): boolean =>
  (key.type === 'TOMLBare' ? key.name : key.value) === name;

const isTables = (value: unknown): boolean =>
  value instanceof CopiedToml ? value.raw === undefined : isMapValue(value) && Object.keys(value).length > 0;

/** `project.dependencies = …` beside other keys that start with the same name. */
function withDottedKey(parsed: Parsed, path: Path, line: string): string | undefined {
  const last = dottedUnder(parsed, path).at(-1);
  if (last === undefined || tablesUnder(parsed, path).length > 0) return undefined;
  const names = path.slice(ownerDepth(parsed, last));
  return linesAt(parsed, lineEnd(parsed, last.node.range[1]), `${names.map((name) => `${keyText(String(name))}.`).join('')}${line}`);
}

const ownerDepth = (parsed: Parsed, entry: Entry): number =>
  tablesOf(parsed).find(({ body }) => body.includes(entry.node))?.resolvedKey.length ?? 0;

function withNewTable(parsed: Parsed, path: Path, line: string): string {
  return withBlock(parsed, path, [`[${headerText(path)}]`, line].join(parsed.newline), undefined);
}

function withTables(parsed: Parsed, path: Path, value: unknown, after: Path | undefined): string {
  if (value instanceof CopiedToml && value.tables !== undefined)
    return withBlock(parsed, path, value.tables.replaceAll(/\r?\n/g, parsed.newline), after);
  return withBlock(parsed, path, tableLines(path, plain(value) as Record<string, unknown>, parsed.newline).join(parsed.newline), after);
}

const tableLines = (path: Path, value: Record<string, unknown>, newline: string): string[] => [
  `[${headerText(path)}]`,
  ...Object.entries(value).map(([key, inner]) => keyLine(key, inner, newline)),
];

/** A table behind the tables of `after`, or behind the nearest relative; a relative is what shares the longest start of its name. */
export function withBlock(parsed: Parsed, path: Path, block: string, after: Path | undefined): string {
  const { text, newline } = parsed;
  const tables = tablesOf(parsed);
  const shared = ({ resolvedKey }: AST.TOMLTable): number => {
    const differs = resolvedKey.findIndex((key, at) => key !== path[at]);
    return differs === -1 ? resolvedKey.length : differs;
  };
  const behind = after === undefined ? [] : tablesUnder(parsed, after);
  const nearest = Math.max(0, ...tables.map(shared));
  const relative = behind.at(-1) ?? (nearest === 0 ? undefined : tables.filter((table) => shared(table) === nearest).at(-1));
  if (relative !== undefined) return splice(text, tableEnd(parsed, relative), tableEnd(parsed, relative), newline + newline + block);
  const gap = text === '' ? '' : text.endsWith('\n') ? newline : newline.repeat(2);
  return `${text}${gap}${block}${newline}`;
}

/** Everything that makes up what is at a path, cut out with its lines. */
export function withoutTables(parsed: Parsed, path: Path): string {
  const pieces = [
    ...tablesUnder(parsed, path).map((table) => [lineStart(parsed, table.range[0]), tableEnd(parsed, table)] as const),
    ...dottedUnder(parsed, path).map(({ node }) => [lineStart(parsed, node.range[0]), lineEnd(parsed, node.range[1])] as const),
  ].sort(([a], [b]) => b - a);
  return pieces.reduce((text, [start, end]) => cutLines(text, start, end, parsed.newline), parsed.text);
}

/** Cuts whole lines, and of the blank lines above and below one that is too many. */
export function cutLines(text: string, start: number, end: number, newline: string): string {
  const below = text.startsWith(newline, end) ? end + newline.length : end;
  const doubled = text.slice(0, start).endsWith(newline + newline) && (text.startsWith(newline, below) || below >= text.length);
  return splice(text, doubled ? start - newline.length : start, below, '');
}

/** The tables at a path as they are written, those and nothing else. */
export function tablesText(parsed: Parsed, path: Path): string | undefined {
  const tables = tablesUnder(parsed, path);
  if (tables.length === 0 || dottedUnder(parsed, path).length > 0) return undefined;
  return tables
    .map((table, at) =>
      parsed.text.slice(at === 0 ? lineStart(parsed, table.range[0]) : withCommentsAbove(parsed, table.range[0]), tableEnd(parsed, table)),
    )
    .join(parsed.newline + parsed.newline);
}
