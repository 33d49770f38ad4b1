import { createHash } from '../core/crypto.ts';
import { closeSync, openSync, readSync } from 'node:fs';
import type { LockedFile } from './lock.ts';

/** One hash over what the lock says of files and the archive of their bases: hashing the archive is a tenth of unpacking and comparing it. */
export function sealOf(files: Readonly<Record<string, LockedFile>>, pieces: Iterable<Uint8Array>): string {
  const hash = createHash('sha256');
  for (const piece of pieces) hash.update(piece);
  for (const [path, { id, policy, mode, sha256 }] of Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)))
    hash.update(`${path}\0${id}\0${policy}\0${mode}\0${sha256}\n`);
  return hash.digest('hex');
}

let buffer: Buffer | undefined;

/** The bytes of a file, in a buffer that each piece, of whatever file, is read into: nothing is left to collect. */
export function* piecesOf(path: string): Generator<Uint8Array> {
  const file = openSync(path, 'r');
  buffer ??= Buffer.allocUnsafe(256 * 1024);
  try {
    for (let length = readSync(file, buffer); length > 0; length = readSync(file, buffer)) yield buffer.subarray(0, length);
  } finally {
    closeSync(file);
  }
}
