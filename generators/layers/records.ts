import { relative, sep } from 'node:path';
import { usageError } from '../core/errors.ts';
import type { LayerRecord } from '../plan/spec.ts';
import type { Layer } from './layer.ts';

/** A layer as a project's lock holds it; a place on this machine is told as seen from the project, so that colleagues who have both find it. */
export function recordOf({ name, version, source, place, integrity }: Layer, root: string): LayerRecord {
  return { name, version, source: place === undefined ? source : seenFrom(root, place), integrity };
}

function seenFrom(root: string, place: string): string {
  const path = relative(root, place).split(sep).join('/');
  return path.startsWith('../') ? path : `./${path}`;
}

/** The layers that a lock names, read again from where they come from; newer ones if they are folders that have gone on. */
export async function chainOf(records: readonly LayerRecord[], root: string): Promise<Layer[]> {
  const top = records.at(-1);
  if (top === undefined) return [];
  const { loadChain } = await import('./load.ts');
  const chain = await loadChain(top.source, root);
  if (chain.at(-1)!.name !== top.name)
    throw usageError(`${top.source} is the layer ${chain.at(-1)!.name}; the project's lock says ${top.name}.`);
  return chain;
}
