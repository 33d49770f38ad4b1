import { join } from 'node:path';
import { templatesRoot } from '../core/package-root.ts';
import { compareVersions } from './markers.ts';
import { type Edge, lockText, type Master, readMaster, type Requirement } from './master.ts';
import { closureOf, type Closure, packagesByName, sectionsOf } from './prune.ts';
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
  const root = masterEdges(master);
  const wanted = [...extras].sort();
  const running = [undefined, ...wanted.filter((name) => master.extras.has(name))];
  const working = ['dev', ...wanted.filter((name) => master.groups.has(name))];
  const unknown = wanted.find((name) => !master.extras.has(name) && !master.groups.has(name));
  if (unknown !== undefined) throw new Error(`the master environment has no set named ${unknown}`);

  const dependencies = unique(running.flatMap((name) => (name === undefined ? root.base : root.extras.get(name) ?? [])));
  const development = unique(working.flatMap((name) => root.groups.get(name) ?? []));
  const closure = closureOf(master.lock, [...dependencies, ...development], python);
  const bounded = bounds(closure);
  const requirements = bounded(running.flatMap((name) => (name === undefined ? master.base : master.extras.get(name)!)));
  const developmentRequirements = bounded(working.flatMap((name) => (name === 'dev' ? master.development : master.groups.get(name)!)));

  const writer = new LockWriter(closure, python);
  const project = writer.projectBlock({
    name: normalised(projectName),
    source: layout === 'package' ? 'editable' : 'virtual',
    dependencies,
    development,
    requirements,
    developmentRequirements,
  });
  const packages = [...closure.reached.keys()].map((found) => writer.packageBlock(found));
  const image = [...master.images].find(([version]) => compareVersions(version, python) >= 0) ?? [...master.images].at(-1)!;
  return {
    dependencies: requirements.map(requirementText),
    developmentDependencies: developmentRequirements.map(requirementText),
    uvLock: lockText(writer.header(master.lock.head), [...packages, project].sort(byNameAndVersion)),
    requirements: requirementsText(closure, layout),
    buildBackend: exactly(master, 'uv-build').replace('-', '_'),
    installer: exactly(master, 'uv'),
    image: image[1],
    imagePython: image[0],
  };
}

/** The name as package indexes compare it. */
export const normalised = (name: string): string => name.toLowerCase().replace(/[-_.]+/g, '-');

const byNameAndVersion = (a: { name: string; version: string }, b: { name: string; version: string }): number =>
  a.name < b.name ? -1 : a.name > b.name ? 1 : compareVersions(a.version, b.version);

interface RootEdges {
  readonly base: readonly Edge[];
  readonly extras: ReadonlyMap<string, readonly Edge[]>;
  readonly groups: ReadonlyMap<string, readonly Edge[]>;
}

function masterEdges(master: Master): RootEdges {
  const { dependencies, extras, groups } = sectionsOf(master.lock.packages.find(({ text }) => text.includes('\nsource = { virtual = "." }'))!.text);
  return { base: dependencies, extras, groups };
}

/** Several sets may ask for the same package; uv lists by name, then version. */
function unique(edges: readonly Edge[]): Edge[] {
  const seen = new Map(edges.map((edge) => [`${edge.name} ${edge.version ?? ''} ${edge.marker ?? ''}`, edge]));
  return [...seen.values()].sort((a, b) => byNameAndVersion({ ...a, version: a.version ?? '0' }, { ...b, version: b.version ?? '0' }));
}

/** Requirements with the oldest version that is in the lock as their lower bound. */
const bounds = (closure: Closure) => {
  const versions = packagesByName(closure.reached.keys());
  return (requirements: readonly Requirement[]): Requirement[] => {
    const bounded = requirements.map((requirement) => {
      const oldest = versions.get(requirement.name)!.map(({ version }) => version).sort(compareVersions)[0]!;
      return { ...requirement, specifier: [`>=${oldest}`, requirement.specifier].filter(Boolean).join(',') };
    });
    return [...new Map(bounded.map((one) => [one.name, one])).values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  };
};

const requirementText = ({ name, specifier, marker }: Requirement): string =>
  `${name}${specifier}${marker === undefined ? '' : ` ; ${marker}`}`;

const exactly = (master: Master, name: string): string =>
  `${name}==${master.lock.packages.find((found) => found.name === name)!.version}`;
