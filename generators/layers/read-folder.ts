import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { usageError } from '../core/errors.ts';
import type { LayerFile } from './layer.ts';
import { checkWeight } from './limits.ts';

/** The files of a layer's folder by path: `preset.yaml`, `templates/` and `stages/`; links are refused, whatever they point to. */
export function readFolder(folder: string, where: string): Map<string, LayerFile> {
  const files = new Map<string, LayerFile>();
  let bytes = 0;
  const visit = (path: string): void => {
    const place = join(folder, path);
    const found = lstatSync(place, { throwIfNoEntry: false });
    if (found === undefined) return;
    if (found.isSymbolicLink())
      throw usageError(`${where}: ${path} is a symbolic link, which a layer may not hold.`, 'Put a copy of the file in its place.');
    if (found.isDirectory()) {
      for (const name of readdirSync(place).sort()) visit(`${path}/${name}`);
      return;
    }
    if (!found.isFile()) throw usageError(`${where}: ${path} is neither a file nor a folder.`);
    bytes += found.size;
    checkWeight(files.size + 1, bytes, where);
    files.set(path, { bytes: readFileSync(place), mode: (found.mode & 0o100) === 0 ? '644' : '755' });
  };
  for (const name of ['preset.yaml', 'templates', 'stages']) visit(name);
  return files;
}
