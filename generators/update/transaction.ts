import { ownCommand } from '../core/own-command.ts';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { applyChanges } from '../apply/apply.ts';
import { CliError, exitCode } from '../core/errors.ts';
import type { Change } from '../apply/journal.ts';
import type { OpenedProject } from '../parts/project.ts';
import { isStructured, openStructured } from '../edit/open.ts';
import { hasMarkers } from '../merge/conflict.ts';
import { isCopy } from '../apply/write.ts';
import { pack, unpack } from '../state/archive.ts';
import { objectsFolder } from '../state/bases.ts';
import type { Lock, Pending } from '../state/lock.ts';
import { stateFolder } from '../core/state-folder.ts';
import { ignoredText, ignorePath, stateOf } from '../state/remember.ts';
import type { Disk } from './disk.ts';

/** What the project will remember once nothing is open; in git, so that a colleague can finish the update. */
const nextPath = `${stateFolder}/next.json.gz`;
/** What the update has changed, as it was; only here, for `--abort`. */
const beforePath = `${stateFolder}/before.json.gz`;

export interface Next {
  readonly lock: Lock;
  readonly bases: Readonly<Record<string, string>>;
}

/** Base64 and mode of each file that was changed; null where there was none. */
type Before = Readonly<Record<string, { readonly bytes: string; readonly executable: boolean } | null>>;

const text = (path: string, content: string | Uint8Array): Change => ({ path, content, mode: '644' });
const gone = (path: string): Change => ({ path, remove: true });

/** Carries out an update as one step; with conflicts the lock stays what it was, and remembers what is open. */
export async function carryOut(
  project: OpenedProject,
  disk: Disk,
  changes: readonly Change[],
  next: Next,
  pending: Pending | null,
): Promise<void> {
  const { lock, root } = project;
  const state =
    pending === null
      ? stateOf(next.lock, new Map(Object.entries(next.bases)))
      : [...stateOf({ ...lock, pending }, project.bases()), text(nextPath, pack(next))];
  const all = [
    ...changes,
    ...[...state, text(ignorePath, ignoredText)].filter((change) => !isThere(change, disk)),
    ...project.list(objectsFolder).map(gone),
  ];
  const before: Before = Object.fromEntries(
    all.map(({ path }) => {
      const bytes = disk.read(path);
      return [path, bytes === undefined ? null : { bytes: bytes.toString('base64'), executable: disk.executable(path) }];
    }),
  );
  await applyChanges(pending === null ? all : [...all, text(beforePath, pack(before))], root, (paths) => [
    ...disk.changedMeanwhile(paths),
    ...project.changedMeanwhile(paths),
  ]);
}

const isThere = (change: Change, disk: Disk): boolean =>
  'content' in change && !isCopy(change.content) && disk.read(change.path)?.equals(Buffer.from(change.content)) === true;

/** Finishes an update whose conflicts are resolved. */
export async function finish(project: OpenedProject, disk: Disk): Promise<Pending> {
  const { lock, root } = project;
  const pending = pendingOf(project);
  const open = pending.conflicts.filter(({ path }) => isOpen(path, disk));
  if (open.length > 0) {
    throw new CliError(`Not resolved yet:\n${open.map(({ path, kind }) => `  ${path} (${kind})`).join('\n')}`, {
      exit: exitCode.conflict,
      hint: `Edit each until no line with <<<<<<<, ||||||| or >>>>>>> is left and it can be read, then: ${ownCommand()} update --continue`,
    });
  }
  const next = join(root, nextPath);
  if (!existsSync(next))
    throw new CliError(`${nextPath} is missing, without which the update cannot be finished.`, {
      exit: exitCode.conflict,
      hint: `Take it back from git, or give the update up: ${ownCommand()} update --abort`,
    });
  const { lock: nextLock, bases } = unpack(readFileSync(next)) as Next;
  await applyChanges(
    [
      ...stateOf({ ...nextLock, waivers: lock.waivers, pending: null }, new Map(Object.entries(bases))),
      gone(nextPath),
      ...(existsSync(join(root, beforePath)) ? [gone(beforePath)] : []),
    ],
    root,
  );
  return pending;
}

/** Whether a file still has a conflict in it: marks, or what cannot be read. */
function isOpen(path: string, disk: Disk): boolean {
  const bytes = disk.read(path);
  if (bytes === undefined) return false;
  const content = bytes.toString('utf8');
  if (hasMarkers(content)) return true;
  if (!isStructured(path)) return false;
  try {
    openStructured(path, content);
    return false;
  } catch {
    return true;
  }
}

/** Gives an update up: every file that it has changed is again as it was. */
export async function abort(project: OpenedProject): Promise<Pending> {
  const { root } = project;
  const pending = pendingOf(project);
  const place = join(root, beforePath);
  if (!existsSync(place))
    throw new CliError('This update was begun elsewhere, so what was there before is only in git.', {
      exit: exitCode.conflict,
      hint: 'Take back its commit: git revert <commit>',
    });
  const before = unpack(readFileSync(place)) as Before;
  const changes = Object.entries(before).flatMap(([path, was]): Change[] => {
    if (was === null) return existsSync(join(root, path)) ? [gone(path)] : [];
    return [{ path, content: Buffer.from(was.bytes, 'base64'), mode: was.executable ? '755' : '644', setMode: true }];
  });
  await applyChanges(
    [...changes.filter((change) => 'remove' in change), ...changes.filter((change) => !('remove' in change)), gone(beforePath)],
    root,
  );
  return pending;
}

function pendingOf({ lock: { pending } }: OpenedProject): Pending {
  if (pending === null)
    throw new CliError('No update is waiting to be finished.', { exit: exitCode.usage, hint: `Begin one: ${ownCommand()} update` });
  return pending;
}
