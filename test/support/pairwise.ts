type Row = Record<string, string>;

/** Few rows in which every two values of different options meet at least once; values without spaces. */
export function pairwise(options: Readonly<Record<string, readonly string[]>>): Row[] {
  const names = Object.keys(options);
  const open = new Set<string>();
  const pair = (a: string, x: string, b: string, y: string): string => (a < b ? `${a}=${x} ${b}=${y}` : `${b}=${y} ${a}=${x}`);
  for (const [index, a] of names.entries()) {
    for (const b of names.slice(index + 1)) for (const x of options[a] ?? []) for (const y of options[b] ?? []) open.add(pair(a, x, b, y));
  }
  const rows: Row[] = [];
  while (open.size > 0) {
    const row: Row = {};
    // The first open pair is taken as it is; each other option takes the value that closes most.
    for (const term of ([...open][0] ?? '').split(' ')) row[term.split('=')[0] ?? ''] = term.split('=')[1] ?? '';
    for (const name of names) {
      if (name in row) continue;
      const closes = (value: string): number =>
        Object.entries(row).filter(([other, chosen]) => open.has(pair(name, value, other, chosen))).length;
      row[name] = [...(options[name] ?? [])].sort((x, y) => closes(y) - closes(x))[0] ?? '';
    }
    const entries = Object.entries(row);
    for (const [a, x] of entries) for (const [b, y] of entries) if (a !== b) open.delete(pair(a, x, b, y));
    rows.push(Object.fromEntries(names.map((name) => [name, row[name] ?? ''])));
  }
  return rows;
}
