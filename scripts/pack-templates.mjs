// All template folders that answers choose from, in one file: read at once, where hundreds of small files cost a system call each, several times.
import { isUtf8 } from 'node:buffer';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parse } from 'yaml';

const residue = /(^|\/)(__pycache__|\.[a-z_]+_cache|\.venv)(\/|$)|\.pyc$/;

/** The policies of paths, and by folder each file's path, text, and whether it may be run. */
export function packTemplates(templates) {
  const filesOf = (folder) =>
    readdirSync(join(templates, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(join(templates, folder), join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
      .filter((path) => !residue.test(path))
      .sort()
      .map((path) => {
        const place = join(templates, folder, path);
        const bytes = readFileSync(place);
        if (!isUtf8(bytes)) throw new Error(`${place} is not text: templates.json holds texts alone`);
        return [path, bytes.toString('utf8'), (statSync(place).mode & 0o100) === 0 ? 0 : 1];
      });
  const folders = readdirSync(templates)
    .filter((name) => name === 'base' || name.startsWith('+'))
    .sort();
  const policies = parse(readFileSync(join(templates, 'policies.yaml'), 'utf8'));
  const packed = JSON.stringify({ policies, folders: Object.fromEntries(folders.map((folder) => [folder, filesOf(folder)])) });
  // In ASCII alone it is read faster.
  return Buffer.from(packed.replaceAll(/[^\0-\x7F]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`));
}
