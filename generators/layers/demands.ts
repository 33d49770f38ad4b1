import type { PlannedFile } from '../plan/plan.ts';
import type { Layer } from './layer.ts';

/** What layers want of a project's files beyond their content, for `check` to find again. */

/** Each file with the keys whose values layers set, the highest one's where several say. */
export const withDemandedKeys = (files: readonly PlannedFile[], chain: readonly Layer[]): PlannedFile[] =>
  files.map((file) => {
    const keys = Object.assign({}, ...chain.map((layer) => layer.files.keys[file.path] ?? {})) as Readonly<Record<string, unknown>>;
    return Object.keys(keys).length === 0 ? file : { ...file, keys };
  });

/** Paths that must not exist, named one by one; a pattern only takes away what would be emitted. */
export const absentFiles = (files: readonly PlannedFile[], chain: readonly Layer[]): PlannedFile[] => {
  const emitted = new Set(files.map(({ path }) => path));
  const paths = chain.flatMap(({ name, files: { policy } }) =>
    Object.entries(policy).flatMap(([path, said]) =>
      said === 'absent' && !path.includes('*') && !emitted.has(path) ? [[path, name] as const] : [],
    ),
  );
  return [...new Map(paths)].map(([path, layer]) => ({ id: `absent/${path}`, path, content: '', mode: '644', policy: 'absent', layer }));
};
