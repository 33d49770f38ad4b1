import { isDeepStrictEqual } from 'node:util';
import { compare, type Rule, type Values } from './by-key.ts';
import { mergeLines, type Sides } from './lines.ts';
import { mergeUnits, type Unit } from './units.ts';

/** What two changes of a list, or of a text of several lines such as a script in a workflow, mean together. */
export const mergeMeanings: Rule = ({ ours, base, theirs }) => {
  const all = [ours, base, theirs];
  if (all.every((value) => Array.isArray(value))) return mergeSequences({ ours, base, theirs });
  if (!all.every((value) => typeof value === 'string' && value.trim().includes('\n'))) return undefined;
  const { content, conflicts } = mergeLines({ ours, base, theirs } as Sides, { ours: '', base: '', theirs: '' });
  return conflicts.length === 0 ? content : undefined;
};

/**
 * Three lists as one by the places of their entries, for lists whose entries have no names: what each side put in or took out, and entries
 * that both changed in different keys. Undefined where two changes meet.
 */
function mergeSequences({ ours, base, theirs }: Values): unknown[] | undefined {
  const [a, o, b] = [ours, base, theirs].map((list) => (list as unknown[]).map(unitOf));
  const merged: unknown[] = [];
  for (const stretch of mergeUnits(a!, o!, b!)) {
    if (!stretch.conflict) merged.push(...stretch.units.map(valueOf));
    else {
      const lists = [stretch.ours, stretch.base, stretch.theirs];
      if (new Set(lists.map(({ length }) => length)).size > 1) return undefined;
      for (let at = 0; at < stretch.base.length; at += 1) {
        const [mine, old, other] = lists.map((units) => valueOf(units[at]!));
        const { value, clashes } = compare({ ours: mine, base: old, theirs: other }, [], undefined, mergeMeanings);
        if (clashes.length > 0) return undefined;
        merged.push(value);
      }
    }
  }
  return merged;
}

const unitOf = (entry: unknown): Unit => {
  const text = JSON.stringify(entry);
  return { key: text, text };
};
const valueOf = ({ text }: Unit): unknown => JSON.parse(text);

/** Whether two values are the same but for the order of lists: where a new entry stands, lines know best. */
export const sameEntries = (one: unknown, other: unknown): boolean => isDeepStrictEqual(sorted(one), sorted(other));

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((entry) => JSON.stringify(sorted(entry))).sort();
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, inner]) => [key, sorted(inner)])
      .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
  );
}
