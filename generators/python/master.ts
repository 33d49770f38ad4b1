import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'smol-toml';
import { masterLockText } from '../core/master-text.ts';
import { type Edge, type PackageLock, parseLock } from './lock-text.ts';

export interface Requirement {
  readonly name: string;
  readonly specifier: string;
  readonly marker: string | undefined;
}

/** What belongs together: what a person writes into pyproject.toml, and what the lock made of it. */
export interface DependencySet {
  readonly requirements: readonly Requirement[];
  readonly edges: readonly Edge[];
}

export interface Master {
  readonly lock: PackageLock;
  readonly base: DependencySet;
  readonly development: DependencySet;
  /** Sets that a project is run with. */
  readonly extras: ReadonlyMap<string, DependencySet>;
  /** Sets that only those who work on the project need. */
  readonly groups: ReadonlyMap<string, DependencySet>;
  /** By Python version, oldest first: the official image, with its digest. */
  readonly images: ReadonlyMap<string, string>;
}

interface MasterProject {
  project: { dependencies: string[]; 'optional-dependencies': Record<string, string[]> };
  'dependency-groups': Record<string, string[]>;
  tool: { 'create-ml-project': { images: Record<string, string> } };
}

const requirementForm = /^([A-Za-z0-9._-]+)\s*([^;]*?)\s*(?:;\s*(.+))?$/;

function requirement(text: string): Requirement {
  const [, name = '', specifier = '', marker] = requirementForm.exec(text) ?? [];
  return { name, specifier, marker };
}

/** Reads the master environment of a folder. */
export function readMaster(folder: string): Master {
  const text = masterLockText(folder);
  const {
    project,
    'dependency-groups': groups,
    tool,
  } = parse(readFileSync(join(folder, 'pyproject.toml'), 'utf8')) as unknown as MasterProject;
  const lock = parseLock(text);
  const root = lock.sections(lock.packages.find(({ source }) => source === '{ virtual = "." }')!);
  const dependencySet = (requirements: readonly string[], edges: readonly Edge[] = []): DependencySet => ({
    requirements: requirements.map(requirement),
    edges,
  });
  const sets = (table: Record<string, string[]>, edges: ReadonlyMap<string, readonly Edge[]>): Map<string, DependencySet> =>
    new Map(Object.entries(table).map(([name, requirements]) => [name, dependencySet(requirements, edges.get(name))]));
  const { dev: development, ...others } = groups;
  return {
    lock,
    base: dependencySet(project.dependencies, root.dependencies),
    development: dependencySet(development!, root.groups.get('dev')),
    extras: sets(project['optional-dependencies'], root.extras),
    groups: sets(others, root.groups),
    images: new Map(Object.entries(tool['create-ml-project'].images)),
  };
}
