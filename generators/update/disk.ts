import { lstatSync, readdirSync, readFileSync, type Stats } from 'node:fs';
import { join } from 'node:path';

/** What is in a place: a link is whatever it leads to for nobody. */
export type Kind = 'none' | 'file' | 'folder' | 'other';

/** The user's files as bytes, each read once, so that all of an update is for one state of them. */
export interface Disk {
  kind(path: string): Kind;
  /** Undefined unless a file is there. */
  read(path: string): Buffer | undefined;
  executable(path: string): boolean;
  /** Paths of all files below a folder. */
  below(folder: string): readonly string[];
  /** Those of the paths that are no longer as they were read. */
  changedMeanwhile(paths: readonly string[]): readonly string[];
}

export function diskOf(root: string): Disk {
  const seen = new Map<string, Buffer | undefined>();
  const stateOf = (path: string): Stats | undefined => {
    try {
      return lstatSync(join(root, path), { throwIfNoEntry: false });
    } catch (error) {
      // Behind a file there is nothing.
      if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return undefined;
      throw error;
    }
  };
  const bytesAt = (path: string): Buffer | undefined => (stateOf(path)?.isFile() ? readFileSync(join(root, path)) : undefined);
  return {
    kind: (path) => {
      const state = stateOf(path);
      return state === undefined ? 'none' : state.isFile() ? 'file' : state.isDirectory() ? 'folder' : 'other';
    },
    read: (path) => {
      if (!seen.has(path)) seen.set(path, bytesAt(path));
      return seen.get(path);
    },
    executable: (path) => ((stateOf(path)?.mode ?? 0) & 0o100) !== 0,
    below: (folder) =>
      readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => !entry.isDirectory())
        .map((entry) =>
          join(entry.parentPath ?? entry.path, entry.name)
            .slice(root.length + 1)
            .replaceAll('\\', '/'),
        ),
    changedMeanwhile: (paths) => paths.filter((path) => seen.has(path) && !same(bytesAt(path), seen.get(path))),
  };
}

const same = (one: Buffer | undefined, other: Buffer | undefined): boolean =>
  one === undefined || other === undefined ? one === other : one.equals(other);
