import { usageError } from '../core/errors.ts';

export async function changeProject(command: 'add' | 'remove', argv: readonly string[]): Promise<number> {
  throw usageError(`${command} ${argv.join(' ')}: there is nothing to add yet.`);
}
