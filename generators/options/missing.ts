import type { CliError } from '../core/errors.ts';
import { usageError } from '../core/errors.ts';
import { commandLine } from './command-line.ts';
import type { Context } from './define.ts';
import { definitionOf, type OptionName, optionNames } from './schema.ts';
import type { Given, Settled } from './settle.ts';

/** The options a person would be asked now: the few that matter and that nobody has answered. */
export const unasked = (given: Given, context: Context): readonly OptionName[] =>
  optionNames.filter(
    (name) => definitionOf(name).asked === true && given[name] === undefined && !(name === 'name' && context.directory !== undefined),
  );

/** Names every missing flag, and one command that would do. */
export function missingError(missing: readonly OptionName[], given: Given, { answers }: Settled, context: Context, why: string): CliError {
  const value = (name: OptionName): string | undefined => {
    const { example, optional, placeholder } = definitionOf(name);
    // A column that only somebody who knows the rows can name has no example.
    const known =
      given[name] ?? answers[name] ?? example?.(answers, context) ?? (optional && answers[name] === undefined ? placeholder : undefined);
    return known === null || known === undefined ? undefined : String(known);
  };
  const said = optionNames.filter((name) => given[name] !== undefined || missing.includes(name));
  const complete = Object.fromEntries(said.flatMap((name) => (value(name) === undefined ? [] : [[name, value(name)!]])));
  const directory = context.directory ?? value('name') ?? 'ml-project';
  return usageError(
    `${why} Missing: ${missing.map((name) => `--${name}`).join(', ')}.`,
    `For example: ${commandLine(directory, complete)}`,
  );
}
