import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Prepared } from '../app/prepare.ts';
import { usageError } from '../core/errors.ts';
import { nearestExisting } from '../core/paths.ts';
import type { Layer } from '../layers/layer.ts';
import { recordOf } from '../layers/records.ts';
import { type GitSettings, type Surrounding, surroundingOf } from './git.ts';
import type { Planned } from './planned.ts';

/** A project planned for the place where it will stand. */
export interface PlannedHere extends Planned {
  readonly prepared: Prepared;
  readonly surrounding: Surrounding;
}

export interface Place {
  /** As it was typed, if it was; else the project's name. */
  readonly directory: string | undefined;
  readonly noGit: boolean;
  readonly settings: Promise<GitSettings>;
  readonly layers: readonly Layer[];
}

/** What would be written from these answers, and where; nothing is. */
export async function planHere(asked: Prepared, { directory, noGit, settings, layers }: Place): Promise<PlannedHere> {
  const target = resolve(directory ?? asked.answers.name);
  const prepared = { ...asked, layers: layers.map((layer) => ({ ...layer, ...recordOf(layer, target) })) };
  refuseFile(target);
  const [surrounding, { planProject }, { withMemory }] = await Promise.all([
    settings.then((known) => surroundingOf(target, known)),
    import('../app/plan-project.ts'),
    import('../state/remember.ts'),
  ]);
  const git = surrounding !== 'unavailable' && (surrounding !== 'none' || !noGit);
  const plan = withMemory(await planProject(prepared, { git }));
  return { target, prepared, surrounding, plan };
}

/** Neither the target nor what it would stand in may be a file. */
function refuseFile(target: string): void {
  const there = nearestExisting(target);
  if (statSync(there, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw usageError(`${there} is there already and is not a directory.`, 'Choose another directory.');
}
