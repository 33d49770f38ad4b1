import { type EnvironmentSet, Markers } from './markers.ts';
import { type Edge, type PackageLock, type LockedPackage, packagesByName } from './lock-text.ts';

export interface Closure {
  /** The packages that are needed, in the lock's order, each with the environments that need it. */
  readonly reached: ReadonlyMap<LockedPackage, EnvironmentSet>;
  /** Of a package, the extras that are needed. */
  readonly extras: ReadonlyMap<LockedPackage, ReadonlySet<string>>;
  readonly markers: Markers;
}

/** All that the given edges need, and what that needs in turn, where the oldest Python is `python`; `asked` are other markers that will be asked for. */
export function closureOf(
  lock: Pick<PackageLock, 'packages' | 'sections'>,
  roots: readonly Edge[],
  python: string,
  asked: Iterable<string> = [],
): Closure {
  const byName = packagesByName(lock.packages);
  const targets = ({ name, version, source }: Edge): LockedPackage[] =>
    (byName.get(name) ?? []).filter(
      (found) => (version === undefined || version === found.version) && (source === undefined || source === found.source),
    );
  const markers = new Markers([...asked, ...markersBelow(lock, roots, targets)], python);
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
          visit(lock.sections(found).dependencies, here);
        }
        const wanted = extras.get(found) ?? new Map<string, EnvironmentSet>();
        for (const extra of edge.extras) {
          const had = wanted.get(extra) ?? 0n;
          if ((here & ~had) === 0n) continue;
          extras.set(found, wanted.set(extra, had | here));
          visit(lock.sections(found).extras.get(extra) ?? [], here);
        }
      }
    }
  };
  visit(roots, markers.everywhere);

  return {
    reached: new Map(lock.packages.flatMap((found) => (reached.has(found) ? [[found, reached.get(found)!] as const] : []))),
    extras: new Map([...extras].map(([found, wanted]) => [found, new Set(wanted.keys())])),
    markers,
  };
}

/** Every marker on the way, whether it holds or not: they decide which environments must be told apart. */
function markersBelow(
  lock: Pick<PackageLock, 'sections'>,
  roots: readonly Edge[],
  targets: (edge: Edge) => readonly LockedPackage[],
): Set<string> {
  const known = new Set<string>();
  const seen = new Set<LockedPackage>();
  const note = (edges: readonly Edge[]): void => {
    for (const edge of edges) {
      if (edge.marker !== undefined) known.add(edge.marker);
      for (const found of targets(edge)) {
        if (seen.has(found)) continue;
        seen.add(found);
        const { forks, dependencies, extras } = lock.sections(found);
        for (const fork of forks) known.add(fork);
        note(dependencies);
        for (const more of extras.values()) note(more);
      }
    }
  };
  note(roots);
  return known;
}
