import { isDeepStrictEqual } from 'node:util';

/** What every editor of a structured text can do, whatever its format. */

export type Path = readonly (string | number)[];
export type Json = Record<string, unknown>;

/** Where a new key goes among those that are there; at the end if neither is found. */
export interface Among {
  readonly after?: string | undefined;
  readonly before?: string | undefined;
}

/** Where an entry stands in its text, as offsets. */
export interface Span {
  /** Of the key, or of a list's entry with its dash. */
  readonly start: number;
  /** Behind this a comment on the same line may stand. */
  readonly head: number;
  /** The last character of the entry, comments that belong to it included. */
  readonly end: number;
}

/**
 * A text whose values are changed by replacing and inserting characters at the places its parser gives, so that every
 * line that an edit does not mean stays byte for byte. Each edit gives a new text and is proved: read again, it must mean
 * exactly what was asked for; otherwise it throws.
 */
export interface Structured {
  readonly text: string;
  readonly value: Json;
  get(path: Path): unknown;
  /** `file:line:column` of the key or entry at a path, or of the nearest one above it, for messages. */
  place(path: Path): string;
  /** Replaces any value by any other; a key that is not there yet is added at the end of its map. */
  set(path: Path, value: unknown): Structured;
  insert(path: Path, key: string, value: unknown, among?: Among): Structured;
  /** Puts an entry into a list, in front of the one that has this index now. */
  insertEntry(path: Path, index: number, value: unknown): Structured;
  append(path: Path, entries: readonly unknown[]): Structured;
  remove(path: Path): Structured;
  /** A value as it is written here, to be given to an editor of the same format in place of a plain one. */
  copy(path: Path): unknown;
  span(path: Path): Span | undefined;
  /** The same format's editor over another text. */
  reread(text: string): Structured;
}

export const isMapValue = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.getPrototypeOf(value) === Object.prototype;

export const readIn = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((inner, key) => (inner as Json | null | undefined)?.[key], value);

/** A value with another one put in at a path; the maps above it are made. */
export function putIn(value: Json, path: Path, put: unknown): void {
  let inner = value;
  for (const key of path.slice(0, -1)) inner = (inner[key] ??= {}) as Json;
  inner[path.at(-1)!] = put;
}

/** A copy in which what aliases share stands once for each: else a change at one place would be expected at all. */
export function unshared<T>(value: T): T {
  if (Array.isArray(value)) return value.map(unshared) as T;
  if (!isMapValue(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, unshared(inner)])) as T;
}

/** One map made into another key by key, so that what they share is not touched; `undefined` where they are not two maps that share a key. */
export function setByKey(document: Structured, path: Path, wanted: unknown, written: (key: string) => unknown): Structured | undefined {
  const present = document.get(path);
  if (!isMapValue(present) || !isMapValue(wanted) || !Object.keys(present).some((key) => Object.hasOwn(wanted, key))) return undefined;
  let changed = document;
  for (const [key, value] of Object.entries(wanted))
    if (!isDeepStrictEqual(present[key], value)) changed = changed.set([...path, key], written(key));
  for (const key of Object.keys(present)) if (!Object.hasOwn(wanted, key)) changed = changed.remove([...path, key]);
  return changed;
}
