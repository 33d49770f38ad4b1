import { compareVersions } from './markers.ts';
import type { Edge, LockedPackage, Requirement } from './master.ts';
import { type Closure, packagesByName, type Sections } from './prune.ts';

const registry = '{ registry = "https://pypi.org/simple" }';

export interface ProjectBlock {
  /** Normalised: lower case, words joined by one dash. */
  readonly name: string;
  readonly source: 'virtual' | 'editable';
  readonly dependencies: readonly Edge[];
  readonly development: readonly Edge[];
  readonly requirements: readonly Requirement[];
  readonly developmentRequirements: readonly Requirement[];
}

const list = (name: string, items: readonly string[]): string => `${name} = [\n${items.map((item) => `    ${item},\n`).join('')}]`;

/** uv breaks a short list of requirements only when it has more than one. */
const requirementList = (name: string, items: readonly string[]): string =>
  items.length === 1 ? `${name} = [${items[0]}]` : list(name, items);

const entry = (name: string, facts: readonly (readonly [string, string] | undefined)[]): string =>
  `{ ${[`name = "${name}"`, ...facts.filter((fact) => fact !== undefined).map(([key, value]) => `${key} = ${value}`)].join(', ')} }`;

const quotedList = (items: readonly string[]): string => `[${items.map((item) => `"${item}"`).join(', ')}]`;

export class LockWriter {
  private readonly versions: ReadonlyMap<string, readonly LockedPackage[]>;
  /** Ranges of Python between which the chosen versions differ. */
  readonly forks: readonly string[];

  constructor(private readonly closure: Closure, private readonly python: string) {
    this.versions = packagesByName(closure.reached.keys());
    const several = [...closure.reached.keys()].filter(({ name }) => this.versions.get(name)!.length > 1);
    this.forks = several.length === 0 ? [] : closure.markers.ranges(several.map((found) => this.forkSet(found)));
  }

  header(lockHead: string): string {
    const revision = /^revision = \d+$/m.exec(lockHead)?.[0];
    return [
      'version = 1',
      ...(revision === undefined ? [] : [revision]),
      `requires-python = ">=${this.python}"`,
      ...(this.forks.length === 0 ? [] : [list('resolution-markers', this.forks.map((fork) => `"${fork}"`))]),
    ].join('\n');
  }

  /** The package's block with only those dependencies, extras and wheels that can matter here. */
  packageBlock(found: LockedPackage): LockedPackage {
    const sections = this.closure.sections.get(found)!;
    const [first = '', ...tables] = found.text.split('\n\n');
    const kept = this.first(first, found, sections);
    const extras = this.closure.extras.get(found) ?? new Set<string>();
    const others = tables.flatMap((table) =>
      table.startsWith('[package.optional-dependencies]') ? this.extrasTable(sections, extras) : [table]);
    return { ...found, text: [kept, ...others].join('\n\n') };
  }

  projectBlock(project: ProjectBlock): LockedPackage {
    const text = [
      `name = "${project.name}"\nversion = "0.1.0"\nsource = { ${project.source} = "." }\n${list('dependencies', this.edges(project.dependencies))}`,
      `[package.dev-dependencies]\n${list('dev', this.edges(project.development))}`,
      `[package.metadata]\n${requirementList('requires-dist', project.requirements.map(requirementEntry))}`,
      `[package.metadata.requires-dev]\n${requirementList('dev', project.developmentRequirements.map(requirementEntry))}`,
    ].join('\n\n');
    return { name: project.name, version: '0.1.0', text };
  }

  private first(text: string, found: LockedPackage, sections: Sections): string {
    const several = this.versions.get(found.name)!.length > 1;
    const lines: string[] = [];
    let skipped = false;
    for (const line of text.split('\n')) {
      if (line === 'resolution-markers = [') {
        skipped = true;
        if (several) lines.push(list('resolution-markers', this.forksOf(found).map((fork) => `"${fork}"`)));
      } else if (line === 'dependencies = [') {
        skipped = true;
        const edges = this.edges(sections.dependencies);
        if (edges.length > 0) lines.push(list('dependencies', edges));
      } else if (line === ']' && skipped) skipped = false;
      else if (!skipped && !isForOlderPython(line, this.python)) lines.push(line);
    }
    return lines.join('\n').replace(/\nwheels = \[\n\]/, '');
  }

  private extrasTable(sections: Sections, wanted: ReadonlySet<string>): string[] {
    const kept = [...sections.extras].filter(([name]) => wanted.has(name)).map(([name, edges]) => list(name, this.edges(edges)));
    return kept.length === 0 ? [] : [['[package.optional-dependencies]', ...kept].join('\n')];
  }

  private edges(edges: readonly Edge[]): string[] {
    const { markers } = this.closure;
    return edges.flatMap((edge) => {
      if (markers.set(edge.marker) === 0n) return [];
      const several = edge.version !== undefined && (this.versions.get(edge.name)?.length ?? 0) > 1;
      const marker = markers.simplified(edge.marker);
      return entry(edge.name, [
        several ? ['version', `"${edge.version}"`] : undefined,
        several ? ['source', registry] : undefined,
        edge.extras.length > 0 ? ['extra', quotedList(edge.extras)] : undefined,
        marker === undefined ? undefined : ['marker', `"${marker}"`],
      ]);
    });
  }

  private forkSet(found: LockedPackage): bigint {
    return this.closure.sections.get(found)!.forks.reduce((union, fork) => union | this.closure.markers.set(fork), 0n);
  }

  private forksOf(found: LockedPackage): string[] {
    return this.forks.filter((fork) => (this.closure.markers.set(fork) & this.forkSet(found)) !== 0n);
  }
}

const requirementEntry = ({ name, specifier, marker }: Requirement): string =>
  entry(name, [
    marker === undefined ? undefined : ['marker', `"${marker}"`],
    specifier === '' ? undefined : ['specifier', `"${specifier}"`],
  ]);

const wheelTags = /-(?:cp|pp)(\d)(\d+)-([a-z0-9_]+)-[^-]*\.whl$/;

/** A wheel for exactly one version of Python that is older than all the project supports. */
function isForOlderPython(line: string, python: string): boolean {
  if (!line.startsWith('    { url = ')) return false;
  const tags = wheelTags.exec(line.slice(13, line.indexOf('"', 13)));
  return tags !== null && tags[3] !== 'abi3' && compareVersions(`${tags[1]}.${tags[2]}`, python) < 0;
}
