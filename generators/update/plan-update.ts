import { dirname } from 'node:path/posix';
import type { Change } from '../apply/journal.ts';
import type { Plan, PlannedFile } from '../plan/plan.ts';
import type { Labels } from '../merge/conflict.ts';
import type { Bases } from '../state/bases.ts';
import type { Lock, LockedFile } from '../state/lock.ts';
import { basesOf, lockedFile } from '../state/remember.ts';
import { type Decided, decideFile, type UpdateConflict } from './decide-file.ts';
import type { Disk } from './disk.ts';

export interface UpdateRequest {
  readonly lock: Lock;
  readonly bases: Bases;
  /** What the project's spec renders to now. */
  readonly plan: Plan;
  readonly disk: Disk;
  readonly labels: Labels;
}

/** All that an update does to the user's files, and what is remembered once nothing of it is open. */
export interface UpdatePlan {
  readonly changes: readonly Change[];
  readonly merged: readonly string[];
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Old path and new path. */
  readonly renamed: readonly (readonly [string, string])[];
  readonly conflicts: readonly UpdateConflict[];
  readonly notes: readonly string[];
  readonly files: Readonly<Record<string, LockedFile>>;
  readonly bases: Bases;
}

type Entry = LockedFile & { readonly path: string };

/** A file of the project on its way: where it is, where it goes, and what becomes of it. */
interface Step {
  readonly from: string | undefined;
  readonly to: string;
  readonly file: PlannedFile | undefined;
  readonly old: Entry | undefined;
  readonly decided: Decided;
}

export function planUpdate({ lock, bases, plan, disk, labels }: UpdateRequest): UpdatePlan {
  const pairs = paired(lock, [...plan.files, ...(plan.absent ?? [])]);
  const steps = pairs.map(({ file, old }): Step => {
    const [from, to] = [old?.path, file?.path ?? old!.path];
    const ours = disk.read(from ?? to);
    const decided = decideFile({ path: to, ours, old, base: from === undefined ? undefined : bases.get(from), theirs: file, labels });
    return { from, to, file, old, decided };
  });
  const going = new Set(
    steps.flatMap(({ from, to, decided }) =>
      from !== undefined && (decided.content === 'remove' || (from !== to && disk.kind(from) === 'file')) ? [from] : [],
    ),
  );
  return collected(
    steps.map((step) => unblocked(step, going, disk)),
    { lock, plan, disk },
  );
}

/** Each new file with the entry that it comes from, by its id; then the entries that nothing comes from any more. */
function paired(lock: Lock, files: readonly PlannedFile[]): { file: PlannedFile | undefined; old: Entry | undefined }[] {
  const entries = Object.entries(lock.files).map(([path, entry]): Entry => ({ ...entry, path }));
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const ids = new Set(files.map(({ id }) => id));
  const byPath = new Map(entries.filter(({ id }) => !ids.has(id)).map((entry) => [entry.path, entry]));
  const tracked = files.filter((file) => lockedFile(file) !== undefined);
  const pairs = tracked.map((file) => ({ file, old: byId.get(file.id) ?? byPath.get(file.path) }));
  const used = new Set(pairs.map(({ old }) => old));
  return [...pairs, ...entries.filter((entry) => !used.has(entry)).map((old) => ({ file: undefined, old }))];
}

/** Something of the user's where a file would be written is a conflict, unless the update takes it away itself. */
function unblocked(step: Step, going: ReadonlySet<string>, disk: Disk): Step {
  const { from, to, decided } = step;
  const moves = from !== undefined && from !== to && disk.kind(from) === 'file';
  if (!moves && (decided.content === 'keep' || decided.content === 'remove')) return step;
  const isFree = (path: string): boolean => {
    const kind = disk.kind(path);
    if (kind === 'folder') return disk.below(path).every((inner) => going.has(inner));
    return kind === 'none' || going.has(path);
  };
  const above: string[] = [];
  for (let folder = dirname(to); folder !== '.'; folder = dirname(folder)) above.push(folder);
  const blocked =
    !above.every((folder) => disk.kind(folder) === 'folder' || isFree(folder)) ||
    (from === to || from === undefined ? !['none', 'file'].includes(disk.kind(to)) && !isFree(to) : !isFree(to));
  return blocked ? { ...step, from: to, decided: { content: 'keep', conflicts: [{ kind: 'in-the-way' }] } } : step;
}

function collected(steps: readonly Step[], { lock, plan, disk }: Pick<UpdateRequest, 'lock' | 'plan' | 'disk'>): UpdatePlan {
  const [removals, writings]: [Change[], Change[]] = [[], []];
  const lists = {
    merged: [] as string[],
    added: [] as string[],
    removed: [] as string[],
    renamed: [] as [string, string][],
    conflicts: [] as UpdateConflict[],
    notes: [] as string[],
  };
  const files: Record<string, LockedFile> = {};
  for (const { from, to, file, old, decided } of steps) {
    const { content, conflicts, note } = decided;
    const locked = file === undefined ? undefined : lockedFile(file);
    if (locked !== undefined) files[to] = locked;
    // What is the user's from the first day stays known, also where this rendering cannot make it: the schema of the data.
    else if (old?.policy === 'once') files[old.path] = lock.files[old.path]!;
    lists.conflicts.push(...conflicts.map((conflict) => ({ path: to, ...conflict })));
    if (note !== undefined) lists.notes.push(note);
    const moved = from !== undefined && from !== to && disk.kind(from) === 'file';
    if (content === 'remove') {
      removals.push({ path: from ?? to, remove: true });
      lists.removed.push(from ?? to);
      continue;
    }
    const there = from !== undefined && disk.kind(from) === 'file' ? from : disk.kind(to) === 'file' ? to : undefined;
    const mode = modeOf(file, old, there, disk);
    if (content === 'keep' && !moved && mode === undefined) continue;
    if (there === undefined && content === 'keep') continue;
    if (moved) {
      removals.push({ path: from, remove: true });
      lists.renamed.push([from, to]);
    }
    const executable = there === undefined ? file?.mode === '755' : disk.executable(there);
    writings.push({
      path: to,
      content: content === 'keep' ? disk.read(there!)! : content,
      mode: mode ?? (executable ? '755' : '644'),
      ...(mode === undefined ? {} : { setMode: true }),
    });
    if (there === undefined) lists.added.push(to);
    else if (conflicts.length === 0 && !moved) lists.merged.push(to);
  }
  for (const list of [lists.merged, lists.added, lists.removed]) list.sort();
  return { ...lists, changes: [...removals, ...writings], files, bases: basesOf(plan.files) };
}

/** The executable bit where the template has changed it and the user has not. */
function modeOf(file: PlannedFile | undefined, old: Entry | undefined, there: string | undefined, disk: Disk): '644' | '755' | undefined {
  if (file === undefined || there === undefined || old === undefined || old.policy === 'once') return undefined;
  const wanted = file.mode === '755' ? '755' : '644';
  const mine = disk.executable(there) ? '755' : '644';
  return wanted !== old.mode && mine === old.mode ? wanted : undefined;
}
