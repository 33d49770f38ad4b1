import {
  chmodSync,
  copyFileSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { onInterrupt } from '../core/cleanup.ts';
import { stateFolder } from '../core/state-folder.ts';
import { checkInside, exists } from '../core/paths.ts';
import { takeLock } from './run-lock.ts';
import { checkSpace, type Writing, writeTo } from './write.ts';

/** A change of an existing directory: a file's new content, or its removal. */
export type Change = Writing | { readonly path: string; readonly remove: true };

interface Entry {
  readonly path: string;
  readonly existed: boolean;
  readonly remove: boolean;
}

const journalOf = (root: string): string => join(root, stateFolder, 'journal');
const entriesOf = (journal: string): string => join(journal, 'entries.json');

/** Runs with every other run kept out of the directory: what is read in it is what will be changed. */
export async function withProjectLock<Result>(root: string, work: () => Promise<Result>): Promise<Result> {
  const lock = `${stateFolder}/running`;
  checkInside(root, lock);
  const made = makeMemory(root);
  const forget = onInterrupt(made);
  try {
    const release = takeLock(join(root, lock), root);
    try {
      return await work();
    } finally {
      release();
    }
  } finally {
    forget();
    made();
  }
}

/**
 * Changes files of a directory as one step, by a run that is alone there. Old and new bytes are written down first; from the moment
 * `entries.json` is there until it is gone, an interruption is undone by the next run. `check` has the last word before that moment.
 */
export async function changeDirectory(root: string, changes: readonly Change[], check: () => void = () => {}): Promise<void> {
  for (const { path } of changes) checkInside(root, path);
  const journal = journalOf(root);
  const forget = onInterrupt(() => rollBack(root));
  try {
    rollBack(root);
    checkSpace(
      root,
      changes.flatMap((change) => ('remove' in change ? [] : [change])),
    );
    mkdirSync(join(journal, 'old'), { recursive: true });
    const entries: Entry[] = [];
    for (const [index, change] of changes.entries()) {
      const place = join(root, change.path);
      const before = exists(place) ? lstatSync(place) : undefined;
      // A folder that an update takes away file by file is not there any more when its name is needed.
      const existed = before !== undefined && !before.isDirectory();
      if (existed) keepOld(place, join(journal, 'old', String(index)));
      const remove = 'remove' in change;
      if (!remove) await writeTo(join(journal, 'new', String(index)), change);
      // Who may read or run a file that is there is its owner's business.
      if (!remove && before?.isFile()) chmodSync(join(journal, 'new', String(index)), modeAfter(before.mode & 0o777, change));
      entries.push({ path: change.path, existed, remove });
    }
    writeFileSync(`${entriesOf(journal)}.part`, JSON.stringify(entries));
    check();
    renameSync(`${entriesOf(journal)}.part`, entriesOf(journal));
    for (const [index, { path, remove }] of entries.entries()) {
      const place = join(root, path);
      mkdirSync(dirname(place), { recursive: true });
      if (remove) removeWithEmptyFolders(root, path);
      else renameSync(join(journal, 'new', String(index)), place);
    }
    rmSync(entriesOf(journal));
    rmSync(journal, { recursive: true, force: true });
  } catch (error) {
    rollBack(root);
    throw error;
  } finally {
    forget();
  }
}

/** Before anything else in a project: undoes an interrupted run, unless it is running still. */
export function recover(root: string): boolean {
  if (!exists(journalOf(root))) return false;
  const release = takeLock(join(root, stateFolder, 'running'), root);
  try {
    return rollBack(root);
  } finally {
    release();
  }
}

/** Undoes what an interrupted run has begun; says whether there was anything. */
export function rollBack(root: string): boolean {
  const journal = journalOf(root);
  if (!exists(journal)) return false;
  const begun = existsSync(entriesOf(journal));
  if (begun) {
    const entries = JSON.parse(readFileSync(entriesOf(journal), 'utf8')) as readonly Entry[];
    for (const [index, { path, existed }] of [...entries.entries()].reverse()) {
      checkInside(root, path);
      if (existed) putBack(join(journal, 'old', String(index)), join(root, path));
      else removeWithEmptyFolders(root, path);
    }
  }
  rmSync(journal, { recursive: true, force: true });
  return begun;
}

/** Those who may read it may run it, or nobody may. */
const modeAfter = (mode: number, { setMode, mode: wanted }: Writing): number =>
  setMode !== true ? mode : wanted === '755' ? mode | ((mode & 0o444) >> 2) : mode & ~0o111;

/** A second name for the old bytes costs nothing; across file systems, and for links, they are copied. */
function keepOld(place: string, kept: string): void {
  try {
    linkSync(place, kept);
  } catch {
    copyFileSync(place, kept);
  }
}

/** Puts old bytes back under a name of their own first, so that this too can be interrupted and repeated. */
function putBack(kept: string, place: string): void {
  const before = lstatSync(place, { throwIfNoEntry: false });
  if (before !== undefined && before.ino === lstatSync(kept).ino) return;
  mkdirSync(dirname(place), { recursive: true });
  const beside = `${place}.restoring`;
  rmSync(beside, { force: true });
  keepOld(kept, beside);
  renameSync(beside, place);
}

function removeWithEmptyFolders(root: string, path: string): void {
  // A folder there is somebody's: what should have been written could not be.
  if (!exists(join(root, path)) || !lstatSync(join(root, path)).isDirectory()) rmSync(join(root, path), { force: true });
  for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
    const place = join(root, folder);
    if (!exists(place)) continue;
    if (readdirSync(place).length > 0) return;
    rmdirSync(place);
  }
}

/** Makes the folder that holds the journal; the result removes it again if nothing else came to live there. */
function makeMemory(root: string): () => void {
  const folder = join(root, stateFolder);
  if (exists(folder)) return () => {};
  mkdirSync(folder);
  return () => {
    if (exists(folder) && readdirSync(folder).length === 0) rmdirSync(folder);
  };
}
