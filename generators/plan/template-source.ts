import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { packageRoot, templatesRoot } from '../core/package-root.ts';

/** A file of a template folder; the path is the one inside its folder. */
export interface TemplateFile {
  readonly path: string;
  readonly executable: boolean;
  readonly content: () => string | Uint8Array;
}

/** Where templates come from: the names of its folders, and what each holds. */
export interface TemplateSource {
  readonly folders: readonly string[];
  readonly filesOf: (folder: string) => readonly TemplateFile[];
}

const binary = /\.(png|jpg|ico|gz|parquet|woff2)$/;

export const fromFolder = (root: string): TemplateSource => ({
  folders: readdirSync(root),
  filesOf: (folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(join(root, folder), join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
      .filter((path) => !isResidue(path))
      .sort()
      .map((path) => {
        const place = join(root, folder, path);
        return {
          path,
          executable: (statSync(place).mode & 0o100) !== 0,
          content: () => (binary.test(path) ? readFileSync(place) : readFileSync(place, 'utf8')),
        };
      }),
});

/** What tools leave behind when the templates are checked in place. */
const isResidue = (path: string): boolean => /(^|\/)(__pycache__|\.[a-z_]+_cache|\.venv)(\/|$)|\.pyc$/.test(path);

/** What the build makes of template folders: each file's path, text, and whether it may be run. */
type Packed = Readonly<Record<string, readonly (readonly [path: string, text: string, executable: 0 | 1])[]>>;

function fromPack(file: string): TemplateSource {
  const packed = JSON.parse(readFileSync(file, 'utf8')) as Packed;
  return {
    folders: Object.keys(packed),
    filesOf: (folder) => packed[folder]!.map(([path, text, executable]) => ({ path, executable: executable === 1, content: () => text })),
  };
}

let own: TemplateSource | undefined;

/** The package's templates: the build's pack for what the build made, the folders themselves for what runs from its sources. */
export function ownTemplates(): TemplateSource {
  const pack = join(packageRoot, 'dist', 'templates.json');
  const built = !import.meta.url.endsWith('.ts') && existsSync(pack);
  return (own ??= built ? fromPack(pack) : fromFolder(templatesRoot));
}
