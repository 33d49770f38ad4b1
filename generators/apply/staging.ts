import { mkdirSync, readdirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { randomBytes } from '../core/crypto.ts';
import { basename, dirname, join } from 'node:path';
import { onInterrupt } from '../core/cleanup.ts';
import { exists } from '../core/paths.ts';
import { takeLock } from './run-lock.ts';
import { checkSpace, type Writing, writeTo } from './write.ts';

/** Where a run that makes a new directory says that it is at work. */
const lockBeside = (target: string): string => join(dirname(target), `.${basename(target)}.create-ml-project.lock`);

/** Refuses while another run is making the directory; what one left that was killed at its very end goes. */
export function waitForNobody(target: string): void {
  if (exists(lockBeside(target))) takeLock(lockBeside(target), target)();
}

/** What else goes on in a new directory, before its files are written and after. */
interface Around {
  readonly begin?: ((staged: string) => Promise<void> | undefined) | undefined;
  readonly finish: (staged: string) => Promise<void>;
}

/** Builds a new directory beside its place and renames it there at the end, so that it is never seen half made. */
export async function stageDirectory(target: string, files: readonly Writing[], { begin, finish }: Around): Promise<void> {
  const parent = dirname(target);
  const removeParents = makeParents(parent);
  const forgetParents = onInterrupt(removeParents);
  const staged = join(parent, `.${basename(target)}.create-ml-project-${randomBytes(4).toString('hex')}`);
  let done = false;
  try {
    const release = takeLock(lockBeside(target), target, staged);
    const discard = (): void => rmSync(staged, { recursive: true, force: true });
    const forget = onInterrupt(discard);
    let begun: Promise<void> | undefined;
    try {
      checkSpace(parent, files);
      mkdirSync(staged);
      // What is wrong with it, the one who waits for it says.
      begun = begin?.(staged)?.catch(() => {});
      for (const file of files) await writeTo(join(staged, file.path), file);
      await finish(staged);
      renameSync(staged, target);
      done = true;
    } finally {
      await begun;
      forget();
      if (!done) discard();
      release();
    }
  } finally {
    forgetParents();
    if (!done) removeParents();
  }
}

/** Makes missing parents; the result removes those it made, as far as nobody put anything there. */
function makeParents(folder: string): () => void {
  const made: string[] = [];
  for (let missing = folder; !exists(missing); missing = dirname(missing)) made.push(missing);
  mkdirSync(folder, { recursive: true });
  return () => {
    for (const parent of made) if (exists(parent) && readdirSync(parent).length === 0) rmdirSync(parent);
  };
}
