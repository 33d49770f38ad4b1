/** Projects as released versions wrote them, kept to be opened and updated from for good. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync, gzipSync } from 'node:zlib';
import { workFolder } from './folders.ts';

const folder = join(import.meta.dirname, '..', 'golden');

export const goldenProjects = readdirSync(folder).map((name) => name.replace(/\.tar\.br$/, ''));

/** Unpacks one; its bases are packed in the archive as plain text, and without `uv.lock` it is small. */
export function unpackGolden(name: string): string {
  const place = workFolder();
  const { status, stderr } = spawnSync('tar', ['-x'], {
    cwd: place,
    input: brotliDecompressSync(readFileSync(join(folder, `${name}.tar.br`))),
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  const root = join(place, readdirSync(place)[0]!);
  const objects = join(root, '.create-ml-project', 'objects');
  for (const object of readdirSync(objects)) {
    const path = join(objects, object);
    writeFileSync(`${path}.gz`, gzipSync(readFileSync(path)));
    rmSync(path);
  }
  return root;
}
