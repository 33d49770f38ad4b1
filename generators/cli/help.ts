import { commandFlags, type CommandFlag, type CommandFlagName } from '../options/command-flags.ts';
import { exitCode } from '../core/errors.ts';
import type { PartDefinition } from '../parts/part.ts';
import { nothingKnown, type OptionDefinition } from '../options/define.ts';
import type { Arguments } from './arguments.ts';
import { type CommandDefinition, commands, createCommand } from './commands.ts';
import { print } from '../terminal/output.ts';

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

const [column, width] = [34, 80];

/** What something is called, and behind it, in lines of at most 80 columns, what it does. */
export function row(usage: string, text: string): string {
  const left = `  ${usage}`;
  const indent = ' '.repeat(column);
  const lines = wrapped(text, width - column).map((line) => indent + line);
  return left.length < column - 1
    ? [left.padEnd(column) + lines[0]!.trimStart(), ...lines.slice(1)].join('\n')
    : [left, ...lines].join('\n');
}

function wrapped(text: string, most: number): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1)!;
    if (line === '') lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length <= most) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}

const optionRows = (definitions: Readonly<Record<string, OptionDefinition>>): string[] =>
  Object.entries(definitions).map(([name, definition]) => {
    const initial = defaultOf(definition);
    return row(usageOf(name, definition), `${definition.help}${initial === '' ? '' : ` (${initial})`}`);
  });

const flagRows = (names: readonly CommandFlagName[]): string[] =>
  names.map((name) => {
    const { short, placeholder, choices, help }: CommandFlag = commandFlags[name];
    const value = choices === undefined ? placeholder : `<${choices.join('|')}>`;
    return row(`${short === undefined ? '' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}`, help);
  });

const section = (title: string, lines: readonly string[]): string => (lines.length === 0 ? '' : `\n${title}\n${lines.join('\n')}\n`);

const usageRow = ([line, does]: CommandDefinition['usage'][number]): string => row(`create-ml-project ${line}`, does);
const examples = (lines: readonly string[]): string[] => lines.map((line) => `  create-ml-project ${line}`);

/** `--help` of making a project; with --json, its options and what it prints as a JSON Schema. */
export async function showCreateHelp({ flags }: Arguments): Promise<number> {
  if (flags.json) print(JSON.stringify((await import('./json-schema.ts')).createSchema(), null, 2));
  else
    print(
      [
        `${createCommand.summary}\n`,
        section(
          'Usage',
          [createCommand, ...Object.values<CommandDefinition>(commands)].flatMap(({ usage }) => usage.map(usageRow)),
        ),
        section('Two commands to see it work', examples(createCommand.examples)),
        section('Options of a project, with their defaults', optionRows(createCommand.options)),
        section('Other options', flagRows(createCommand.flags)),
        '\nExit codes: 0 done · 1 disk or environment · 2 usage · 3 conflict, or a gate\nnot met · 130 Ctrl-C · 143 terminated\n',
      ].join(''),
    );
  return exitCode.done;
}

/** `--help` of a command with a word of its own, or of a part of it; with --json, the same schema from where it is. */
export async function showHelp(
  name: keyof typeof commands,
  { flags: given }: Pick<Arguments, 'flags'>,
  part?: HelpedPart,
): Promise<number> {
  const command: CommandDefinition = commands[name];
  const { summary, usage, examples: lines, options } = part === undefined ? command : ofPart(name, command, part);
  if (given.json) print(JSON.stringify((await import('./json-schema.ts')).commandSchema(name, summary, options), null, 2));
  else
    print(
      [
        ...wrapped(summary, width).map((line) => `${line}\n`),
        section('Usage', usage.map(usageRow)),
        section('Examples', examples(lines)),
        section('Options', optionRows(options)),
        section('Options of every command', flagRows(command.flags)),
      ].join(''),
    );
  return exitCode.done;
}

type HelpedPart = Pick<PartDefinition, 'part' | 'summary' | 'argument' | 'options' | 'examples'>;

/** Adding or removing a part has the part's own options. */
const ofPart = (
  name: string,
  { usage }: CommandDefinition,
  { part, summary, argument, options, examples: lines = [] }: HelpedPart,
): Pick<CommandDefinition, 'summary' | 'usage' | 'examples' | 'options'> => ({
  summary,
  usage: [[`${[name, part, argument].filter(Boolean).join(' ')} [options]`, usage[0]![1]]],
  examples: lines,
  options,
});
