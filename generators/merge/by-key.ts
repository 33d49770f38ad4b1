import { isDeepStrictEqual } from 'node:util';
import { isMapValue, type Json, type Path, type Structured } from '../edit/structured.ts';
import { identitiesOf } from './list-identity.ts';

/** What the other side changed, told by keys and by names of lists' entries, so that it can be done to the user's text. */

/** A key, or an entry of a list by its name. */
export type Step = string | { readonly entry: string };
export type Steps = readonly Step[];

/** Sides as values; `undefined` is "not there". */
export interface Values {
  readonly ours: unknown;
  readonly base: unknown;
  readonly theirs: unknown;
}

export type Change =
  | { readonly kind: 'put'; readonly at: Steps; readonly after: string | undefined }
  | { readonly kind: 'remove'; readonly at: Steps };

export interface Clash {
  readonly at: Steps;
  readonly kind: 'key' | 'both-added' | 'deleted-here' | 'deleted-there';
}

export interface Differences {
  /** What both sides together mean; where they clash, what the user has. */
  readonly value: unknown;
  readonly changes: readonly Change[];
  readonly clashes: readonly Clash[];
  /** Entries that all three sides have, for their comments. */
  readonly shared: readonly Steps[];
}

const kept = (value: unknown): Differences => ({ value, changes: [], clashes: [], shared: [] });

const together = (value: unknown, parts: readonly Differences[]): Differences => ({
  value,
  changes: parts.flatMap(({ changes }) => changes),
  clashes: parts.flatMap(({ clashes }) => clashes),
  shared: parts.flatMap(({ shared }) => shared),
});

/** Compares three values key by key, as deep as all of them are maps or lists with named entries. */
export function compare({ ours, base, theirs }: Values, at: Steps = [], after?: string): Differences {
  if (isMapValue(ours) && isMapValue(theirs) && (isMapValue(base) || base === undefined || base === null)) return compareMaps(ours, isMapValue(base) ? base : {}, theirs, at);
  if (isDeepStrictEqual(ours, theirs) || isDeepStrictEqual(base, theirs)) return kept(ours);
  if (Array.isArray(ours) && Array.isArray(theirs) && Array.isArray(base)) {
    const named = compareLists(ours, base, theirs, at);
    if (named !== undefined) return named;
  }
  if (isDeepStrictEqual(base, ours)) return { ...kept(theirs), changes: [theirs === undefined ? { kind: 'remove', at } : { kind: 'put', at, after }] };
  const kind = base === undefined ? 'both-added' : ours === undefined ? 'deleted-here' : theirs === undefined ? 'deleted-there' : 'key';
  return { ...kept(ours), clashes: [{ at, kind }] };
}

const own = (map: Json, key: string): unknown => (Object.hasOwn(map, key) ? map[key] : undefined);

function compareMaps(ours: Json, base: Json, theirs: Json, at: Steps): Differences {
  const names = Object.keys(theirs);
  const all = [...names, ...Object.keys(ours).filter((key) => !Object.hasOwn(theirs, key))];
  const inner = all.map((key) => compareOne(ours, base, theirs, key, [...at, key], names[names.indexOf(key) - 1]));
  return together(Object.fromEntries(all.flatMap((key, index) => (inner[index]!.value === undefined ? [] : [[key, inner[index]!.value]]))), inner);
}

function compareOne(ours: Json, base: Json, theirs: Json, name: string, at: Steps, after: string | undefined): Differences {
  const values = { ours: own(ours, name), base: own(base, name), theirs: own(theirs, name) };
  const inner = compare(values, at, after);
  return Object.values(values).includes(undefined) ? inner : { ...inner, shared: [at, ...inner.shared] };
}

function compareLists(ours: readonly unknown[], base: readonly unknown[], theirs: readonly unknown[], at: Steps): Differences | undefined {
  const path = at.map((step) => (typeof step === 'string' ? step : ''));
  const [a, o, b] = [ours, base, theirs].map((list) => identitiesOf(list, path));
  if (a === undefined || o === undefined || b === undefined) return undefined;
  const common = (names: readonly string[]): string[] => names.filter((name) => a.includes(name) && o.includes(name) && b.includes(name));
  // A list of which nothing is left is another list, not one with other entries.
  if (o.length > 0 && [a, b].some((names) => !names.some((name) => o.includes(name)))) return undefined;
  // Who put the entries in another order meant it.
  if (!isDeepStrictEqual(common(o), common(b))) return undefined;
  const named = (names: readonly string[], list: readonly unknown[]): Json => Object.fromEntries(names.map((name, index) => [name, list[index]]));
  const [mine, old, other] = [named(a, ours), named(o, base), named(b, theirs)];
  const all = [...b, ...a.filter((name) => !b.includes(name))];
  const inner = new Map(all.map((name) => [name, compareOne(mine, old, other, name, [...at, { entry: name }], b[b.indexOf(name) - 1])]));
  const order = b.filter((name) => !a.includes(name)).reduce((names, name) => names.toSpliced(names.indexOf(b[b.indexOf(name) - 1]!) + 1, 0, name), a);
  return together(order.map((name) => inner.get(name)!.value).filter((value) => value !== undefined), [...inner.values()]);
}

/** Where steps lead in one document; `undefined` if there is nothing. */
export function resolve(document: Structured, steps: Steps): Path | undefined {
  const path: (string | number)[] = [];
  for (const step of steps) {
    if (typeof step !== 'string') {
      const list = document.get(path);
      const index = Array.isArray(list) ? (identitiesOf(list, path.map(String).map((key, at) => (typeof path[at] === 'number' ? '' : key))) ?? []).indexOf(step.entry) : -1;
      if (index === -1) return undefined;
      path.push(index);
    } else {
      const map = document.get(path);
      if (!isMapValue(map) || !Object.hasOwn(map, step)) return undefined;
      path.push(step);
    }
  }
  return path;
}

export const textOf = (steps: Steps): string => steps.map((step) => (typeof step === 'string' ? step : `[${step.entry}]`)).join('.').replaceAll('.[', '[');
