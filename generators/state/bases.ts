import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { LockedFile } from './lock.ts';
import { memory } from './paths.ts';

/** What the generator wrote last, by path, of every file that may merge: what a later update compares with. */
export type Bases = ReadonlyMap<string, string>;

/** One archive of all bases. */
export const basesPath = `${memory}/bases.json.gz`;

/** Where version 1.0.0 kept each of them. */
export const objectsFolder = `${memory}/objects`;

export function readBases(root: string, files: Readonly<Record<string, LockedFile>>): Bases {
  const archive = join(root, basesPath);
  if (existsSync(archive)) return new Map(Object.entries(JSON.parse(gunzipSync(readFileSync(archive)).toString('utf8')) as Record<string, string>));
  const objects = Object.entries(files).flatMap(([path, { policy, sha256 }]) => {
    const object = join(root, objectsFolder, `${sha256}.gz`);
    return policy === 'merge' && existsSync(object) ? [[path, gunzipSync(readFileSync(object)).toString('utf8')] as const] : [];
  });
  return new Map(objects);
}

/** Gzip without the time or the system in its header: equal input, equal bytes. */
export function packBases(bases: Bases): Uint8Array {
  const sorted = [...bases].sort(([a], [b]) => (a < b ? -1 : 1));
  const bytes = gzipSync(JSON.stringify(Object.fromEntries(sorted)), { level: 9 });
  bytes[9] = 255;
  return bytes;
}
