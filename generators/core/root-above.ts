import { ownCommand } from './own-command.ts';
import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { lockPath } from './state-folder.ts';
import { usageError } from './errors.ts';

/** The real path of the project that a folder is in. */
export function rootAbove(from: string): string {
  if (!existsSync(from)) throw usageError(`There is no folder ${from}.`);
  const folder = realpathSync(from);
  for (let candidate = folder; ; candidate = dirname(candidate)) {
    if (existsSync(join(candidate, lockPath))) return candidate;
    if (candidate === dirname(candidate)) break;
  }
  throw usageError(
    `${folder} is not in a project: neither it nor a folder above has ${lockPath}.`,
    `Go into a project made by create-ml-project, or make one: ${ownCommand()} <directory>`,
  );
}
