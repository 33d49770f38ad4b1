/** Units that stand once in each of three sequences, in one order: there the sequences can be cut, and merged piece by piece. */
export function anchorsOf(
  ours: readonly string[],
  base: readonly string[],
  theirs: readonly string[],
): [ours: number, base: number, theirs: number][] {
  const [inOurs, inTheirs] = [singles(ours), singles(theirs)];
  const common: [number, number, number][] = [];
  for (const [key, at] of singles(base)) {
    const [mine, other] = [inOurs.get(key), inTheirs.get(key)];
    if (mine !== undefined && other !== undefined) common.push([mine, at, other]);
  }
  return ascending(ascending(common, 0), 2);
}

function singles(keys: readonly string[]): Map<string, number> {
  const places = new Map<string, number>();
  const repeated = new Set<string>();
  keys.forEach((key, at) => (places.has(key) ? repeated.add(key) : places.set(key, at)));
  for (const key of repeated) places.delete(key);
  return places;
}

/** The longest run of triples that ascends in one of their numbers. */
function ascending(triples: readonly [number, number, number][], by: 0 | 2): [number, number, number][] {
  const lasts: number[] = [];
  const previous: number[] = [];
  triples.forEach((triple, at) => {
    let [low, high] = [0, lasts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (triples[lasts[middle]!]![by] < triple[by]) low = middle + 1;
      else high = middle;
    }
    previous[at] = lasts[low - 1] ?? -1;
    lasts[low] = at;
  });
  const run: [number, number, number][] = [];
  for (let at = lasts.at(-1) ?? -1; at !== -1; at = previous[at]!) run.push(triples[at]!);
  return run.reverse();
}
