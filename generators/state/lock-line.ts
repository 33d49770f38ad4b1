import type { LockedFile } from './lock.ts';

/** The line of one file in the lock, where nothing in it needs quotes: written and read without a writer and a reader of YAML. */
const fileLine =
  /^ {2}([\w./@ +-]+): \{ id: ([\w./@+-]+), layer: ([\w./@-]+), policy: ([a-z]+), mode: "(644|755)", sha256: ([0-9a-f]{64}) \}$/;

/** The path of such a line and what it says; undefined for any other line. */
export function readLine(line: string): readonly [path: string, file: LockedFile] | undefined {
  const [, path, id, layer, policy, mode, sha256] = fileLine.exec(line) ?? [];
  if (path === undefined) return undefined;
  return [path, { id: id!, layer: layer!, policy: policy as LockedFile['policy'], mode: mode as LockedFile['mode'], sha256: sha256! }];
}

/** Words that need no quotes: no number, no null, no truth of YAML 1.2. */
const plainWord = /^(?!(?:true|false|null|\.?nan|\.?inf)$)\.?[A-Za-z_][\w./@+-]*$/i;

/** The line of a file in the lock, as a writer of YAML would print it; undefined where it has to. */
export function lineOf(path: string, { id, layer, policy, mode, sha256, ...more }: LockedFile): string | undefined {
  if (![path, id, layer, policy].every((word) => plainWord.test(word)) || !/^(?!\d+(?:e\d+)?$)[0-9a-f]{64}$/.test(sha256)) return undefined;
  if (Object.keys(more).length > 0) return undefined;
  return `  ${path}: { id: ${id}, layer: ${layer}, policy: ${policy}, mode: "${mode}", sha256: ${sha256} }`;
}
