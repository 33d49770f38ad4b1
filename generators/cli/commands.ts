import { usageError } from '../core/errors.ts';
import { didYouMean } from '../options/nearest.ts';

/** What the first word of a command line may be beside a project's directory. */
export const commands = ['add', 'remove'] as const;
export type Command = (typeof commands)[number];

/** Words that are kept for what this version does not do yet: a script that says them must not get a project of that name. */
const laterCommands: readonly string[] = ['level', 'check', 'update', 'preset', 'completion'];
const laterParts: readonly string[] = ['service', 'batch', 'monitoring', 'ci', 'deploy'];

export const isCommand = (word: string | undefined): word is Command => commands.includes(word as Command);

export function refuseLaterCommand(word: string): void {
  if (laterCommands.includes(word)) throw usageError(`\`${word}\` is not available in this version.`, `A folder of that name is written \`./${word}\`.`);
}

/** The error for the word after `add` or `remove` that is none of the parts. */
export const unknownPart = (word: string, parts: readonly string[]): Error =>
  usageError(
    laterParts.includes(word)
      ? `The part \`${word}\` is not available in this version; there are ${parts.join(', ')}.`
      : `There is no part ${JSON.stringify(word)}; there are ${parts.join(', ')}.${didYouMean(word, parts)}`,
  );

/** The error for words after what should have been the one directory of a project. */
export const tooManyWords = (directory: string, next: string): Error =>
  usageError(
    `${JSON.stringify(directory)} is not a command, and a project has one directory; ${JSON.stringify(next)} is too much.${didYouMean(directory, [...commands, ...laterCommands])}`,
    'See --help.',
  );
