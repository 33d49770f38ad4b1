import { commandFlags, type CommandFlag } from '../options/command-flags.ts';
import type { PartDefinition } from '../core/part.ts';
import { nothingKnown, type OptionDefinition } from '../options/define.ts';
import { options } from '../options/schema.ts';

const choicesOf = ({ choices }: OptionDefinition): string => choices?.map(({ value }) => String(value)).join('|') ?? '';

/** `--license <MIT|…>` as help and README show it. */
export const usageOf = (name: string, definition: OptionDefinition): string =>
  `--${name} ${definition.placeholder ?? `<${choicesOf(definition)}>`}`;

/** The default as help and README show it, or nothing. */
export function defaultOf({ initial, initialText }: OptionDefinition): string {
  if (initialText !== undefined) return initialText;
  const value = initial?.({}, nothingKnown);
  return value === undefined || value === null ? '' : String(value);
}

const column = 34;

function row(usage: string, text: string): string {
  const left = `  ${usage}`;
  return left.length < column ? `${left.padEnd(column)}${text}` : `${left}\n${' '.repeat(column)}${text}`;
}

export const optionRows = (definitions: Readonly<Record<string, OptionDefinition>>): string[] =>
  Object.entries(definitions).map(([name, definition]) => {
    const initial = defaultOf(definition);
    return row(usageOf(name, definition), `${definition.help}${initial === '' ? '' : ` (${initial})`}`);
  });

export const flagRows = (): string[] =>
  Object.entries<CommandFlag>(commandFlags).map(([name, { short, placeholder, choices, help }]) =>
    row(
      `${short === undefined ? '' : `-${short}, `}--${name}${placeholder === undefined ? '' : ` ${choices === undefined ? placeholder : `<${choices.join('|')}>`}`}`,
      help,
    ),
  );

export const createHelp = (): string => `Start a machine-learning project that runs at once on your own data.

Usage
  create-ml-project [directory] [options]     make a project; asks on a terminal
  create-ml-project add <part> [name]         add to the project you are in; without a part, list them
  create-ml-project remove stage <name>       undo an add

Two commands to see it work
  create-ml-project demo --yes --run
  create-ml-project churn --data telco.csv --target Churn --yes --run

Options of a project, with their defaults
${optionRows(options).join('\n')}

Options of every command
${flagRows().join('\n')}

Exit codes: 0 done · 1 disk or environment · 2 usage · 3 conflict, or a gate not met · 130 Ctrl-C
`;

export const partHelp = (command: 'add' | 'remove', { part, summary, argument, options: own }: PartDefinition): string => `${summary}

Usage
  create-ml-project ${[command, part, argument].filter(Boolean).join(' ')} [options]
${Object.keys(own).length === 0 ? '' : `\nOptions\n${optionRows(own).join('\n')}\n`}
Options of every command
${flagRows().join('\n')}
`;
