import { isStructured, openStructured } from '../edit/open.ts';
import { compare } from './by-key.ts';
import { type Conflict, type ConflictKind, type Labels } from './conflict.ts';
import { mergeBy, type Merged, markedWhole, mergeLines, newlineOf, type Sides } from './lines.ts';
import { pythonUnits } from './python-units.ts';
import { withSameRegions } from './regions.ts';
import { mergeMeanings, sameEntries } from './sequence.ts';
import { mergeStructured } from './structured.ts';

export type Bytes = string | Uint8Array;

/** One file on the three sides; `undefined` where it is not there. */
export interface FileMerge {
  /** Says by which rules it is merged. */
  readonly path: string;
  readonly base: Bytes | undefined;
  readonly ours: Bytes | undefined;
  readonly theirs: Bytes | undefined;
  readonly labels: Labels;
}

export interface MergedFile {
  /** What the project gets; `undefined`: the file is not there. */
  readonly content: Bytes | undefined;
  readonly conflicts: readonly Conflict[];
}

/** Brings what changed between `base` and `theirs` into `ours`. Nothing of the user's is lost without a conflict that says so. */
export function mergeFile({ path, base, ours, theirs, labels }: FileMerge): MergedFile {
  const whole = (kind: ConflictKind, content: Bytes | undefined): MergedFile => ({ content, conflicts: [{ kind, where: path }] });
  if (sameBytes(ours, theirs) || sameBytes(base, theirs)) return { content: ours, conflicts: [] };
  if (sameBytes(base, ours)) return { content: inUsersForm(ours, theirs), conflicts: [] };
  const texts = { base: textOf(base), ours: textOf(ours), theirs: textOf(theirs) };
  if ([texts.base, texts.ours, texts.theirs].includes(null)) return whole(missingKind(base, ours, theirs) ?? 'binary', ours);
  if (ours === undefined || theirs === undefined) return mergeDeleted(texts as Texts, whole);
  const sides = { ours: withoutMark(texts.ours!), base: withoutMark(texts.base ?? ''), theirs: withoutMark(texts.theirs!) };
  const { content, conflicts } = mergeText(path, sides, labels);
  const kinds = base === undefined ? conflicts.map((conflict) => ({ ...conflict, kind: 'both-added' as const })) : conflicts;
  return { content: texts.ours!.startsWith(byteOrderMark) ? byteOrderMark + content : content, conflicts: kinds };
}

/** The other side's text with the user's line ends and mark of byte order. */
function inUsersForm(ours: Bytes | undefined, theirs: Bytes | undefined): Bytes | undefined {
  const [mine, other] = [textOf(ours), textOf(theirs)];
  if (typeof mine !== 'string' || typeof other !== 'string') return theirs;
  const newline = newlineOf(mine);
  const text = newline === newlineOf(other) ? withoutMark(other) : withoutMark(other).replaceAll(/\r?\n/g, newline);
  const formed = mine.startsWith(byteOrderMark) ? byteOrderMark + text : text;
  return formed === other ? theirs : formed;
}

const byteOrderMark = '\uFEFF';
const withoutMark = (text: string): string => (text.startsWith(byteOrderMark) ? text.slice(1) : text);

interface Texts {
  readonly ours: string | undefined;
  readonly base: string | undefined;
  readonly theirs: string | undefined;
}

/** One side deleted the file, or has it no more: that is only taken over if the other one left it as it was. */
function mergeDeleted({ ours, base, theirs }: Texts, whole: (kind: ConflictKind, content: Bytes | undefined) => MergedFile): MergedFile {
  const unchanged = (text: string | undefined): boolean => {
    const { base: old, theirs: now } = withSameRegions({ ours: text ?? '', base: base ?? '', theirs: text ?? '' });
    return base !== undefined && withUnixEnds(old) === withUnixEnds(now);
  };
  if (ours === undefined) return unchanged(theirs) ? { content: undefined, conflicts: [] } : whole('deleted-here', undefined);
  return unchanged(ours) ? { content: undefined, conflicts: [] } : whole('deleted-there', ours);
}

const withUnixEnds = (text: string): string => withoutMark(text).replaceAll('\r\n', '\n');

const missingKind = (base: Bytes | undefined, ours: Bytes | undefined, theirs: Bytes | undefined): ConflictKind | undefined =>
  ours === undefined ? 'deleted-here' : theirs === undefined ? 'deleted-there' : base === undefined ? 'both-added' : undefined;

/** Three texts that are all there. */
function mergeText(path: string, given: Sides, labels: Labels): Merged {
  const sides = withSameRegions(given);
  const lines = mergeLines(sides, labels);
  if (isStructured(path)) return mergeKeys(path, sides, lines, labels);
  if (lines.conflicts.length === 0 || !path.endsWith('.py')) return lines;
  const statements = mergeBy(pythonUnits, sides, labels);
  return statements.conflicts.length < lines.conflicts.length ? statements : lines;
}

/** Lines first, for they keep every comment and layout of both sides; by key where lines conflict or mean something else. */
function mergeKeys(path: string, sides: Sides, lines: Merged, labels: Labels): Merged {
  if (lines.conflicts.length === 0 && meansBoth(path, sides, lines.content)) return lines;
  const merged = mergeStructured(path, sides, labels);
  const safe = merged !== undefined && !losesComments(sides, merged.content) ? merged : undefined;
  if (safe !== undefined && (safe.conflicts.length > 0 || readable(path, safe.content))) return safe;
  if (lines.conflicts.length > 0) return lines;
  const readableBefore = readable(path, sides.ours) && readable(path, sides.theirs);
  if (!readableBefore) return lines;
  return { content: markedWhole(sides, labels), conflicts: [{ kind: 'unreadable', where: path }] };
}

function readable(path: string, text: string): boolean {
  try {
    openStructured(path, text);
    return true;
  } catch {
    return false;
  }
}

/** Whether a merge by lines means what a merge by key would: everything of both sides, and nothing else. */
function meansBoth(path: string, { ours, base, theirs }: Sides, content: string): boolean {
  try {
    const [mine, old, other, merged] = [ours, base, theirs, content].map((text) => openStructured(path, text).value);
    const { value, clashes } = compare({ ours: mine, base: old, theirs: other }, [], undefined, mergeMeanings);
    return clashes.length === 0 && sameEntries(value, merged);
  } catch {
    return false;
  }
}

/** Whether a comment of the user's is gone: then the merge was not good enough. */
function losesComments({ ours, base }: Sides, merged: string): boolean {
  const left = commentsIn(merged);
  const old = commentsIn(base);
  return [...commentsIn(ours)].some(([comment, count]) => count > Math.max(left.get(comment) ?? 0, old.get(comment) ?? 0));
}

function commentsIn(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [, comment = ''] of text.matchAll(/(?:^|\s)(#[^\r\n]*)/gm)) counts.set(comment.trim(), (counts.get(comment.trim()) ?? 0) + 1);
  return counts;
}

const textOf = (bytes: Bytes | undefined): string | undefined | null => {
  if (bytes === undefined || typeof bytes === 'string') return bytes;
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  }
};

/** Whether two contents are the same; line ends and a byte order mark are no difference. */
function sameBytes(a: Bytes | undefined, b: Bytes | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  const [one, other] = [textOf(a), textOf(b)];
  if (one === null || other === null) return Buffer.from(a as Uint8Array).equals(Buffer.from(b as Uint8Array));
  return withUnixEnds(one!) === withUnixEnds(other!);
}
