import { compareVersions } from './markers.ts';
import type { Closure } from './closure.ts';
import { type Edge, type PackageLock, type LockedPackage, packagesByName, partsOf, type Sections } from './lock-text.ts';
import type { Requirement } from './master.ts';

export interface ProjectBlock {
  /** Normalised: lower case, words joined by one dash. */
  readonly name: string;
  readonly source: 'virtual' | 'editable';
  readonly dependencies: readonly Edge[];
  readonly development: readonly Edge[];
  readonly requirements: readonly Requirement[];
  readonly developmentRequirements: readonly Requirement[];
}

export const list = (name: string, items: readonly string[]): string => `${name} = [\n${items.map((item) => `    ${item},\n`).join('')}]`;

/** uv breaks a short list of requirements only when it has more than one. */
export const requirementList = (name: string, items: readonly string[]): string =>
  items.length === 1 ? `${name} = [${items[0]}]` : list(name, items);

const entry = (name: string, facts: readonly (readonly [string, string] | undefined)[]): string =>
  `{ ${[`name = "${name}"`, ...facts.filter((fact) => fact !== undefined).map(([key, value]) => `${key} = ${value}`)].join(', ')} }`;

const quotedList = (items: readonly string[]): string => `[${items.map((item) => `"${item}"`).join(', ')}]`;

export class LockWriter {
  private readonly versions: ReadonlyMap<string, readonly LockedPackage[]>;
  /** Ranges of Python between which the chosen versions differ. */
  readonly forks: readonly string[];

  /** `forks` are those that the lock has already, if any. */
  constructor(
    private readonly lock: Pick<PackageLock, 'head' | 'sections'>,
    private readonly closure: Closure,
    private readonly python: string,
    forks: readonly string[] = [],
  ) {
    this.versions = packagesByName(closure.reached.keys());
    const several = [...closure.reached.keys()].filter(({ name }) => this.versions.get(name)!.length > 1);
    this.forks = forks.length > 0 || several.length === 0 ? forks : closure.markers.ranges(several.map((found) => this.forkSet(found)));
  }

  /** Whether the project supports fewer versions of Python than the lock was made for. */
  private get isNarrower(): boolean {
    return !this.lock.head.includes(`requires-python = ">=${this.python}"`);
  }

  header(): string {
    const revision = /^revision = \d+$/m.exec(this.lock.head)?.[0];
    return [
      'version = 1',
      ...(revision === undefined ? [] : [revision]),
      `requires-python = ">=${this.python}"`,
      ...(this.forks.length === 0
        ? []
        : [
            list(
              'resolution-markers',
              this.forks.map((fork) => `"${fork}"`),
            ),
          ]),
    ].join('\n');
  }

  /** The package's block with only those dependencies, extras and wheels that can matter here. */
  packageBlock(found: LockedPackage): LockedPackage {
    const { keys, files, tables } = partsOf(found);
    const sections = this.lock.sections(found);
    const own = this.keys(keys, found, sections) + (this.isNarrower ? withoutOlderWheels(files, this.python) : files);
    const others = tables.split('\n\n').filter((table) => table !== '' && !table.startsWith('[package.optional-dependencies]'));
    return { ...found, text: [own, ...this.extrasTable(sections, this.closure.extras.get(found) ?? new Set()), ...others].join('\n\n') };
  }

  projectBlock(project: ProjectBlock): LockedPackage {
    const text = [
      `name = "${project.name}"\nversion = "0.1.0"\nsource = { ${project.source} = "." }\n${list('dependencies', this.edges(project.dependencies))}`,
      `[package.dev-dependencies]\n${list('dev', this.edges(project.development))}`,
      `[package.metadata]\n${requirementList('requires-dist', project.requirements.map(requirementEntry))}`,
      `[package.metadata.requires-dev]\n${requirementList('dev', project.developmentRequirements.map(requirementEntry))}`,
    ].join('\n\n');
    return { name: project.name, version: '0.1.0', source: `{ ${project.source} = "." }`, text };
  }

  private keys(text: string, found: LockedPackage, { dependencies }: Sections): string {
    const lists = [
      ...(this.versions.get(found.name)!.length > 1
        ? [
            list(
              'resolution-markers',
              this.forksOf(found).map((fork) => `"${fork}"`),
            ),
          ]
        : []),
      ...[this.edges(dependencies)].filter((edges) => edges.length > 0).map((edges) => list('dependencies', edges)),
    ];
    return [text.replace(/\n[\w-]+ = \[\n(?: .*\n)*\]/g, ''), ...lists].join('\n');
  }

  private extrasTable(sections: Sections, wanted: ReadonlySet<string>): string[] {
    const kept = [...sections.extras].filter(([name]) => wanted.has(name)).map(([name, edges]) => list(name, this.edges(edges)));
    return kept.length === 0 ? [] : [['[package.optional-dependencies]', ...kept].join('\n')];
  }

  edges(edges: readonly Edge[]): string[] {
    const { markers } = this.closure;
    return edges.flatMap((edge) => {
      if (markers.set(edge.marker) === 0n) return [];
      const several = (this.versions.get(edge.name)?.length ?? 0) > 1;
      const marker = markers.simplified(edge.marker);
      return entry(edge.name, [
        several && edge.version !== undefined ? ['version', `"${edge.version}"`] : undefined,
        several && edge.source !== undefined ? ['source', edge.source] : undefined,
        edge.extras.length > 0 ? ['extra', quotedList(edge.extras)] : undefined,
        marker === undefined ? undefined : ['marker', `"${marker}"`],
      ]);
    });
  }

  private forkSet(found: LockedPackage): bigint {
    return this.lock.sections(found).forks.reduce((union, fork) => union | this.closure.markers.set(fork), 0n);
  }

  private forksOf(found: LockedPackage): string[] {
    return this.forks.filter((fork) => (this.closure.markers.set(fork) & this.forkSet(found)) !== 0n);
  }
}

export const requirementEntry = ({ name, specifier, marker }: Requirement): string =>
  entry(name, [
    marker === undefined ? undefined : ['marker', `"${marker}"`],
    specifier === '' ? undefined : ['specifier', `"${specifier}"`],
  ]);

const exactWheel = /\n {4}\{ url = "[^"]*?-(?:cp|pp)(\d)(\d+)-(?!abi3)[a-z0-9_]+-[^"/-]*\.whl"[^\n]*/g;

/** Leaves out wheels that are for exactly one version of Python, older than all the project supports. */
const withoutOlderWheels = (files: string, python: string): string =>
  files
    .replace(exactWheel, (line, major: string, minor: string) => (compareVersions(`${major}.${minor}`, python) < 0 ? '' : line))
    .replace(/\nwheels = \[\n\]/, '');
