import { exitCode } from '../core/errors.ts';
import { packageVersion } from '../core/package-root.ts';
import type { Arguments } from './arguments.ts';
import { print } from '../terminal/output.ts';

/** `--version`, of every command. */
export function showVersion({ flags }: Arguments): number {
  const version = packageVersion();
  print(flags.json ? JSON.stringify({ version }, null, 2) : version);
  return exitCode.done;
}
