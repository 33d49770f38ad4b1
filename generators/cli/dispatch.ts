import { usageError } from '../core/errors.ts';
import { packageVersion } from '../core/package-root.ts';
import { options } from '../options/schema.ts';
import { parseArguments } from './arguments.ts';
import { print } from './output.ts';

/** Runs what the command line asks for; heavy parts are loaded only once it is known to be sound. */
export async function dispatch(argv: readonly string[]): Promise<number> {
  const [first] = argv;
  if (first === 'add' || first === 'remove') {
    const { changeProject } = await import('./change-project.ts');
    return changeProject(first, argv.slice(1));
  }
  const parsed = parseArguments(argv, options);
  if (parsed.flags.version) {
    print(packageVersion());
    return 0;
  }
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
  const [directory, ...more] = parsed.words;
  if (more.length > 0) {
    throw usageError(
      `${JSON.stringify(directory)} is not a command, and a project has one directory; ${JSON.stringify(more[0])} is too much.`,
      'See --help.',
    );
  }
  if (directory === '') throw usageError('The directory is empty: name one, or write . for the one you are in.');
  const { create } = await import('./create.ts');
  return create(directory, parsed);
}
