import { lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ConflictMode } from '../options/command-flags.ts';
import { CliError, exitCode } from '../core/errors.ts';
import { withProjectLock, type Change, changeDirectory, rollBack } from './journal.ts';
import { checkInside, checkPaths, exists } from '../core/paths.ts';
import type { PlannedFile } from '../plan/plan.ts';
import { stageDirectory, waitForNobody } from './staging.ts';
import { asUserError } from '../core/system-error.ts';
import { isCopy, sameBytes } from './write.ts';

export interface Collision {
  readonly path: string;
  /** What is in the way: the same file with other content, or something that is no file. */
  readonly kind: 'file' | 'other';
}

export interface ApplyOptions {
  /** How collisions are settled; `ask` hands each to a person. */
  readonly onConflict: ConflictMode;
  readonly ask?: (collision: Collision) => Promise<'skip' | 'overwrite'>;
  /** May start in a new directory before there is anything in it, and is done before that is given up. */
  readonly begin?: (root: string) => Promise<void> | undefined;
  /** Runs in the finished tree; for a new directory before it gets its name. Kept are the files that stay as they were. */
  readonly finish: (root: string, kept: readonly string[]) => Promise<void>;
}

export interface Applied {
  readonly written: readonly string[];
  /** Files that were there already and stay as they were. */
  readonly kept: readonly string[];
}

const nothingChanged = ' Nothing was changed.';

/** Writes a whole project: a new directory at once by renaming, an existing one through the journal. */
export async function applyPlan(files: readonly PlannedFile[], target: string, options: ApplyOptions): Promise<Applied> {
  checkPaths(files.map(({ path }) => path));
  try {
    if (!exists(target)) {
      await stageDirectory(target, files, { begin: options.begin, finish: (staged) => options.finish(staged, []) });
      return { written: files.map(({ path }) => path), kept: [] };
    }
    return await intoExisting(files, target, options);
  } catch (error) {
    throw asUserError(error, `Writing ${target}`, nothingChanged);
  }
}

async function intoExisting(files: readonly PlannedFile[], target: string, options: ApplyOptions): Promise<Applied> {
  if (!statSync(target).isDirectory())
    throw new CliError(`${target} is a file, not a directory.`, { exit: exitCode.usage, hint: 'Choose another directory.' });
  waitForNobody(target);
  for (const { path } of files) checkInside(target, path);
  const applied = await withProjectLock(target, async () => {
    // What an interrupted run has put there must be gone before anything is compared with it.
    rollBack(target);
    const kept = await settleCollisions(collisionsOf(files, target), target, options);
    const same = new Set(files.filter((file) => isThere(file, target)).map(({ path }) => path));
    const changes = files.filter(({ path }) => !kept.has(path) && !same.has(path));
    await changeDirectory(target, changes);
    return { written: changes.map(({ path }) => path), kept: [...kept] };
  });
  await options.finish(target, applied.kept);
  return applied;
}

/** Changes an existing project as one step, by a run that is alone there; `changedMeanwhile` says what is no longer as it was planned for. */
export async function applyChanges(
  changes: readonly Change[],
  projectRoot: string,
  changedMeanwhile: (paths: readonly string[]) => readonly string[] = () => [],
): Promise<void> {
  const paths = changes.map(({ path }) => path);
  checkPaths(paths);
  try {
    await changeDirectory(projectRoot, changes, () => {
      const [path] = changedMeanwhile(paths);
      if (path === undefined) return;
      throw new CliError(`${path} has been changed by somebody else while this was planned.${nothingChanged}`, {
        exit: exitCode.conflict,
        hint: 'Run the command again: it will start from the file as it is now.',
      });
    });
  } catch (error) {
    throw asUserError(error, `Changing ${projectRoot}`, nothingChanged);
  }
}

/** What is in the way of a plan, before anything is written. */
export function collisionsOf(files: readonly PlannedFile[], target: string): Collision[] {
  if (!exists(target)) return [];
  return files.flatMap((file) => {
    const found = lstatSync(join(target, file.path), { throwIfNoEntry: false });
    if (found === undefined || isThere(file, target)) return [];
    return [{ path: file.path, kind: found.isFile() || found.isSymbolicLink() ? ('file' as const) : ('other' as const) }];
  });
}

/** The same bytes are no collision, so that a second run into the same place goes through. */
export function isThere({ path, content }: PlannedFile, target: string): boolean {
  const place = join(target, path);
  if (lstatSync(place, { throwIfNoEntry: false })?.isFile() !== true) return false;
  return isCopy(content) ? sameBytes(place, content.copyOf) : readFileSync(place).equals(Buffer.from(content));
}

async function settleCollisions(
  collisions: readonly Collision[],
  target: string,
  { onConflict, ask }: ApplyOptions,
): Promise<ReadonlySet<string>> {
  const blocked = collisions.filter(({ kind }) => kind === 'other');
  if (blocked.length > 0 || (collisions.length > 0 && onConflict === 'abort')) {
    throw new CliError(`${target} holds files that the project would replace:\n${listed(collisions)}`, {
      exit: exitCode.conflict,
      hint: `Choose an empty directory${blocked.length > 0 ? '.' : ', or keep yours with --on-conflict skip, or replace them with --on-conflict overwrite.'}`,
    });
  }
  const kept = new Set<string>();
  for (const collision of collisions) {
    const decision = onConflict === 'ask' && ask !== undefined ? await ask(collision) : onConflict;
    if (decision === 'skip') kept.add(collision.path);
  }
  return kept;
}

const shownAtMost = 10;

function listed(collisions: readonly Collision[]): string {
  const shown = collisions.slice(0, shownAtMost).map(({ path, kind }) => `  ${path}${kind === 'other' ? ' (not a file)' : ''}`);
  const rest = collisions.length - shown.length;
  return [...shown, ...(rest > 0 ? [`  and ${rest} more`] : [])].join('\n');
}

export const isEmptyOrAbsent = (target: string): boolean =>
  !exists(target) || (statSync(target).isDirectory() && readdirSync(target).length === 0);
