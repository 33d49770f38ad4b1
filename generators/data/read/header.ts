import type { Dialect } from './dialect-form.ts';

/** Dashes that are drawn under a name, as Markdown and SQL clients do. */
export const isRule = (cell: string): boolean => /^\s*:?-{2,}:?\s*$/.test(cell);

/** The header once more, as in files that were put together, in small letters or capitals. */
export const isHeaderAgain = (cells: readonly string[], header: readonly string[]): boolean =>
  cells.length === header.length && cells.every((cell, at) => cell === header[at] || cell.toLowerCase() === header[at]!.toLowerCase());

/** One name from two lines: what stands above a gap stands above the names below it too. The emitted `joined_names` does the same. */
export function joinedNames(first: readonly string[], second: readonly string[]): readonly string[] {
  let group = '';
  return first.map((name, at) => {
    if (name.trim() !== '') group = name.trim();
    const below = isRule(second[at]!) ? '' : second[at]!.trim();
    return [below === '' ? name.trim() : group, below].filter(Boolean).join(' ');
  });
}

/** The names of all fields that a row has: where rows have one more than the header, that one has none. */
export function headerOf(names: readonly string[], { extra, header }: Pick<Dialect, 'extra' | 'header'>): readonly string[] {
  if (!header) return names.map(() => '');
  if (extra === 'first') return ['', ...names];
  return extra === 'last' ? [...names, ''] : names;
}
