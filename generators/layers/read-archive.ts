import { gunzipSync } from 'node:zlib';
import { usageError } from '../core/errors.ts';
import type { LayerFile } from './layer.ts';
import { checkWeight, limits } from './limits.ts';
import { readTar } from './tar.ts';

/** The files of a packed layer by path; `npm pack` puts all into one folder, which is left out. */
export function readArchive(packed: Uint8Array, where: string): Map<string, LayerFile> {
  const entries = readTar(unzipped(packed, where), where).map((entry) => ({ ...entry, path: entry.path.replace(/^\.\//, '') }));
  checkWeight(entries.length, 0, where);
  const [first = ''] = entries.map(({ path }) => path.split('/')[0]!);
  const wrapped =
    entries.length > 0 && entries.every(({ path }) => path.startsWith(`${first}/`)) && first !== 'templates' && first !== 'stages';
  const files = new Map<string, LayerFile>();
  for (const { path, bytes, mode } of entries) {
    const inner = wrapped ? path.slice(first.length + 1) : path;
    if (files.has(inner)) throw usageError(`${where} holds ${inner} twice.`);
    files.set(inner, { bytes, mode });
  }
  return files;
}

function unzipped(packed: Uint8Array, where: string): Uint8Array {
  try {
    return packed[0] === 0x1f && packed[1] === 0x8b ? gunzipSync(packed, { maxOutputLength: limits.bytes }) : packed;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
      throw usageError(`${where} unpacks to more than ${limits.bytes / 2 ** 20} MB, which is no layer.`);
    throw usageError(`${where} cannot be unpacked: ${(error as Error).message}.`);
  }
}
