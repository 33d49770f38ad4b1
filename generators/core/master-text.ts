import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const read = new Map<string, string>();

/** The master lock as text; a published package carries it compressed. Names are looked up in it before it is taken apart, so it is read once. */
export function masterLockText(folder: string): string {
  const plain = join(folder, 'uv.lock');
  const text = read.get(plain) ?? (existsSync(plain) ? readFileSync(plain, 'utf8') : unpacked(`${plain}.br`));
  read.set(plain, text);
  return text;
}

/** Help and check load this file and unpack nothing. */
const unpacked = (file: string): string => process.getBuiltinModule('node:zlib').brotliDecompressSync(readFileSync(file)).toString('utf8');
