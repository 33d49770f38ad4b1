/**
 * Joins texts of keys and values line by line, without reading what the values are. Templates are written in the form that this needs: a key
 * a line, what belongs to it below and further in. For any other form the result is undefined, and a parser has to join them.
 */

/** A key with the comments above it, and the lines of its value below. */
interface Entry {
  readonly key: string;
  readonly above: readonly string[];
  readonly head: string;
  readonly body: readonly string[];
}

interface Block {
  /** What stands at the top and belongs to no key. */
  readonly title: readonly string[];
  readonly entries: readonly Entry[];
}

const keyForm = /^("[^"\\]*"|'[^'\\]*'|[\w./][^#"']*?):(?: +(\S.*))?$/;
const isComment = (line: string): boolean => /^ *#/.test(line);
const indentOf = (line: string): number => line.length - line.trimStart().length;

/** Maps of YAML in block style, the most general first; those of a later one are added or win. */
export function joinedYaml(texts: readonly string[]): string | undefined {
  if (texts.some((text) => /\t|\r|^(---|\.\.\.|%)/m.test(text) || !text.endsWith('\n'))) return undefined;
  const [lowest, ...others] = texts.map((text) => titled(blockOf(text.slice(0, -1).split('\n'), 0)));
  const entries = others.reduce((below, other) => below && other && joined(below, other.entries, 0), lowest?.entries);
  return entries && `${[...lowest!.title, ...linesOf(entries)].join('\n')}\n`;
}

/** A comment that an empty line parts from the first key speaks of the whole text. */
function titled(block: Block | undefined): Block | undefined {
  const [first, ...others] = block?.entries ?? [];
  if (first === undefined) return undefined;
  const parted = first.above.lastIndexOf('');
  return { title: first.above.slice(0, parted + 1), entries: [{ ...first, above: first.above.slice(parted + 1) }, ...others] };
}

/** The entries of a map whose keys stand at an indentation. */
function blockOf(lines: readonly string[], indent: number): Block | undefined {
  const entries: (Entry & { readonly body: string[] })[] = [];
  let pending: string[] = [];
  for (const line of lines) {
    const current = entries.at(-1);
    const at = indentOf(line);
    if (line === '' || (isComment(line) && at === indent)) pending.push(line);
    else if (at > indent || (line.startsWith('- ', indent) && at === indent)) {
      if (current === undefined || pending.some((other) => other !== '')) return undefined;
      current.body.push(...pending, line);
      pending = [];
    } else {
      const [, key] = (at === indent && keyForm.exec(line.slice(indent))) || [];
      if (key === undefined) return undefined;
      entries.push({ key, above: pending, head: line, body: [] });
      pending = [];
    }
  }
  return pending.length > 0 ? undefined : { title: [], entries };
}

function joined(below: readonly Entry[], above: readonly Entry[], indent: number): readonly Entry[] | undefined {
  const entries = [...below];
  for (const entry of above) {
    const place = entries.findIndex(({ key }) => key === entry.key);
    if (place === -1) {
      // A comment at the end of a map would come to stand above what follows.
      if (isComment(entries.at(-1)?.body.at(-1) ?? '')) return undefined;
      entries.push(entry);
      continue;
    }
    const present = entries[place]!;
    const [one, other] = [mapIn(present, indent), mapIn(entry, indent)];
    if (one === 'unclear' || other === 'unclear') return undefined;
    const inner = one && other ? joined(one.entries, other.entries, indent + 2) : [];
    if (inner === undefined) return undefined;
    entries[place] = inner.length > 0 ? { ...present, body: linesOf(inner) } : { ...present, head: entry.head, body: entry.body };
  }
  return entries;
}

/** The map that is a key's value, if it is one; one that stands on the key's own line is not taken apart. */
function mapIn({ head, body }: Entry, indent: number): Block | 'unclear' | undefined {
  const [, , value = ''] = keyForm.exec(head.slice(indent)) ?? [];
  if (value.startsWith('{') || /^[&*!]/.test(value)) return 'unclear';
  const first = body.find((line) => line !== '' && !isComment(line));
  if (value !== '' || first === undefined || first.trimStart().startsWith('- ')) return undefined;
  return (indentOf(first) === indent + 2 && blockOf(body, indent + 2)) || 'unclear';
}

const linesOf = (entries: readonly Entry[]): string[] => entries.flatMap(({ above, head, body }) => [...above, head, ...body]);

interface Table {
  readonly name: string;
  readonly keys: readonly string[];
  /** One of several of its name. */
  readonly isEntry: boolean;
  readonly above: readonly string[];
  readonly lines: readonly string[];
}

/** Tables of TOML, the most general first; a later one adds keys and tables, what changes a value needs a parser. */
export function joinedToml(texts: readonly string[]): string | undefined {
  const [lowest, ...others] = texts.map(tablesOf);
  const tables = others.reduce((below, other) => below && other && withTables(below, other), lowest);
  return tables && `${tables.map(({ above, lines }) => [...above, ...lines].join('\n')).join('\n\n')}\n`;
}

/** Tables with an empty line between them, each beginning with its name, with keys that name one thing. */
function tablesOf(text: string): readonly Table[] | undefined {
  if (!text.endsWith('\n') || /\r|"""|'''/.test(text)) return undefined;
  const tables: Table[] = [];
  for (const chunk of text.slice(0, -1).split(/\n\n(?=(?:#.*\n)*\[)/)) {
    const all = chunk.split('\n');
    const at = Math.max(
      0,
      all.findIndex((line) => !line.startsWith('#')),
    );
    const [head = '', ...body] = all.slice(at);
    const [, opens, name] = /^(\[{1,2})([\w.-]+)\]{1,2}$/.exec(head) ?? [];
    const keys = body.filter((line) => /^[^\s#\]]/.test(line)).map((line) => /^([\w-]+|"[^"\\]*") *=/.exec(line)?.[1]);
    if (name === undefined || !keys.every((key) => key !== undefined)) return undefined;
    tables.push({ name, keys, isEntry: opens === '[[', above: all.slice(0, at), lines: [head, ...body] });
  }
  return tables;
}

function withTables(below: readonly Table[], above: readonly Table[]): readonly Table[] | undefined {
  const tables = [...below];
  for (const table of above) {
    const place = tables.findIndex(({ name }) => name === table.name);
    const present = tables[place];
    if (tables.some((other) => isInTheWay(other, table))) return undefined;
    if (present === undefined) tables.push(table);
    else if (present.isEntry || table.isEntry || table.above.length > 0) return undefined;
    else tables[place] = { ...present, keys: [...present.keys, ...table.keys], lines: [...present.lines, ...table.lines.slice(1)] };
  }
  return tables;
}

/** Whether a table says something of what another one says. */
function isInTheWay(present: Table, added: Table): boolean {
  const within = (inner: string, outer: string): boolean => inner === outer || inner.startsWith(`${outer}.`);
  const valuesOf = ({ name, keys }: Table): string[] => keys.map((key) => `${name}.${key}`);
  const same = present.name === added.name && present.keys.some((key) => added.keys.includes(key));
  const entry = present.isEntry && present.name !== added.name && within(added.name, present.name);
  const table = valuesOf(present).some((value) => within(added.name, value));
  return same || entry || table || valuesOf(added).some((value) => within(present.name, value));
}
