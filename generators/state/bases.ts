import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { pack, unpack } from './archive.ts';
import type { LockedFile } from './lock.ts';
import { stateFolder } from '../core/state-folder.ts';

/** What the generator wrote last, by path, of every file that may merge: what a later update compares with. */
export type Bases = ReadonlyMap<string, string>;

/** One archive of all bases. */
export const basesPath = `${stateFolder}/bases.json.gz`;

/** Where version 1.0.0 kept each of them. */
export const objectsFolder = `${stateFolder}/objects`;

export function readBases(root: string, files: Readonly<Record<string, LockedFile>>): Bases {
  const archive = join(root, basesPath);
  if (existsSync(archive)) return new Map(Object.entries(unpack(readFileSync(archive)) as Record<string, string>));
  const objects = Object.entries(files).flatMap(([path, { policy, sha256 }]) => {
    const object = join(root, objectsFolder, `${sha256}.gz`);
    return policy === 'merge' && existsSync(object) ? [[path, gunzipSync(readFileSync(object)).toString('utf8')] as const] : [];
  });
  return new Map(objects);
}

export const packBases = (bases: Bases): Uint8Array => pack(Object.fromEntries([...bases].sort(([a], [b]) => (a < b ? -1 : 1))));
