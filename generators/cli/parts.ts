import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { packageRoot } from '../core/package-root.ts';
import type { PartDefinition } from '../core/part.ts';
import { unknownPart } from './commands.ts';

export interface Part {
  readonly definition: PartDefinition;
  readonly generator: new (...parameters: never[]) => unknown;
}

const folder = join(packageRoot, 'dist', 'generators');
const indexOf = (name: string): string => join(folder, name, 'index.js');

/** The parts there are: every generator but the one that makes the project itself. */
export const partNames = (): string[] =>
  readdirSync(folder)
    .filter((name) => name !== 'app' && existsSync(indexOf(name)))
    .sort();

export async function loadPart(name: string): Promise<Part> {
  if (!partNames().includes(name)) throw unknownPart(name, partNames());
  const { part, default: generator } = (await import(pathToFileURL(indexOf(name)).href)) as {
    part: PartDefinition;
    default: Part['generator'];
  };
  return { definition: part, generator };
}
