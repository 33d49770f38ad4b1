import { isDeepStrictEqual } from 'node:util';
import { type AST, getStaticTOMLValue, ParseError, parseTOML } from 'toml-eslint-parser';
import { usageError } from '../core/errors.ts';
import { isMapValue, type Json, type Path } from './structured.ts';

/** A parsed TOML text, where its values stand, and how values are written. */
export interface Parsed {
  readonly text: string;
  readonly where: string;
  readonly program: AST.TOMLProgram;
  readonly newline: string;
}

export function parse(text: string, where: string): Parsed {
  try {
    return { text, where, program: parseTOML(text), newline: text.includes('\r\n') ? '\r\n' : '\n' };
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    throw usageError(
      `${where}:${error.lineNumber}:${error.column + 1} is not valid TOML: ${error.message.replace(/\.$/, '')}.`,
      'Mend that line, then try again; nothing was changed.',
    );
  }
}

export const meaningOf = ({ program }: Parsed): Json => getStaticTOMLValue(program) as Json;

/** A value with the characters that it was written with; tables and dotted keys only as they are as a whole. */
export class CopiedToml {
  constructor(
    readonly value: unknown,
    readonly raw: string | undefined,
    readonly tables: string | undefined,
  ) {}
}

export const plain = (value: unknown): unknown => (value instanceof CopiedToml ? value.value : value);

export const written = (value: unknown): string => (value instanceof CopiedToml ? (value.raw ?? inline(value.value)) : inline(value));

export const keyText = (key: string): string => (/^[\w-]+$/.test(key) ? key : JSON.stringify(key));
/** A table's name; one inside `[[…]]` belongs to the entry above it, which is not numbered. */
export const headerText = (path: Path): string =>
  path
    .filter((key) => typeof key === 'string')
    .map(keyText)
    .join('.');

/** A line of a table; a list goes over several lines, as people write dependencies. */
export function keyLine(key: string, value: unknown, newline: string): string {
  const list = plain(value);
  const overLines = Array.isArray(list) && list.length > 0 && !(value instanceof CopiedToml);
  return `${keyText(key)} = ${overLines ? ['[', ...list.map((item) => `  ${inline(item)},`), ']'].join(newline) : written(value)}`;
}

function inline(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value).replaceAll('\u007F', '\\u007F');
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (isMapValue(value))
    return Object.keys(value).length === 0
      ? '{}'
      : `{ ${Object.entries(value)
          .map(([key, inner]) => `${keyText(key)} = ${inline(inner)}`)
          .join(', ')} }`;
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  throw usageError('TOML has no way to write an empty value (null).');
}

const namesOf = ({ keys }: AST.TOMLKey): string[] => keys.map((key) => (key.type === 'TOMLBare' ? key.name : key.value));

export const startsWith = (path: Path, prefix: Path): boolean => prefix.every((key, at) => path[at] === key);

/** A `key = value`, with its whole path. */
export interface Entry {
  readonly path: Path;
  readonly node: AST.TOMLKeyValue;
  /** Its own line, or a place inside `{ … }`. */
  readonly inTable: boolean;
}

const entriesUnder = (above: Path, body: readonly AST.TOMLKeyValue[], inTable: boolean): Entry[] =>
  body.map((node) => ({ path: [...above, ...namesOf(node.key)], node, inTable }));

export const tablesOf = ({ program }: Parsed): AST.TOMLTable[] =>
  program.body[0].body.filter((node): node is AST.TOMLTable => node.type === 'TOMLTable');

export const entriesOf = (parsed: Parsed): Entry[] =>
  parsed.program.body[0].body.flatMap((node) =>
    node.type === 'TOMLTable' ? entriesUnder(node.resolvedKey, node.body, true) : entriesUnder([], [node], true),
  );

/** What stands at a path: a `key = value`, an entry of a list in brackets, or nothing of the two. */
export type Found = { readonly entry: Entry } | { readonly list: AST.TOMLArray; readonly index: number } | undefined;

export function find(parsed: Parsed, path: Path, entries = entriesOf(parsed)): Found {
  const entry = entries.find((one) => startsWith(path, one.path));
  if (entry === undefined) return undefined;
  return entry.path.length === path.length ? { entry } : inside(parsed, entry.node.value, entry.path, path);
}

function inside(parsed: Parsed, value: AST.TOMLContentNode, at: Path, path: Path): Found {
  if (value.type === 'TOMLInlineTable') return find(parsed, path, entriesUnder(at, value.body, false));
  if (value.type !== 'TOMLArray') return undefined;
  const index = Number(path[at.length]);
  const element = value.elements[index];
  if (at.length + 1 === path.length) return { list: value, index };
  return element === undefined ? undefined : inside(parsed, element, [...at, index], path);
}

export const nodeOf = (found: Found): AST.TOMLContentNode | undefined =>
  found === undefined ? undefined : 'entry' in found ? found.entry.node.value : found.list.elements[found.index];

/** The tables, and the keys with dots, that make up what is at a path. */
export const tablesUnder = (parsed: Parsed, path: Path): AST.TOMLTable[] =>
  tablesOf(parsed).filter(({ resolvedKey }) => startsWith(resolvedKey, path));

export const dottedUnder = (parsed: Parsed, path: Path): Entry[] =>
  entriesOf(parsed).filter(
    (entry) =>
      entry.path.length > path.length &&
      startsWith(entry.path, path) &&
      !tablesUnder(parsed, path).some(({ body }) => body.includes(entry.node)),
  );

export const tableAt = (parsed: Parsed, path: Path): AST.TOMLTable | undefined =>
  tablesOf(parsed).find(({ resolvedKey }) => isDeepStrictEqual(resolvedKey, path));

export const lineStart = ({ text }: Parsed, offset: number): number => (offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1);

export function lineEnd({ text, newline }: Parsed, offset: number): number {
  const end = text.indexOf(newline, offset);
  return end === -1 ? text.length : end;
}

/** Where a table's last line ends. */
export const tableEnd = (parsed: Parsed, table: AST.TOMLTable): number => lineEnd(parsed, (table.body.at(-1) ?? table.key).range[1]);

export const splice = (text: string, start: number, end: number, insert: string): string => text.slice(0, start) + insert + text.slice(end);
