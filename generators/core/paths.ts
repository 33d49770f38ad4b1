import { lstatSync, realpathSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, sep } from 'node:path';
import { CliError, exitCode } from './errors.ts';

/** Refuses a plan that could reach outside its target or collide with itself; a mistake of a template or of a layer. */
export function checkPaths(paths: readonly string[]): void {
  const seen = new Map<string, string>();
  for (const path of paths) {
    const pieces = path.split('/');
    if (/[\\\p{Cc}]/u.test(path) || /^[a-z]:/i.test(path) || pieces.some((piece) => piece === '' || piece === '.' || piece === '..')) {
      throw new CliError(`${JSON.stringify(path)} is not a path inside the project.`, { exit: exitCode.usage });
    }
    const folded = path.normalize('NFC').toLowerCase();
    const other = seen.get(folded);
    if (other !== undefined) throw new CliError(`${path} and ${other} are the same file on some file systems.`, { exit: exitCode.usage });
    seen.set(folded, path);
  }
}

/** Refuses a path whose existing folders lead outside the root through a symbolic link. */
export function checkInside(root: string, path: string): void {
  const real = realpathSync(root);
  const folder = nearestExisting(dirname(join(root, path)));
  let place: string;
  try {
    place = realpathSync(folder);
  } catch {
    place = '';
  }
  if (place !== real && !place.startsWith(real + sep)) {
    throw new CliError(`${path} would be written outside the project: ${folder} is a symbolic link${place === '' ? '' : ` to ${place}`}.`, {
      exit: exitCode.conflict,
      hint: 'Remove the link, or choose another directory.',
    });
  }
}

/** Whether anything is there, a dangling link too; behind a file there is nothing. */
export function exists(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    if (['ENOTDIR', 'ENAMETOOLONG'].includes((error as NodeJS.ErrnoException).code!)) return false;
    throw error;
  }
}

/** The nearest folder above a path, or the path itself, where something is. */
export function nearestExisting(path: string): string {
  let place = path;
  while (!exists(place)) place = dirname(place);
  return place;
}

/** `~/` is the shell's word, which it leaves alone in `--data=~/x`, in an answers file and at a question. */
export const expandHome = (path: string): string => (/^~(?=$|[/\\])/.test(path) ? homedir() + path.slice(1) : path);

/** Links to folders are folders. */
export const isFolder = (path: string): boolean => exists(path) && statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
