/** The parts of a document that the pipeline writes, between two marks: `templates/base/…/documents/marks.py` tells of them. */

const opening = /^\s*<!-- generated: ([\w-]+)\b.*-->\s*$/;
const closing = /^\s*<!-- \/generated\b.*-->\s*$/;

interface Region {
  readonly name: string;
  /** The first line behind the opening mark, and the one behind the closing mark. */
  readonly first: number;
  readonly end: number;
}

const linesOf = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

function regionsOf(lines: readonly string[]): Region[] {
  const regions: Region[] = [];
  let open: { name: string; first: number } | undefined;
  lines.forEach((line, at) => {
    const name = opening.exec(line)?.[1];
    if (name !== undefined) open = { name, first: at + 1 };
    else if (open !== undefined && closing.test(line)) {
      regions.push({ ...open, end: at + 1 });
      open = undefined;
    }
  });
  return regions;
}

/** The texts with the same body in each region, the user's if it has one: what the pipeline writes is merged by nobody. */
export function withSameRegions<T extends { readonly ours: string; readonly base: string; readonly theirs: string }>(sides: T): T {
  if (![sides.ours, sides.base, sides.theirs].some((text) => text.includes('<!-- generated: '))) return sides;
  const bodies = new Map<string, string[]>();
  for (const text of [sides.theirs, sides.base, sides.ours]) {
    const lines = linesOf(text);
    for (const { name, first, end } of regionsOf(lines)) bodies.set(name, lines.slice(first, end));
  }
  const filled = (text: string): string => {
    const lines = linesOf(text);
    return regionsOf(lines)
      .toReversed()
      .reduce((rest, { name, first, end }) => rest.toSpliced(first, end - first, ...bodies.get(name)!), lines)
      .join('');
  };
  return { ...sides, base: filled(sides.base), theirs: filled(sides.theirs) };
}

/** A text without what stands in its generated regions: what drift is measured on. */
export function withoutRegions(text: string): string {
  if (!text.includes('<!-- generated: ')) return text;
  const lines = linesOf(text);
  return regionsOf(lines)
    .toReversed()
    .reduce((rest, { first, end }) => rest.toSpliced(first, end - first), lines)
    .join('');
}
