import { type Closure, closureOf } from './closure.ts';
import { byNameAndVersion, edgesOf } from './environment.ts';
import type { Addition } from './extend.ts';
import {
  type Edge,
  type PackageLock,
  type LockedPackage,
  lockText,
  packagesByName,
  parseLock,
  partsOf,
  type Sections,
} from './lock-text.ts';
import type { Master, Requirement } from './master.ts';
import { list, LockWriter, requirementEntry, requirementList } from './write-lock.ts';

/** The master's edges to the packages of an addition. */
export function edgesFor(master: Master, { running, working }: Addition): { readonly running: Edge[]; readonly working: Edge[] } {
  const all = edgesOf([...master.extras.values(), ...master.groups.values()]);
  const to = (requirements: readonly Requirement[]): Edge[] => all.filter((edge) => requirements.some(({ name }) => name === edge.name));
  return { running: to(running), working: to(working) };
}

/**
 * Adds packages to a project's uv.lock as uv itself would: what the user has locked stays. Where the tested set needs another
 * version of something that is locked already, only uv can decide: that throws, and nothing is changed.
 */
export function addToLock(text: string, master: Master, addition: Addition): string {
  const own = parseLock(text);
  const project = own.packages.find(({ source }) => source === '{ virtual = "." }' || source === '{ editable = "." }');
  if (project === undefined) throw new Error('it does not hold this project');
  const python = /^requires-python = ">=(\d+\.\d+)"$/m.exec(own.head)?.[1];
  if (python === undefined) throw new Error('its requires-python is not of the form ">=3.11"');

  const edges = edgesFor(master, addition);
  const merged = mergedLock(own, project, master.lock, [...edges.running, ...edges.working], python);
  const root = own.sections(project);
  const dependencies = sorted([...root.dependencies, ...edges.running]);
  const groups = new Map(root.groups);
  if (edges.working.length > 0) groups.set('dev', sorted([...(root.groups.get('dev') ?? []), ...edges.working]));
  const forks = forksOf(own.head);
  const roots = [...dependencies, ...[...root.extras.values(), ...groups.values()].flat()];
  const closure = closureOf(merged, roots, python, forks);
  const writer = new LockWriter(merged, closure, python, forks);

  const packages = merged.packages.map((found) => (closure.reached.has(found) ? writer.packageBlock(found) : found));
  const block = projectBlock(project, { ...root, dependencies, groups }, writer, addition);
  const head =
    forks.length > 0 || writer.forks.length === 0
      ? own.head
      : own.head.replace(
          /^requires-python = .*$/m,
          (line) =>
            `${line}\n${list(
              'resolution-markers',
              writer.forks.map((fork) => `"${fork}"`),
            )}`,
        );
  return lockText(head, [...packages, block].sort(byNameAndVersion));
}

const sorted = (edges: readonly Edge[]): Edge[] =>
  [...edges].sort((a, b) => byNameAndVersion({ ...a, version: a.version ?? '' }, { ...b, version: b.version ?? '' }));

const forksOf = (head: string): string[] => {
  const [, lines = ''] = /^resolution-markers = \[\n((?: .*\n)*)\]/m.exec(head) ?? [];
  return [...lines.matchAll(/^ {4}"(.*)",$/gm)].map(([, fork]) => fork!);
};

/** The user's packages, and those of the master that the edges need and the user does not have. */
function mergedLock(own: PackageLock, project: LockedPackage, master: PackageLock, edges: readonly Edge[], python: string): PackageLock {
  const byName = packagesByName(own.packages);
  const needed: Closure = closureOf(master, edges, python);
  const twins = new Map<LockedPackage, LockedPackage>();
  const added: LockedPackage[] = [];
  for (const found of needed.reached.keys()) {
    const present = byName.get(found.name) ?? [];
    const twin = present.find(({ version, source }) => version === found.version && source === found.source);
    if (twin !== undefined) twins.set(twin, found);
    else if (present.length === 0 || present.every((other) => master.packages.some(({ text }) => sameFiles(text, other.text))))
      added.push(found);
    else throw new Error(`it has ${found.name} ${present[0]!.version}, the tested set ${found.version}`);
  }
  const theirs = new Set(added);
  return {
    head: master.head,
    packages: [...own.packages.filter((found) => found !== project), ...added].sort(byNameAndVersion),
    sections(found) {
      if (theirs.has(found)) return master.sections(found);
      const twin = twins.get(found);
      const sections = own.sections(found);
      return twin === undefined ? sections : { ...sections, extras: new Map([...master.sections(twin).extras, ...sections.extras]) };
    },
  };
}

/** Whether two blocks are the same release: name, version and source are a block's first three lines. */
const sameFiles = (a: string, b: string): boolean => a.split('\n', 3).join('\n') === b.split('\n', 3).join('\n');

function projectBlock(
  project: LockedPackage,
  { dependencies, extras, groups }: Sections,
  writer: LockWriter,
  { running, working }: Addition,
): LockedPackage {
  const { keys, tables } = partsOf(project);
  const first = [keys.replace(/\ndependencies = \[\n(?: .*\n)*\]/, ''), list('dependencies', writer.edges(dependencies))].join('\n');
  const table = (header: string, lists: ReadonlyMap<string, readonly Edge[]>): string[] =>
    lists.size === 0 ? [] : [[header, ...[...lists].map(([name, edges]) => list(name, writer.edges(edges)))].join('\n')];
  const metadata = tables.split('\n\n').filter((text) => text.startsWith('[package.metadata'));
  const changed = (header: string, name: string, requirements: readonly Requirement[]): string[] => {
    const present = metadata.find((text) => text.startsWith(`${header}\n`)) ?? (requirements.length > 0 ? header : undefined);
    return present === undefined ? [] : [withRequirements(present, name, requirements)];
  };
  const text = [
    first,
    ...table('[package.optional-dependencies]', extras),
    ...table('[package.dev-dependencies]', groups),
    ...changed('[package.metadata]', 'requires-dist', running),
    ...changed('[package.metadata.requires-dev]', 'dev', working),
  ].join('\n\n');
  return { ...project, text };
}

/** Adds requirements to a list of the project's metadata, in the order of their names. */
function withRequirements(table: string, name: string, requirements: readonly Requirement[]): string {
  if (requirements.length === 0) return table;
  const present = new RegExp(`^${name} = \\[(.*?)\\]$`, 'ms').exec(table);
  const entries = [...(present?.[1] ?? '').matchAll(/\{ name = "([^"]+)".*?\}(?=,|$)/gm)].map(([text, of]) => ({ of: of!, text }));
  const all = [...entries, ...requirements.map((requirement) => ({ of: requirement.name, text: requirementEntry(requirement) }))];
  const text = requirementList(
    name,
    all.sort((a, b) => (a.of < b.of ? -1 : a.of > b.of ? 1 : 0)).map((entry) => entry.text),
  );
  return present === null ? `${table}\n${text}` : table.replace(present[0], () => text);
}
