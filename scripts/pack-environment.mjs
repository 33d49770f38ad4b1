// The published package carries the master lock compressed: 0.5 MB instead of 1.6.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** Writes `uv.lock.gz` beside the master lock; the same lock gives the same bytes. */
export function packEnvironment(templates) {
  const lock = join(templates, 'environment', 'uv.lock');
  writeFileSync(`${lock}.gz`, gzipSync(readFileSync(lock), { level: 9 }));
}
