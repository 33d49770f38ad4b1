/** Compares versions by their numbers. */
export function isOlder(one: string, other: string): boolean {
  const numbers = (version: string): number[] => version.split(/[.+-]/, 3).map(Number);
  const [a, b] = [numbers(one), numbers(other)];
  const at = a.findIndex((number, index) => number !== b[index]);
  return at !== -1 && (a[at] ?? 0) < (b[at] ?? 0);
}
