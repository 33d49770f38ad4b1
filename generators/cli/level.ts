import { ownCommand } from '../core/own-command.ts';
import { usageError } from '../core/errors.ts';
import { openProject } from '../parts/project.ts';
import { rootAbove } from '../core/root-above.ts';
import { options } from '../options/schema.ts';
import { type Updated, updateProject } from '../update/update-project.ts';
import { parseArguments } from './arguments.ts';
import { commands } from './commands.ts';
import { showHelp } from './help.ts';
import { report } from './update.ts';

/** `level <n>`: an update with another answer, that ends in the tree which creating at that level gives. */
export async function level(argv: readonly string[]): Promise<number> {
  const parsed = parseArguments(argv, commands.level.options, commands.level.flags);
  const { words, flags } = parsed;
  if (flags.version) return (await import('./version.ts')).showVersion(parsed);
  if (flags.help) return showHelp('level', parsed);
  const known = options.level.choices.map(({ value }) => value);
  const [word, more] = words;
  if (more !== undefined) throw usageError(`${JSON.stringify(more)} is too much: a project has one level.`);
  const wanted = known.find((value) => String(value) === word);
  if (wanted === undefined)
    throw usageError(
      `level takes one of ${known.join(', ')}${word === undefined ? '' : `, not ${JSON.stringify(word)}`}.`,
      `For example: ${ownCommand()} level 1`,
    );
  const root = rootAbove(process.cwd());
  const { answers } = openProject(root);
  if (wanted < answers.level)
    throw usageError(
      `The project is at level ${answers.level}; a level is never taken back, for what was built on it would be lost.`,
      'Nothing was changed.',
    );
  const to = `level ${wanted}`;
  return report([root], flags, 'Level', async (place) =>
    wanted === answers.level
      ? unchanged(place, to)
      : updateProject(place, { given: { level: String(wanted) }, dryRun: flags['dry-run'] === true, to }),
  );
}

/** A project that is where it was asked to be. */
const unchanged = (root: string, level: string): Updated => ({
  root,
  from: level,
  to: level,
  layers: [],
  merged: [],
  added: [],
  removed: [],
  renamed: [],
  conflicts: [],
  notes: [],
});
