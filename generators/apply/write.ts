import fse from 'fs-extra';
import { closeSync, constants, openSync, readSync, statfsSync, statSync } from 'node:fs';
import { chmod, copyFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CliError, exitCode } from '../core/errors.ts';
import type { Content, PlannedFile } from '../plan/plan.ts';

export type Writing = Pick<PlannedFile, 'path' | 'content' | 'mode'> & {
  /** Of a file that is there: whether it may be run changes too; who else may read it stays its owner's business. */
  readonly setMode?: boolean;
};

export const isCopy = (content: Content): content is { readonly copyOf: string } => typeof content === 'object' && 'copyOf' in content;

/** Writes one planned file to a place that is free; big files are cloned by the file system where it can. */
export async function writeTo(place: string, { content, mode }: Writing): Promise<void> {
  if (isCopy(content)) {
    fse.ensureDirSync(dirname(place));
    await copyFile(content.copyOf, place, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);
    await chmod(place, permissions(mode));
  } else fse.outputFileSync(place, content, { mode: asked(mode), flag: 'wx' });
}

const atATime = 1024 * 1024;

/** Compares two files without holding either. */
export function sameBytes(one: string, other: string): boolean {
  if (statSync(one).size !== statSync(other).size) return false;
  const files = [openSync(one, 'r'), openSync(other, 'r')] as const;
  try {
    const [left, right] = [Buffer.alloc(atATime), Buffer.alloc(atATime)];
    for (;;) {
      const [read, alsoRead] = [readSync(files[0], left), readSync(files[1], right)];
      if (read !== alsoRead || !left.subarray(0, read).equals(right.subarray(0, read))) return false;
      if (read === 0) return true;
    }
  } finally {
    for (const file of files) closeSync(file);
  }
}

/** As the shell would make it: the user's umask says who else may read. */
const permissions = (mode: Writing['mode']): number => (mode === '444' ? 0o444 : asked(mode) & ~process.umask());

/** What a new file is opened with: the system itself takes off what the umask does. */
const asked = (mode: Writing['mode']): number => (mode === '444' ? 0o444 : mode === '755' ? 0o777 : 0o666);

const sizeOf = ({ content }: Writing): number =>
  isCopy(content) ? statSync(content.copyOf).size : typeof content === 'string' ? Buffer.byteLength(content) : content.byteLength;

const spare = 8 * 1024 * 1024;

/** Says before the first byte that the disk is too small. */
export function checkSpace(folder: string, files: readonly Writing[]): void {
  const needed = files.reduce((sum, file) => sum + sizeOf(file), spare);
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize < needed) {
    const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1024 / 1024)} MB`;
    throw new CliError(
      `The disk of ${folder} is too full: the project needs ${megabytes(needed)}, ${megabytes(bavail * bsize)} are free.`,
      {
        exit: exitCode.environment,
        hint: 'Free some space, or choose a directory on another disk.',
      },
    );
  }
}
