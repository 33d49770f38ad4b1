import { Document, isCollection, parse } from 'yaml';
import { usageError } from '../core/errors.ts';
import { packageVersion } from '../core/package-root.ts';
import type { Policy } from '../plan/plan.ts';
import type { ProjectSpec } from '../plan/spec.ts';
import { didYouMean } from '../core/nearest.ts';
import { lineOf } from './lock-line.ts';

/** One file in the lock: where it comes from, and the fingerprint it had when the generator wrote it. */
export interface LockedFile {
  readonly id: string;
  readonly layer: string;
  readonly policy: Policy;
  readonly mode: '644' | '755';
  readonly sha256: string;
  /** Values that the standard wants at keys with dots. */
  readonly keys?: Readonly<Record<string, unknown>>;
}

/** What `check` lets pass, why, and until which day. */
export interface Waiver {
  readonly path: string;
  readonly reason: string;
  readonly until: string;
}

/** An update that is not finished: its conflicts, each in a file of the project. */
export interface Pending {
  readonly from: string;
  readonly to: string;
  readonly conflicts: readonly { readonly path: string; readonly kind: string; readonly where?: string }[];
}

/** `.create-ml-project/lock.yaml`: what the project was rendered from, and what came of it. */
export interface Lock extends ProjectSpec {
  readonly schema: 1;
  /** The version that rendered it. */
  readonly generator: string;
  readonly files: Readonly<Record<string, LockedFile>>;
  /** Of files and archive as they were written together: while it holds, neither needs to be read closely. */
  readonly seal?: string;
  readonly waivers: readonly Waiver[];
  /** What an unfinished update left to resolve. */
  readonly pending: Pending | null;
}

const keys = ['schema', 'generator', 'seal', 'layers', 'answers', 'facts', 'parts', 'files', 'waivers', 'pending'];

/** A lock without facts is one of version 1.0.0. */
export type ReadLock = Omit<Lock, 'facts'> & { readonly facts?: Lock['facts'] };

export function parseLock(text: string, where: string): ReadLock {
  const broken = (why: string): Error =>
    usageError(`${where} cannot be read: ${why}.`, 'Take it back from git: git checkout -- .create-ml-project');
  let lock: ReadLock | null;
  try {
    lock = parse(text) as ReadLock | null;
  } catch (error) {
    throw broken((error as Error).message.split('\n')[0]!.replace(/:$/, ''));
  }
  const isMap = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);
  if (lock === null || !isMap(lock.answers) || !isMap(lock.files) || !Array.isArray(lock.parts))
    throw broken('answers, parts or files are missing');
  if (lock.schema !== 1) throw broken(`it has schema ${String(lock.schema)}, which a newer create-ml-project has written`);
  const unknown = Object.keys(lock).find((key) => !keys.includes(key));
  if (unknown !== undefined) throw broken(`it has no key ${unknown}.${didYouMean(unknown, keys)}`.replace(/\.$/, ''));
  return { ...lock, layers: lock.layers ?? [], waivers: lock.waivers ?? [], pending: lock.pending ?? null };
}

export type LockToWrite = Omit<Lock, 'schema' | 'generator' | 'seal'> & { readonly generator?: string };

/** One line a file and a part, so that a diff of the lock reads like a list. */
export function lockText(
  { generator = packageVersion(), layers, answers, facts, parts, files, waivers, pending }: LockToWrite,
  seal: (files: Lock['files']) => string,
): string {
  const sorted = Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)));
  const document = new Document(
    { schema: 1, generator, seal: seal(sorted), layers, answers, facts, parts, files: {}, waivers, pending },
    { aliasDuplicateObjects: false },
  );
  inOneLine(document.get('facts', true));
  for (const key of [['layers'], ['parts'], ['waivers'], ['pending', 'conflicts']]) {
    const list = document.getIn(key, true);
    if (isCollection(list)) for (const item of list.items) inOneLine(item);
  }
  document.commentBefore = ' What this project was made from. Written by create-ml-project; `add`, `check` and `update` read it.';
  const lines = Object.entries(sorted).map(([path, file]) => lineOf(path, file) ?? printedLine(path, file));
  const text = document.toString({ lineWidth: 0 });
  return lines.length === 0 ? text : text.replace('\nfiles: {}\n', () => `\nfiles:\n${lines.join('\n')}\n`);
}

function printedLine(path: string, file: LockedFile): string {
  const document = new Document({ files: { [path]: file } }, { aliasDuplicateObjects: false });
  inOneLine(document.getIn(['files', path], true));
  return document.toString({ lineWidth: 0 }).slice('files:\n'.length, -1);
}

function inOneLine(node: unknown): void {
  if (isCollection(node)) node.flow = true;
}
