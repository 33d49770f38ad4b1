interface Table {
  readonly header: string;
  readonly lines: string[];
}

/** A TOML text as its tables, the lines before the first header under an empty one. */
function tablesOf(text: string): Table[] {
  const tables: Table[] = [{ header: '', lines: [] }];
  for (const line of text.replace(/\n$/, '').split('\n')) {
    const header = /^\[+[^\]]+\]+/.exec(line)?.[0];
    if (header === undefined) tables.at(-1)?.lines.push(line);
    else tables.push({ header, lines: [line] });
  }
  return tables;
}

const keyOf = (line: string): string | undefined => /^([\w."'-]+)\s*=/.exec(line)?.[1];

/** Puts the tables and keys of one template's TOML into another's; arrays of tables are always added. */
export function mergeToml(below: string, above: string): string {
  const tables = tablesOf(below);
  for (const addition of tablesOf(above)) {
    const present = addition.header.startsWith('[[') ? undefined : tables.find(({ header }) => header === addition.header);
    if (present === undefined) tables.push(addition);
    else mergeTable(present, addition);
  }
  return `${tables
    .map(({ lines }) => lines.join('\n').trimEnd())
    .filter((table) => table !== '')
    .join('\n\n')}\n`;
}

function mergeTable(present: Table, { header, lines }: Table): void {
  const body = header === '' ? lines : lines.slice(1);
  while (present.lines.at(-1)?.trim() === '') present.lines.pop();
  for (const entry of entriesOf(body)) {
    const key = entry.map(keyOf).find((name) => name !== undefined);
    const start = key === undefined ? -1 : present.lines.findIndex((line) => keyOf(line) === key);
    if (start === -1) present.lines.push(...entry);
    else present.lines.splice(start, entryEnd(present.lines, start) - start, ...entry);
  }
}

/** Lines up to the next key: an entry with its comments above and its continuation lines. */
function entriesOf(lines: readonly string[]): string[][] {
  const entries: string[][] = [];
  let pending: string[] = [];
  for (const line of lines) {
    if (line.trim() === '') continue;
    if (keyOf(line) !== undefined) {
      entries.push([...pending, line]);
      pending = [];
    } else if (line.startsWith('#')) pending.push(line);
    else entries.at(-1)?.push(line);
  }
  return entries;
}

function entryEnd(lines: readonly string[], start: number): number {
  let end = start + 1;
  while (end < lines.length && keyOf(lines[end] ?? '') === undefined && !/^(#|\[|\s*$)/.test(lines[end] ?? '')) end += 1;
  // An array's closing bracket stands at the line's start too.
  return lines[end]?.startsWith(']') ? end + 1 : end;
}
