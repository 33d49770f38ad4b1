import type { Content, PlannedFile } from '../plan/plan.ts';
import { isCopy } from '../apply/write.ts';
import type { ConflictKind, Labels } from '../merge/conflict.ts';
import { markedWhole } from '../merge/lines.ts';
import { mergeFile } from '../merge/merge-file.ts';
import { fingerprint, isText } from '../state/fingerprint.ts';
import type { LockedFile } from '../state/lock.ts';

/** A conflict of the whole file, beside those that a merge finds in it: one that must stay as the standard has it was edited, or something else is in its place. */
export type UpdateConflictKind = ConflictKind | 'managed' | 'in-the-way';

export interface UpdateConflict {
  readonly path: string;
  readonly kind: UpdateConflictKind;
  /** `line 12`, or a path of keys. */
  readonly where?: string;
}

/** What becomes of one file: `keep` as it is, `remove`, or new content. */
export interface Decided {
  readonly content: Exclude<Content, { copyOf: string }> | 'keep' | 'remove';
  readonly conflicts: readonly Omit<UpdateConflict, 'path'>[];
  /** What a person has to know or do besides. */
  readonly note?: string;
}

export interface FileSides {
  /** Where the file will be. */
  readonly path: string;
  readonly ours: Uint8Array | undefined;
  /** As the lock has it; undefined if it is new. */
  readonly old: (LockedFile & { readonly path: string }) | undefined;
  /** What the generator wrote last, where that is remembered. */
  readonly base: string | undefined;
  /** What it writes now; undefined if it does no longer. */
  readonly theirs: PlannedFile | undefined;
  readonly labels: Labels;
}

const keep: Decided = { content: 'keep', conflicts: [] };
const conflict = (kind: UpdateConflictKind): Decided => ({ content: 'keep', conflicts: [{ kind }] });

/** What becomes of a file by its policy: the new one's, or the old one's if it goes. */
export function decideFile(sides: FileSides): Decided {
  const { theirs, old, ours } = sides;
  const policy = theirs?.policy ?? old?.policy;
  if (policy === 'untracked' || (theirs !== undefined && isCopy(theirs.content))) return keep;
  if (policy === 'once')
    return theirs !== undefined && old === undefined && ours === undefined ? { content: bytesOf(theirs), conflicts: [] } : keep;
  // What comes back to where nothing must be is drift, which `check` tells.
  if (policy === 'absent' && old?.policy === 'absent') return keep;
  if (policy === 'absent' || theirs === undefined) return ours === undefined ? keep : removal(sides);
  if (policy === 'derived') return derived(sides, theirs);
  return policy === 'managed' ? managed(sides, theirs) : merged(sides, theirs);
}

const bytesOf = ({ content }: PlannedFile): string | Uint8Array => content as string | Uint8Array;

/** Whether the user has left it as the generator wrote it. */
const isUntouched = ({ old, ours }: FileSides): boolean =>
  old !== undefined && ours !== undefined && fingerprint(old.path, ours) === old.sha256;
const isSame = ({ path, ours }: FileSides, theirs: PlannedFile): boolean =>
  ours !== undefined && fingerprint(path, ours) === fingerprint(path, bytesOf(theirs));
const isNews = ({ path, old }: FileSides, theirs: PlannedFile): boolean => old?.sha256 !== fingerprint(path, bytesOf(theirs));

function removal(sides: FileSides): Decided {
  if (isUntouched(sides)) return { content: 'remove', conflicts: [] };
  const { old, base, ours, path, labels } = sides;
  if (old?.policy !== 'merge' || base === undefined) return conflict('deleted-there');
  const { content } = mergeFile({ path, base, ours, theirs: undefined, labels });
  return content === undefined ? { content: 'remove', conflicts: [] } : conflict('deleted-there');
}

/** A lock file that somebody has changed is right only together with what they changed it for. */
function derived(sides: FileSides, theirs: PlannedFile): Decided {
  const { ours, old, path } = sides;
  if (ours === undefined && old !== undefined) return keep;
  if (isSame(sides, theirs) || !isNews(sides, theirs)) return keep;
  if (ours === undefined || isUntouched(sides)) return { content: bytesOf(theirs), conflicts: [] };
  return {
    ...keep,
    note: `${path} was changed here, so it stays; bring it up to date: uv lock && uv export --no-hashes --no-annotate --output-file requirements.txt`,
  };
}

/** Replaced while untouched; edited, a person decides between the two. */
function managed(sides: FileSides, theirs: PlannedFile): Decided {
  const { ours, labels, path, old } = sides;
  if (isSame(sides, theirs) || (old !== undefined && !isNews(sides, theirs))) return keep;
  if (isUntouched(sides) || (ours === undefined && old === undefined)) return { content: inFormOf(ours, theirs), conflicts: [] };
  if (ours === undefined) return conflict('deleted-here');
  const other = Buffer.from(bytesOf(theirs));
  if (!isText(ours) || !isText(other)) return conflict('managed');
  const base = sides.base ?? '';
  return {
    content: markedWhole({ ours: Buffer.from(ours).toString('utf8'), base, theirs: other.toString('utf8') }, labels),
    conflicts: [{ kind: 'managed', where: path }],
  };
}

function merged(sides: FileSides, theirs: PlannedFile): Decided {
  const { path, ours, old, labels } = sides;
  if (old !== undefined && !isNews(sides, theirs) && old.path === path) return keep;
  // What is remembered only by its fingerprint is known where the user has not touched it.
  const base = sides.base ?? (isUntouched(sides) ? ours : undefined);
  if (old !== undefined && base === undefined) {
    if (ours === undefined) return conflict('deleted-here');
    if (!isText(ours)) return isSame(sides, theirs) ? keep : conflict('binary');
  }
  const { content, conflicts } = mergeFile({ path, base, ours, theirs: bytesOf(theirs), labels });
  if (content === undefined) return { content: 'keep', conflicts };
  return { content: ours !== undefined && Buffer.from(content).equals(ours) ? 'keep' : content, conflicts };
}

/** The template's text with the line ends that the user's has. */
function inFormOf(ours: Uint8Array | undefined, theirs: PlannedFile): string | Uint8Array {
  const bytes = bytesOf(theirs);
  return typeof bytes === 'string' && ours !== undefined && Buffer.from(ours).includes('\r\n') ? bytes.replaceAll(/\r?\n/g, '\r\n') : bytes;
}
