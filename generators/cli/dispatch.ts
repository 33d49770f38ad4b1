import { usageError } from '../core/errors.ts';
import { options } from '../options/schema.ts';
import { firstWord, parseArguments } from './arguments.ts';
import { isCommand, refuseLaterCommand, tooManyWords } from './commands.ts';
import { print } from './output.ts';
import { showVersion } from './version.ts';

/** Runs what the command line asks for; heavy parts are loaded only once it is known to be sound. */
export async function dispatch(argv: readonly string[]): Promise<number> {
  const { word, rest } = firstWord(argv, options);
  if (isCommand(word)) {
    const { changeProject } = await import('./change-project.ts');
    return changeProject(word, rest);
  }
  if (word !== undefined) refuseLaterCommand(word);
  const parsed = parseArguments(argv, options);
  if (parsed.flags.version) return showVersion(parsed);
  if (parsed.flags.help) {
    if (parsed.flags.json) {
      const { answersSchema } = await import('../options/json-schema.ts');
      print(JSON.stringify(answersSchema(), null, 2));
    } else {
      const { createHelp } = await import('./help.ts');
      print(createHelp());
    }
    return 0;
  }
  const [directory, next] = parsed.words;
  if (directory !== undefined && next !== undefined) throw tooManyWords(directory, next);
  if (directory === '') throw usageError('The directory is empty: name one, or write . for the one you are in.');
  const { create } = await import('./create.ts');
  return create(directory, parsed);
}
