import { ownCommand } from '../core/own-command.ts';
import { shellWord } from '../core/shell-word.ts';
import { optionNames } from './schema.ts';
import type { Given } from './settle.ts';

/** The command that gives these answers without a question, as it can be typed here. */
export function commandLine(directory: string, given: Given, more: readonly string[] = []): string {
  const flags = optionNames.flatMap((name) => {
    const value = given[name];
    return value === undefined || value === '' || (name === 'name' && value === directory) ? [] : [flag(name, value)];
  });
  return [ownCommand(), positional(directory), ...flags, ...more, '--yes'].join(' ');
}

/** What begins with a dash would be taken for another option. */
const flag = (name: string, value: string): string =>
  value.startsWith('-') ? `--${name}=${shellWord(value)}` : `--${name} ${shellWord(value)}`;

const positional = (directory: string): string => shellWord(directory.startsWith('-') ? `./${directory}` : directory);
