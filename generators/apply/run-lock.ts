import { closeSync, linkSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { onInterrupt } from '../core/cleanup.ts';
import { CliError, exitCode } from '../core/errors.ts';

/** Who holds a lock, and what they would leave behind if they were killed. */
interface Holder {
  readonly pid: number;
  readonly leftover?: string;
}

/** Takes a lock file or refuses; a lock whose process is gone is taken over and what it left is removed. Gives the release. */
export function takeLock(file: string, what: string, leftover?: string): () => void {
  const holder: Holder = leftover === undefined ? { pid: process.pid } : { pid: process.pid, leftover };
  while (!create(file, JSON.stringify(holder))) {
    const text = read(file);
    if (text === undefined) continue;
    const other = parse(text);
    if (other !== undefined && isAlive(other.pid)) {
      throw new CliError(`Another run (process ${other.pid}) is working on ${what}.`, {
        exit: exitCode.conflict,
        hint: `Wait for it, or delete ${file} if it is long gone.`,
      });
    }
    if (steal(file, text) && other?.leftover !== undefined) rmSync(other.leftover, { recursive: true, force: true });
  }
  const remove = (): void => rmSync(file, { force: true });
  const forget = onInterrupt(remove);
  return () => {
    forget();
    remove();
  };
}

function create(file: string, text: string): boolean {
  try {
    const descriptor = openSync(file, 'wx', 0o644);
    writeSync(descriptor, text);
    closeSync(descriptor);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function parse(text: string): Holder | undefined {
  try {
    return JSON.parse(text) as Holder;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Moves a dead lock aside; if a third process was quicker and it is a live one now, puts it back. */
function steal(file: string, expected: string): boolean {
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch {
    return false;
  }
  const ours = read(aside) === expected;
  try {
    if (!ours) linkSync(aside, file);
  } catch {
    // Somebody took the free place meanwhile: they hold the lock now.
  }
  rmSync(aside, { force: true });
  return ours;
}
