import { join } from 'node:path';
import { templatesRoot } from '../core/package-root.ts';
import { compareVersions } from './markers.ts';
import { type Closure, closureOf } from './closure.ts';
import { type Edge, lockText, packagesByName } from './lock-text.ts';
import { type DependencySet, type Master, readMaster, type Requirement } from './master.ts';
import { requirementsText } from './requirements.ts';
import { LockWriter } from './write-lock.ts';

export interface EnvironmentAnswers {
  readonly projectName: string;
  readonly layout: 'standard' | 'package';
  /** The oldest Python the project supports, such as `3.11`. */
  readonly python: string;
  /** Names of sets of the master project, such as `tracking-mlflow`. */
  readonly extras: readonly string[];
}

export interface PythonEnvironment {
  /** For pyproject.toml: what the project runs with, and what only those who work on it need. */
  readonly dependencies: readonly string[];
  readonly developmentDependencies: readonly string[];
  readonly uvLock: string;
  readonly requirements: string;
  /** `name==version` of the build backend (layout package). */
  readonly buildBackend: string;
  /** `name==version` of the installer in the image. */
  readonly installer: string;
  /** The base image with its digest. */
  readonly image: string;
  /** The Python version inside that image. */
  readonly imagePython: string;
}

/** One environment from the master lock: no network, no Python, no resolving. */
export const pythonEnvironment = (answers: EnvironmentAnswers): PythonEnvironment =>
  environmentFrom(readMaster(join(templatesRoot, 'environment')), answers);

export function environmentFrom(master: Master, { projectName, layout, python, extras }: EnvironmentAnswers): PythonEnvironment {
  const { running, working } = chosenSets(master, extras);
  const dependencies = edgesOf([master.base, ...running]);
  const development = edgesOf([master.development, ...working]);
  const closure = closureOf(master.lock, [...dependencies, ...development], python);
  const requirements = requirementsOf([master.base, ...running], closure);
  const developmentRequirements = requirementsOf([master.development, ...working], closure);

  const writer = new LockWriter(master.lock, closure, python);
  const project = writer.projectBlock({
    name: normalised(projectName),
    source: layout === 'package' ? 'editable' : 'virtual',
    dependencies,
    development,
    requirements,
    developmentRequirements,
  });
  const packages = [...closure.reached.keys()].map((found) => writer.packageBlock(found));
  const [imagePython, image] = [...master.images].find(([version]) => compareVersions(version, python) >= 0) ?? [...master.images].at(-1)!;
  return {
    dependencies: requirements.map(requirementText),
    developmentDependencies: developmentRequirements.map(requirementText),
    uvLock: lockText(writer.header(), [...packages, project].sort(byNameAndVersion)),
    requirements: requirementsText(closure, layout),
    buildBackend: exactly(master, 'uv-build').replace('-', '_'),
    installer: exactly(master, 'uv'),
    image,
    imagePython,
  };
}

/** The name as package indexes compare it. */
export const normalised = (name: string): string => name.toLowerCase().replace(/[-_.]+/g, '-');

export const byNameAndVersion = (a: { name: string; version: string }, b: { name: string; version: string }): number =>
  a.name < b.name ? -1 : a.name > b.name ? 1 : compareVersions(a.version, b.version);

/** The named sets, apart by who needs them: those who run the project, or only those who work on it. */
export function chosenSets(master: Master, names: readonly string[]): { running: DependencySet[]; working: DependencySet[] } {
  const unknown = names.find((name) => !master.extras.has(name) && !master.groups.has(name));
  if (unknown !== undefined) throw new Error(`the master environment has no set named ${unknown}`);
  const found = (sets: ReadonlyMap<string, DependencySet>): DependencySet[] =>
    [...sets].flatMap(([name, set]) => (names.includes(name) ? [set] : []));
  return { running: found(master.extras), working: found(master.groups) };
}

/** Several sets may ask for the same package; uv lists by name, then version. */
export function edgesOf(sets: readonly DependencySet[]): Edge[] {
  const edges = sets.flatMap((set) => set.edges);
  const distinct = new Map(edges.map((edge) => [`${edge.name} ${edge.version} ${edge.marker ?? ''}`, edge]));
  return [...distinct.values()].sort((a, b) => byNameAndVersion({ ...a, version: a.version ?? '' }, { ...b, version: b.version ?? '' }));
}

/** Requirements with the oldest version that is in the lock as their lower bound. */
export function requirementsOf(sets: readonly DependencySet[], closure: Closure): Requirement[] {
  const versions = packagesByName(closure.reached.keys());
  const bounded = sets
    .flatMap((set) => set.requirements)
    .map((requirement) => {
      const oldest = versions
        .get(requirement.name)!
        .map(({ version }) => version)
        .sort(compareVersions)[0]!;
      return { ...requirement, specifier: [`>=${oldest}`, requirement.specifier].filter(Boolean).join(',') };
    });
  return [...new Map(bounded.map((one) => [one.name, one])).values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

export const requirementText = ({ name, specifier, marker }: Requirement): string =>
  `${name}${specifier}${marker === undefined ? '' : ` ; ${marker}`}`;

const exactly = (master: Master, name: string): string => `${name}==${master.lock.packages.find((found) => found.name === name)!.version}`;
