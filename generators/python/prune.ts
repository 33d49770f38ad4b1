import { type EnvironmentSet, Markers } from './markers.ts';
import { type Edge, type Lock, type LockedPackage, parseEdge } from './master.ts';

/** The parts of a package's block that depend on what else is in the lock; all other lines stay as they are. */
export interface Sections {
  readonly forks: readonly string[];
  readonly dependencies: readonly Edge[];
  readonly extras: ReadonlyMap<string, readonly Edge[]>;
  readonly groups: ReadonlyMap<string, readonly Edge[]>;
}

export function sectionsOf(text: string): Sections {
  const sections = { forks: [] as string[], dependencies: [] as Edge[], extras: new Map<string, Edge[]>(), groups: new Map<string, Edge[]>() };
  let table = '';
  let list: Edge[] | undefined;
  let inForks = false;
  for (const line of text.split('\n')) {
    const opening = /^("?)([\w.-]+)\1 = \[$/.exec(line);
    if (line.startsWith('[')) table = line;
    else if (opening !== null) {
      const name = opening[2]!;
      inForks = name === 'resolution-markers';
      if (table === '' && name === 'dependencies') list = sections.dependencies;
      else if (table === '[package.optional-dependencies]') sections.extras.set(name, (list = []));
      else if (table === '[package.dev-dependencies]') sections.groups.set(name, (list = []));
    } else if (line === ']') [list, inForks] = [undefined, false];
    else if (inForks) sections.forks.push(line.slice(5, -2));
    else list?.push(parseEdge(line));
  }
  return sections;
}

export interface Closure {
  /** The packages that are needed, in the lock's order, each with the environments that need it. */
  readonly reached: ReadonlyMap<LockedPackage, EnvironmentSet>;
  /** Of a package, the extras that are needed. */
  readonly extras: ReadonlyMap<LockedPackage, ReadonlySet<string>>;
  readonly markers: Markers;
  readonly sections: ReadonlyMap<LockedPackage, Sections>;
}

export function packagesByName(packages: Iterable<LockedPackage>): Map<string, LockedPackage[]> {
  const byName = new Map<string, LockedPackage[]>();
  for (const found of packages) byName.set(found.name, [...(byName.get(found.name) ?? []), found]);
  return byName;
}

/** All that the given edges need, and what that needs in turn, where the oldest Python is `python`. */
export function closureOf(lock: Lock, roots: readonly Edge[], python: string): Closure {
  const byName = packagesByName(lock.packages);
  const sections = new Map<LockedPackage, Sections>();
  const targets = (edge: Edge): LockedPackage[] =>
    (byName.get(edge.name) ?? []).filter(({ version }) => edge.version === undefined || edge.version === version);

  // First everything by name alone, for its markers decide which environments must be told apart.
  const known = new Set<string>();
  const note = (edges: readonly Edge[]): void => {
    for (const edge of edges) {
      if (edge.marker !== undefined) known.add(edge.marker);
      for (const found of targets(edge)) {
        if (sections.has(found)) continue;
        const own = sectionsOf(found.text);
        sections.set(found, own);
        for (const fork of own.forks) known.add(fork);
        note([...own.dependencies, ...[...own.extras.values()].flat()]);
      }
    }
  };
  note(roots);

  const markers = new Markers(known, python);
  const reached = new Map<LockedPackage, EnvironmentSet>();
  const extras = new Map<LockedPackage, Map<string, EnvironmentSet>>();
  const visit = (edges: readonly Edge[], where: EnvironmentSet): void => {
    for (const edge of edges) {
      const here = where & markers.set(edge.marker);
      if (here === 0n) continue;
      for (const found of targets(edge)) {
        const before = reached.get(found) ?? 0n;
        if ((here & ~before) !== 0n) {
          reached.set(found, before | here);
          visit(sections.get(found)!.dependencies, here);
        }
        const wanted = extras.get(found) ?? new Map<string, EnvironmentSet>();
        for (const extra of edge.extras) {
          const had = wanted.get(extra) ?? 0n;
          if ((here & ~had) === 0n) continue;
          extras.set(found, wanted.set(extra, had | here));
          visit(sections.get(found)!.extras.get(extra) ?? [], here);
        }
      }
    }
  };
  visit(roots, markers.everywhere);
  const ordered = lock.packages.filter((candidate) => reached.has(candidate)).map((found) => [found, reached.get(found)!] as const);
  return {
    reached: new Map(ordered),
    extras: new Map([...extras].map(([found, wanted]) => [found, new Set(wanted.keys())])),
    markers,
    sections,
  };
}
