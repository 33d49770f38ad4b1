import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { usageError } from '../core/errors.ts';
import { packageRoot } from '../core/package-root.ts';
import type { PartDefinition } from './part.ts';

const folder = join(packageRoot, 'dist', 'generators');

/** Where the generator of a part is, as it was built. */
export const builtPart = (name: string): string => pathToFileURL(join(folder, name, 'index.js')).href;

/** The parts there are: every generator but the one that makes the project itself. */
export const partNames = (): string[] =>
  readdirSync(folder)
    .filter((name) => name !== 'app' && existsSync(join(folder, name, 'index.js')))
    .sort();

/** The definition of a part that a project's lock names. */
export async function loadPart(name: string): Promise<PartDefinition> {
  if (!partNames().includes(name))
    throw usageError(
      `The project has a part ${JSON.stringify(name)}, which this version does not know; there are ${partNames().join(', ')}.`,
    );
  return ((await import(builtPart(name))) as { part: PartDefinition }).part;
}
