import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';

/** The master lock as text; a published package carries it compressed. */
export function masterLockText(folder: string): string {
  const plain = join(folder, 'uv.lock');
  return existsSync(plain) ? readFileSync(plain, 'utf8') : brotliDecompressSync(readFileSync(`${plain}.br`)).toString('utf8');
}
