import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import type { Answers } from '../options/schema.ts';
import { usageError } from './errors.ts';
import { hashOf, lockPath } from './lock.ts';
import type { Project } from './part.ts';
import type { PartRecord, Policy } from './plan.ts';

/** One file in the lock: where it comes from, and the hash it had when the generator wrote it. */
export interface LockedFile {
  readonly id: string;
  readonly layer: string;
  readonly policy: Policy;
  readonly mode: '644' | '755';
  readonly sha256: string;
}

/** `.create-ml-project/lock.yaml` as it is read back. */
export interface Lock {
  readonly schema: number;
  readonly answers: Answers;
  readonly parts: readonly PartRecord[];
  readonly files: Readonly<Record<string, LockedFile>>;
  readonly [more: string]: unknown;
}

export interface OpenedProject extends Project {
  readonly lock: Lock;
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
  const lock = parseLock(root, () => read(lockPath) ?? '');
  return {
    root,
    lock,
    answers: lock.answers,
    parts: lock.parts,
    read,
    exists,
    list: (folder) => filesBelow(root, folder),
    edited: (path) => {
      const text = read(path);
      return text !== undefined && hashOf(text) !== lock.files[path]?.sha256;
    },
    changedMeanwhile: (paths) => paths.filter((path) => seen.has(path) && textAt(path) !== seen.get(path)),
  };
}

/** The real path of the project that a folder is in. */
export function rootAbove(from: string): string {
  const folder = realpathSync(from);
  for (let candidate = folder; ; candidate = dirname(candidate)) {
    if (existsSync(join(candidate, lockPath))) return candidate;
    if (candidate === dirname(candidate)) break;
  }
  throw usageError(`${folder} is not in a project: neither it nor a folder above has ${lockPath}.`, 'Go into a project made by create-ml-project, or make one: create-ml-project <directory>');
}

function parseLock(root: string, read: () => string): Lock {
  const broken = (why: string): Error => usageError(`${join(root, lockPath)} cannot be read: ${why}.`, 'Take it back from git: git checkout -- .create-ml-project');
  let lock: Lock | null;
  try {
    lock = parse(read()) as Lock | null;
  } catch (error) {
    throw broken((error as Error).message.split('\n')[0]!.replace(/:$/, ''));
  }
  if (typeof lock?.answers !== 'object' || typeof lock.files !== 'object' || !Array.isArray(lock.parts)) throw broken('answers, parts or files are missing');
  if (lock.schema !== 1) throw broken(`it has schema ${String(lock.schema)}, which a newer create-ml-project has written`);
  return lock;
}

function filesBelow(root: string, folder: string): string[] {
  const place = join(root, folder);
  if (!existsSync(place)) return [];
  return readdirSync(place, { recursive: true, encoding: 'utf8' })
    .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
    .filter((path) => statSync(join(root, path), { throwIfNoEntry: false })?.isFile())
    .sort();
}
