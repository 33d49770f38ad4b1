import { isDeepStrictEqual } from 'node:util';
import { commentsOf, tailOf, withComments } from '../edit/comments.ts';
import { openStructured } from '../edit/open.ts';
import type { Structured } from '../edit/structured.ts';
import { type Change, compare, resolve, type Step, type Steps, textOf } from './by-key.ts';
import type { Conflict, Labels } from './conflict.ts';
import { type Merged, markedWhole, mergeLines, type Sides } from './lines.ts';
import { mergeUnits } from './units.ts';

interface Documents {
  readonly ours: Structured;
  readonly base: Structured;
  readonly theirs: Structured;
}

/** Merges by key, in the user's text and layout; `undefined` where one of the three cannot be read, or not be edited. */
export function mergeStructured(path: string, sides: Sides, labels: Labels): Merged | undefined {
  try {
    const documents = {
      ours: openStructured(path, sides.ours),
      base: openStructured(path, sides.base),
      theirs: openStructured(path, sides.theirs),
    };
    return mergeDocuments(documents, labels);
  } catch {
    // Not readable, or written in a way that the editor will not touch: lines are what is left.
    return undefined;
  }
}

function mergeDocuments(documents: Documents, labels: Labels): Merged {
  const { ours, base, theirs } = documents;
  const { changes, clashes, shared } = compare({ ours: ours.value, base: base.value, theirs: theirs.value });
  const commented = shared.reduce<Remarks>((so, steps) => mergeComments(so, documents, steps), { document: ours, clashes: [] });
  const removed = changes.filter(({ kind }) => kind === 'remove');
  const remarked = removed.filter(({ at }) => !isDeepStrictEqual(commentsAt(ours, at), commentsAt(base, at)));
  const changed = changes
    .filter((change) => !remarked.includes(change))
    .reduce((document, change) => applied(document, theirs, change), commented.document);
  const { document, clash: tail } = mergeTail(changed, documents);
  const open = [
    ...clashes,
    ...commented.clashes.map((at) => ({ at, kind: 'key' as const })),
    ...remarked.map(({ at }) => ({ at, kind: 'deleted-there' as const })),
  ];
  const conflicts: Conflict[] = [
    ...open.map(({ at, kind }) => ({ kind, where: textOf(at) })),
    ...(tail ? [{ kind: 'content' as const, where: 'the comments at its end' }] : []),
  ];
  if (conflicts.length === 0) return { content: document.text, conflicts };
  // The same text with either side's value at each place that is open: then lines show the conflicts, and nothing but them.
  const as = (side: Structured): string => {
    const text = open.reduce((so, { at }) => put(so, side, at, before(side, at)), document).text;
    return tail ? withTail(text, tailOf(side.text).tail) : text;
  };
  const open3 = { ours: document.text, base: as(base), theirs: as(theirs) };
  const lines = mergeLines(open3, labels);
  return { content: lines.conflicts.length > 0 ? lines.content : markedWhole(open3, labels), conflicts };
}

/** The key or entry in front of a place, on one side. */
function before(side: Structured, at: Steps): string | undefined {
  const above = resolve(side, at.slice(0, -1));
  const last = at.at(-1)!;
  if (above === undefined || typeof last !== 'string') return undefined;
  const keys = Object.keys(side.get(above) as object);
  return keys[keys.indexOf(last) - 1];
}

function applied(document: Structured, theirs: Structured, change: Change): Structured {
  // Where both have it, its comments are merged by now.
  if (change.kind === 'put') return put(document, theirs, change.at, change.after, resolve(document, change.at) !== undefined);
  const path = resolve(document, change.at);
  return path === undefined ? document : withoutEntry(document, path);
}

/** An entry goes with the comments above it, which were about it. */
function withoutEntry(document: Structured, path: readonly (string | number)[]): Structured {
  const comments = commentsOf(document, path);
  // What a blank line parts from it is about more than this entry.
  const blank = comments?.above.lastIndexOf('') ?? -1;
  const above = comments?.above.slice(0, blank + 1) ?? [];
  return (comments === undefined ? document : withComments(document, path, { ...comments, above })).remove(path);
}

/** What one side has at a place, comments included; nothing there takes it away. */
function put(document: Structured, side: Structured, at: Steps, after: string | undefined, keepComments = false): Structured {
  const [from, to] = [resolve(side, at), resolve(document, at)];
  if (from === undefined) return to === undefined ? document : withoutEntry(document, to);
  const value = side.copy(from);
  const placed = to === undefined ? inserted(document, at, value, after) : document.set(to, value);
  const comments = keepComments && to !== undefined ? commentsOf(document, to) : commentsOf(side, from);
  const now = resolve(placed, at);
  return comments === undefined || now === undefined ? placed : withComments(placed, now, comments);
}

function inserted(document: Structured, at: Steps, value: unknown, after: string | undefined): Structured {
  const above = at.slice(0, -1);
  const last = at.at(-1) as Step;
  const path = resolve(document, above);
  if (path === undefined) throw new Error(`there is no ${textOf(above)} to put ${textOf(at)} into`);
  if (typeof last === 'string') return document.insert(path, last, value, { after });
  const behind = after === undefined ? undefined : resolve(document, [...above, { entry: after }]);
  const list = document.get(path) as readonly unknown[];
  if (list.length === 0) return document.set(path, [value]);
  return document.insertEntry(path, behind === undefined ? (after === undefined ? 0 : list.length) : Number(behind.at(-1)) + 1, value);
}

function commentsAt(document: Structured, at: Steps): ReturnType<typeof commentsOf> {
  const path = resolve(document, at);
  return path && commentsOf(document, path);
}

interface Remarks {
  readonly document: Structured;
  readonly clashes: readonly Steps[];
}

function mergeComments(so: Remarks, { ours, base, theirs }: Documents, steps: Steps): Remarks {
  const [a, o, b] = [commentsAt(ours, steps), commentsAt(base, steps), commentsAt(theirs, steps)];
  const path = resolve(so.document, steps);
  if (a === undefined || o === undefined || b === undefined || path === undefined || isDeepStrictEqual(o, b) || isDeepStrictEqual(a, b))
    return so;
  const above = mergeWords(a.above, o.above, b.above);
  const behind = mergeWords([a.behind], [o.behind], [b.behind]);
  if (above === undefined || behind === undefined) return { ...so, clashes: [...so.clashes, steps] };
  return { ...so, document: withComments(so.document, path, { above, behind: behind.join('') }) };
}

function mergeWords(ours: readonly string[], base: readonly string[], theirs: readonly string[]): string[] | undefined {
  const units = (lines: readonly string[]): { key: string; text: string }[] => lines.map((line) => ({ key: line, text: line }));
  const stretches = mergeUnits(units(ours), units(base), units(theirs));
  return stretches.some(({ conflict }) => conflict)
    ? undefined
    : stretches.flatMap((stretch) => (stretch.conflict ? [] : stretch.units.map(({ text }) => text)));
}

function mergeTail(document: Structured, { ours, base, theirs }: Documents): { document: Structured; clash: boolean } {
  const [a, o, b] = [ours, base, theirs].map(({ text }) => tailOf(text).tail);
  if (isDeepStrictEqual(o, b) || isDeepStrictEqual(a, b)) return { document, clash: false };
  const tail = mergeWords(a!, o!, b!);
  return tail === undefined ? { document, clash: true } : { document: document.reread(withTail(document.text, tail)), clash: false };
}

function withTail(text: string, tail: readonly string[]): string {
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const { body } = tailOf(text);
  const closed = body === '' || body.endsWith('\n') ? body : body + newline;
  return closed + tail.map((line) => line + newline).join('');
}
