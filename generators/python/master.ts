import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'smol-toml';

/** What one package of a lock needs: the whole line as it stands, and what it says. */
export interface Edge {
  readonly name: string;
  /** Said only where the lock holds the package in several versions. */
  readonly version: string | undefined;
  readonly extras: readonly string[];
  readonly marker: string | undefined;
}

export interface LockedPackage {
  readonly name: string;
  readonly version: string;
  /** Its block as it stands in the lock, from `[[package]]` to before the next one, without blank lines around. */
  readonly text: string;
}

/** A lock cut into blocks; uv writes one package's facts on one line each, so lines say enough. */
export interface Lock {
  /** What stands before the first package. */
  readonly head: string;
  readonly packages: readonly LockedPackage[];
}

export interface Requirement { readonly name: string; readonly specifier: string; readonly marker: string | undefined }

export interface Master {
  readonly lock: Lock;
  readonly base: readonly Requirement[];
  readonly development: readonly Requirement[];
  /** Sets that a project is run with. */
  readonly extras: ReadonlyMap<string, readonly Requirement[]>;
  /** Sets that only those who work on the project need. */
  readonly groups: ReadonlyMap<string, readonly Requirement[]>;
  /** By Python version, oldest first: the official image, with its digest. */
  readonly images: ReadonlyMap<string, string>;
}

const separator = '\n\n[[package]]\n';

export function parseLock(text: string): Lock {
  const [head = '', ...blocks] = text.replaceAll('\r\n', '\n').trimEnd().split(separator);
  const packages = blocks.map((block) => {
    const [, name = '', version = ''] = /^name = "([^"]+)"\n(?:version = "([^"]+)")?/.exec(block) ?? [];
    return { name, version, text: block };
  });
  return { head, packages };
}

export const lockText = (head: string, packages: readonly LockedPackage[]): string =>
  `${[head, ...packages.map(({ text }) => text)].join(separator)}\n`;

const edgeLine = /^ {4}\{ name = "([^"]+)"(?:, version = "([^"]+)")?(?:, source = \{[^}]*\})?(?:, extra = \[([^\]]*)\])?(?:, marker = "([^"]+)")? \},$/;

export function parseEdge(line: string): Edge {
  const parts = edgeLine.exec(line);
  if (parts === null) throw new Error(`uv.lock holds a dependency of an unknown form: ${line}`);
  const [, name, version, extras, marker] = parts;
  return { name: name!, version, extras: [...(extras ?? '').matchAll(/"([^"]+)"/g)].map(([, extra]) => extra!), marker };
}

const requirementForm = /^([A-Za-z0-9._-]+)\s*([^;]*?)\s*(?:;\s*(.+))?$/;

function requirement(text: string): Requirement {
  const [, name = '', specifier = '', marker] = requirementForm.exec(text) ?? [];
  return { name, specifier, marker };
}

interface MasterProject {
  project: { dependencies: string[]; 'optional-dependencies': Record<string, string[]> };
  'dependency-groups': Record<string, string[]>;
  tool: { 'create-ml-project': { images: Record<string, string> } };
}

const sets = (table: Record<string, string[]>): Map<string, Requirement[]> =>
  new Map(Object.entries(table).map(([name, requirements]) => [name, requirements.map(requirement)]));

/** Reads the master environment of a folder; a published package carries the lock compressed. */
export function readMaster(folder: string): Master {
  const plain = join(folder, 'uv.lock');
  const lock = existsSync(plain) ? readFileSync(plain, 'utf8') : gunzipSync(readFileSync(`${plain}.gz`)).toString('utf8');
  const project = parse(readFileSync(join(folder, 'pyproject.toml'), 'utf8')) as unknown as MasterProject;
  const { dev = [], ...groups } = project['dependency-groups'];
  return {
    lock: parseLock(lock),
    base: project.project.dependencies.map(requirement),
    development: dev.map(requirement),
    extras: sets(project.project['optional-dependencies']),
    groups: sets(groups),
    images: new Map(Object.entries(project.tool['create-ml-project'].images)),
  };
}
