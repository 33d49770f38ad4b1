import type { Dialect } from './dialect-form.ts';

/** The names of all fields that a row has: where rows have one more than the header, that one has none. */
export function headerOf(names: readonly string[], { extra, header }: Pick<Dialect, 'extra' | 'header'>): readonly string[] {
  if (!header) return names.map(() => '');
  if (extra === 'first') return ['', ...names];
  return extra === 'last' ? [...names, ''] : names;
}
