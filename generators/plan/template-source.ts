import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parse } from 'yaml';
import { builtFile, templatesRoot } from '../core/package-root.ts';

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
  /** Whether they may still contradict each other; what the build packs, the tests have rendered. */
  readonly checked: boolean;
}

const binary = /\.(png|jpg|ico|gz|parquet|woff2)$/;

export const fromFolder = (root: string): TemplateSource => ({
  checked: true,
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

/** What the build makes of templates: by folder each file's path, text, and whether it may be run. */
interface Packed {
  readonly policies: Policies;
  readonly folders: Readonly<Record<string, readonly (readonly [path: string, text: string, executable: 0 | 1])[]>>;
}

/** Patterns of paths, by policy. */
type Policies = Readonly<Record<string, readonly string[]>>;

const fromPack = ({ folders }: Packed): TemplateSource => ({
  checked: false,
  folders: Object.keys(folders),
  filesOf: (folder) => folders[folder]!.map(([path, text, executable]) => ({ path, executable: executable === 1, content: () => text })),
});

interface Own {
  readonly templates: TemplateSource;
  readonly policies: Policies;
}

let known: Own | undefined;

/** The build's pack for what the build made, the folders themselves for what runs from its sources. */
function own(): Own {
  if (known !== undefined) return known;
  const pack = builtFile('templates.json');
  // The pack is ASCII, which is read in half the time that other texts take.
  const packed = pack === undefined ? undefined : (JSON.parse(readFileSync(pack, 'latin1')) as Packed);
  known =
    packed === undefined
      ? { templates: fromFolder(templatesRoot), policies: parse(readFileSync(join(templatesRoot, 'policies.yaml'), 'utf8')) as Policies }
      : { templates: fromPack(packed), policies: packed.policies };
  return known;
}

/** The package's templates. */
export const ownTemplates = (): TemplateSource => own().templates;

/** What `templates/policies.yaml` says. */
export const ownPolicies = (): Policies => own().policies;
