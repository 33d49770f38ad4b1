import { createHash } from '../core/crypto.ts';
import { createReadStream, readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'yaml';
import type { PlannedFile } from '../plan/plan.ts';
import { latin } from '../options/names.ts';
import { windowsDevices } from '../core/reserved-names.ts';

/** The user's file name as one that every tool takes: no spaces, quotes or leading dashes. */
export function rawNameOf(source: string): string {
  const plain = latin(basename(source))
    .replaceAll(/[^\w.-]+/g, '_')
    .replace(/^[-.]+/, '')
    // Such a name is DVC's for what it knows of a file.
    .replace(/(?:\.dvc)+$/i, '')
    .slice(-100);
  const stem = plain.split('.')[0] ?? '';
  if (stem === '' || windowsDevices.has(stem.toLowerCase())) return `table_${plain}`;
  return plain;
}

/** The raw file as `dvc add` would have left it: beside its `.dvc` file, ignored by git, and in DVC's cache. */
export async function rawDataFiles(source: string, rawName: string): Promise<PlannedFile[]> {
  const { md5, size } = await digest(source);
  const data = (path: string, content: PlannedFile['content'], mode: PlannedFile['mode'] = '644'): PlannedFile => ({
    id: `data/${path}`,
    path,
    content,
    mode,
    policy: 'untracked',
    layer: 'create-ml-project',
  });
  return [
    data(`data/raw/${rawName}`, { copyOf: source }),
    data(`data/raw/${rawName}.dvc`, stringify({ outs: [{ md5, size, hash: 'md5', path: rawName }] }, { indentSeq: false })),
    data('data/raw/.gitignore', `/${rawName}\n`),
    data(`.dvc/cache/files/md5/${md5.slice(0, 2)}/${md5.slice(2)}`, { copyOf: source }, '444'),
  ];
}

async function digest(file: string): Promise<{ md5: string; size: number }> {
  const hash = createHash('md5');
  const { size } = statSync(file);
  // A stream lets others have their turn, which a small file is not worth.
  if (size <= small) hash.update(readFileSync(file));
  else await pipeline(createReadStream(file, { highWaterMark: small }), hash);
  return { md5: hash.digest('hex'), size };
}

const small = 1024 * 1024;
