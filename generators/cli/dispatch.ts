import { usageError } from '../core/errors.ts';
import { options } from '../options/schema.ts';
import { firstWord, parseArguments } from './arguments.ts';
import { commandNamed, refuseStrayWord, tooManyWords } from './commands.ts';
import { showCreateHelp } from './help.ts';
import { showVersion } from './version.ts';

/** Other ways to ask for help and version, which must not make a project of that name. */
const spokenFlags: Readonly<Record<string, string>> = { help: '--help', version: '--version' };

/** Runs what the command line asks for; heavy parts are loaded only once it is known to be sound. */
export async function dispatch(argv: readonly string[]): Promise<number> {
  const { word, rest } = firstWord(argv, options);
  if (word !== undefined && Object.hasOwn(spokenFlags, word)) return dispatch([...rest, spokenFlags[word]!]);
  const command = commandNamed(word);
  if (command !== undefined) return (await command.load())(rest);
  if (word !== undefined) refuseStrayWord(word);
  const parsed = parseArguments(argv, options);
  if (parsed.flags.version) return showVersion(parsed);
  if (parsed.flags.help) return showCreateHelp(parsed);
  const [directory, next] = parsed.words;
  if (directory !== undefined && next !== undefined) throw tooManyWords(directory, next);
  if (directory === '') throw usageError('The directory is empty: name one, or write . for the one you are in.');
  const { create } = await import('./create.ts');
  return create(directory, parsed);
}
