import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Bases, readBases } from '../state/bases.ts';
import { fingerprint } from '../state/fingerprint.ts';
import { type Lock, parseLock } from '../state/lock.ts';
import { completed } from '../state/old-lock.ts';
import { lockPath } from '../core/state-folder.ts';
import type { Project } from './part.ts';
import { rootAbove } from '../core/root-above.ts';

export interface OpenedProject extends Project {
  readonly lock: Lock;
  /** What the generator wrote last of every file that may merge. */
  bases(): Bases;
  /** Those of the paths that are no longer as they were first read here. */
  changedMeanwhile(paths: readonly string[]): readonly string[];
}

/** Opens the project at a folder or above it. A file is read once, so that all of a plan is for one state of it. */
export function openProject(from: string): OpenedProject {
  const root = rootAbove(from);
  const textAt = (path: string): string | undefined => {
    const place = join(root, path);
    return statSync(place, { throwIfNoEntry: false })?.isFile() ? readFileSync(place, 'utf8') : undefined;
  };
  const seen = new Map<string, string | undefined>();
  const read = (path: string): string | undefined => {
    if (!seen.has(path)) seen.set(path, textAt(path));
    return seen.get(path);
  };
  const exists = (path: string): boolean => {
    const there = existsSync(join(root, path));
    if (!there && !seen.has(path)) seen.set(path, undefined);
    return there;
  };
  const found = parseLock(read(lockPath) ?? '', join(root, lockPath));
  let known: Bases | undefined;
  const bases = (): Bases => (known ??= readBases(root, found.files));
  const lock = completed(found, bases, read);
  return {
    root,
    lock,
    bases,
    answers: lock.answers,
    parts: lock.parts,
    read,
    exists,
    list: (folder) => filesBelow(root, folder),
    edited: (path) => {
      const text = read(path);
      return text !== undefined && fingerprint(path, text) !== lock.files[path]?.sha256;
    },
    changedMeanwhile: (paths) => paths.filter((path) => seen.has(path) && textAt(path) !== seen.get(path)),
  };
}

function filesBelow(root: string, folder: string): string[] {
  const place = join(root, folder);
  if (!existsSync(place)) return [];
  return readdirSync(place, { recursive: true, encoding: 'utf8' })
    .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
    .filter((path) => statSync(join(root, path), { throwIfNoEntry: false })?.isFile())
    .sort();
}
