/** uv's lock as text in blocks. uv writes one fact of a package on one line, so lines say enough and survive unchanged. */

/** One package that another one needs. */
export interface Edge {
  readonly name: string;
  readonly version: string | undefined;
  /** Where it comes from, as it is written: `{ registry = "…" }`. */
  readonly source: string | undefined;
  readonly extras: readonly string[];
  readonly marker: string | undefined;
}

export interface LockedPackage {
  readonly name: string;
  /** Empty for a package that is built from a folder or repository. */
  readonly version: string;
  readonly source: string;
  /** The block as it stands, without its `[[package]]` line. */
  readonly text: string;
}

/** A block's parts: its own keys, the long lists of files to download, and its tables of extras or groups. */
export function partsOf({ text }: LockedPackage): { readonly keys: string; readonly files: string; readonly tables: string } {
  const end = text.indexOf('\n\n[');
  const own = end === -1 ? text : text.slice(0, end);
  const sdist = own.indexOf('\nsdist = ');
  const start = sdist === -1 ? own.indexOf('\nwheels = [') : sdist;
  return {
    keys: start === -1 ? own : own.slice(0, start),
    files: start === -1 ? '' : own.slice(start),
    tables: end === -1 ? '' : text.slice(end + 2),
  };
}

/** The lists of a package's block; all other lines say nothing about other packages. */
export interface Sections {
  /** Where this version is the chosen one, if the lock holds several. */
  readonly forks: readonly string[];
  readonly dependencies: readonly Edge[];
  readonly extras: ReadonlyMap<string, readonly Edge[]>;
  readonly groups: ReadonlyMap<string, readonly Edge[]>;
}

export interface PackageLock {
  /** What stands before the first package. */
  readonly head: string;
  readonly packages: readonly LockedPackage[];
  /** With each edge's version and source said, also where the lock leaves them out because there is only one. */
  sections(found: LockedPackage): Sections;
}

const separator = '\n\n[[package]]\n';

export function parseLock(text: string): PackageLock {
  const [head = '', ...blocks] = (text.includes('\r') ? text.replaceAll('\r\n', '\n') : text).trimEnd().split(separator);
  const packages = blocks.map((block) => {
    const [, name = '', version = '', source = ''] = /^name = "([^"]+)"\n(?:version = "([^"]+)"\n)?source = (.*)/.exec(block) ?? [];
    return { name, version, source, text: block };
  });
  const byName = packagesByName(packages);
  const complete = (edge: Edge): Edge => {
    const [only, ...others] = byName.get(edge.name) ?? [];
    return only === undefined || others.length > 0 ? edge : { ...edge, version: only.version, source: only.source };
  };
  const known = new Map<LockedPackage, Sections>();
  const sections = (found: LockedPackage): Sections => {
    let own = known.get(found);
    if (own === undefined) known.set(found, (own = sectionsOf(found, complete)));
    return own;
  };
  return { head, packages, sections };
}

export const lockText = (head: string, packages: readonly LockedPackage[]): string =>
  `${[head, ...packages.map(({ text }) => text)].join(separator)}\n`;

export function packagesByName(packages: Iterable<LockedPackage>): Map<string, LockedPackage[]> {
  const byName = new Map<string, LockedPackage[]>();
  for (const found of packages) byName.set(found.name, [...(byName.get(found.name) ?? []), found]);
  return byName;
}

const edgeLine =
  /^ {4}\{ name = "([^"]+)"(?:, version = "([^"]+)")?(?:, source = (\{[^}]*\}))?(?:, extra = \[([^\]]*)\])?(?:, marker = "([^"]+)")? \},$/;

function parseEdge(line: string): Edge {
  const parts = edgeLine.exec(line);
  if (parts === null) throw new Error(`a dependency of a form that is not known here: ${line.trim()}`);
  const [, name, version, source, extras, marker] = parts;
  return { name: name!, version, source, extras: [...(extras ?? '').matchAll(/"([^"]+)"/g)].map(([, extra]) => extra!), marker };
}

function sectionsOf(found: LockedPackage, complete: (edge: Edge) => Edge): Sections {
  const { keys, tables } = partsOf(found);
  const sections = {
    forks: [] as string[],
    dependencies: [] as Edge[],
    extras: new Map<string, Edge[]>(),
    groups: new Map<string, Edge[]>(),
  };
  let table = '';
  let edges: Edge[] | undefined;
  let inForks = false;
  for (const line of `${keys}\n${tables}`.split('\n')) {
    if (line.startsWith('[')) table = line;
    else if (line.endsWith(' = [')) {
      const name = line.slice(0, -4).replaceAll('"', '');
      inForks = name === 'resolution-markers';
      if (table === '' && name === 'dependencies') edges = sections.dependencies;
      else if (table === '[package.optional-dependencies]') sections.extras.set(name, (edges = []));
      else if (table === '[package.dev-dependencies]') sections.groups.set(name, (edges = []));
    } else if (line === ']') [edges, inForks] = [undefined, false];
    else if (inForks) sections.forks.push(line.slice(5, -2));
    else edges?.push(complete(parseEdge(line)));
  }
  return sections;
}
