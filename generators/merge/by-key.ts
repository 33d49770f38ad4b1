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
  { readonly kind: 'put'; readonly at: Steps; readonly after: string | undefined } | { readonly kind: 'remove'; readonly at: Steps };

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

/** What three lists or texts mean together that both sides changed; undefined where that is open. */
export type Rule = (values: Values) => unknown;

/** Compares three values key by key, as deep as all of them are maps or lists with named entries. */
export function compare({ ours, base, theirs }: Values, at: Steps = [], after?: string, rule?: Rule): Differences {
  if (isMapValue(ours) && isMapValue(theirs) && (isMapValue(base) || base === undefined || base === null))
    return compareMaps(ours, isMapValue(base) ? base : {}, theirs, at, rule);
  if (isDeepStrictEqual(ours, theirs) || isDeepStrictEqual(base, theirs)) return kept(ours);
  const named =
    Array.isArray(ours) && Array.isArray(theirs) && Array.isArray(base) ? compareLists(ours, base, theirs, at, rule) : undefined;
  if (named !== undefined && (rule === undefined || named.clashes.length === 0)) return named;
  if (isDeepStrictEqual(base, ours))
    return { ...kept(theirs), changes: [theirs === undefined ? { kind: 'remove', at } : { kind: 'put', at, after }] };
  const meant = rule?.({ ours, base, theirs });
  if (meant !== undefined) return kept(meant);
  if (named !== undefined) return named;
  const kind = base === undefined ? 'both-added' : ours === undefined ? 'deleted-here' : theirs === undefined ? 'deleted-there' : 'key';
  return { ...kept(ours), clashes: [{ at, kind }] };
}

interface Sides {
  readonly ours: Json;
  readonly base: Json;
  readonly theirs: Json;
}

const own = (map: Json, key: string): unknown => (Object.hasOwn(map, key) ? map[key] : undefined);

/** Behind which name one of theirs belongs: the nearest in front of it that the user has not taken out. */
const placeAmong = (theirs: readonly string[], name: string, { ours, base }: Pick<Sides, 'ours' | 'base'>): string | undefined =>
  theirs.slice(0, theirs.indexOf(name)).findLast((other) => Object.hasOwn(ours, other) || !Object.hasOwn(base, other));

function compareMaps(ours: Json, base: Json, theirs: Json, at: Steps, rule: Rule | undefined): Differences {
  const names = Object.keys(theirs);
  const all = [...names, ...Object.keys(ours).filter((key) => !Object.hasOwn(theirs, key))];
  const inner = all.map((key) => compareOne({ ours, base, theirs }, key, [...at, key], placeAmong(names, key, { ours, base }), rule));
  return together(
    Object.fromEntries(all.flatMap((key, index) => (inner[index]!.value === undefined ? [] : [[key, inner[index]!.value]]))),
    inner,
  );
}

function compareOne(
  { ours, base, theirs }: Sides,
  name: string,
  at: Steps,
  after: string | undefined,
  rule: Rule | undefined,
): Differences {
  const values = { ours: own(ours, name), base: own(base, name), theirs: own(theirs, name) };
  const inner = compare(values, at, after, rule);
  return Object.values(values).includes(undefined) ? inner : { ...inner, shared: [at, ...inner.shared] };
}

function compareLists(
  ours: readonly unknown[],
  base: readonly unknown[],
  theirs: readonly unknown[],
  at: Steps,
  rule: Rule | undefined,
): Differences | undefined {
  const path = at.map((step) => (typeof step === 'string' ? step : ''));
  const [a, o, b] = [ours, base, theirs].map((list) => identitiesOf(list, path));
  if (a === undefined || o === undefined || b === undefined) return undefined;
  const common = (names: readonly string[]): string[] => names.filter((name) => a.includes(name) && o.includes(name) && b.includes(name));
  // A list of which nothing is left is another list, not one with other entries.
  if (o.length > 0 && [a, b].some((names) => !names.some((name) => o.includes(name)))) return undefined;
  // Who put the entries in another order meant it; of what lines have merged only the entries are asked for.
  if (!isDeepStrictEqual(common(o), common(b)) && (rule === undefined || !isDeepStrictEqual(common(o), common(a)))) return undefined;
  if (replacedTwice(a, o, b)) return undefined;
  const named = (names: readonly string[], list: readonly unknown[]): Json =>
    Object.fromEntries(names.map((name, index) => [name, list[index]]));
  const sides = { ours: named(a, ours), base: named(o, base), theirs: named(b, theirs) };
  const all = [...b, ...a.filter((name) => !b.includes(name))];
  const inner = new Map(all.map((name) => [name, compareOne(sides, name, [...at, { entry: name }], placeAmong(b, name, sides), rule)]));
  const order = b
    .filter((name) => !a.includes(name))
    .reduce((names, name) => names.toSpliced(names.indexOf(placeAmong(b, name, sides)!) + 1, 0, name), a);
  return together(
    order.map((name) => inner.get(name)!.value).filter((value) => value !== undefined),
    [...inner.values()],
  );
}

/** Whether an entry that neither has any more has another one in its place on either side: then the two of them are two changes of one. */
function replacedTwice(ours: readonly string[], base: readonly string[], theirs: readonly string[]): boolean {
  const inFront = (names: readonly string[], at: number): string | undefined =>
    names.slice(0, at).findLast((name) => [ours, base, theirs].every((all) => all.includes(name)));
  const newIn = (names: readonly string[], others: readonly string[]): (string | undefined)[] =>
    names.flatMap((name, at) => (base.includes(name) || others.includes(name) ? [] : [inFront(names, at)]));
  const [mine, other] = [newIn(ours, theirs), newIn(theirs, ours)];
  return base.some(
    (name, at) => !ours.includes(name) && !theirs.includes(name) && mine.includes(inFront(base, at)) && other.includes(inFront(base, at)),
  );
}

/** Where steps lead in one document; `undefined` if there is nothing. */
export function resolve(document: Structured, steps: Steps): Path | undefined {
  const path: (string | number)[] = [];
  for (const step of steps) {
    if (typeof step !== 'string') {
      const list = document.get(path);
      const index = Array.isArray(list)
        ? (
            identitiesOf(
              list,
              path.map(String).map((key, at) => (typeof path[at] === 'number' ? '' : key)),
            ) ?? []
          ).indexOf(step.entry)
        : -1;
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

export const textOf = (steps: Steps): string =>
  steps
    .map((step) => (typeof step === 'string' ? step : `[${step.entry}]`))
    .join('.')
    .replaceAll('.[', '[');
