import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { CliError } from '../core/errors.ts';
import { rootAbove } from '../core/root-above.ts';
import { type CommandFlag, type CommandFlagName, commandFlags } from '../options/command-flags.ts';
import type { OptionDefinition } from '../options/define.ts';
import { type CommandDefinition, commandNamed, commands, createCommand } from './commands.ts';
import { partNames } from '../parts/part-loader.ts';
import { answerPartNamed, answerParts } from '../options/answer-parts.ts';
import { loadPart } from './parts.ts';

type Options = Readonly<Record<string, OptionDefinition>>;

/** What may stand where the cursor is: words, or a file's name. */
export type Candidates = readonly string[] | 'files';

/** What may follow the words of a command line, from the same tables as its help. */
export async function candidatesAfter(words: readonly string[], current: string): Promise<Candidates> {
  const command: Omit<CommandDefinition, 'load'> = commandNamed(words[0]) ?? createCommand;
  const part = command === createCommand ? undefined : words.slice(1).find((word) => partNames().includes(word));
  const definition = part === undefined ? undefined : (await loadPart(part)).definition;
  const options: Options = definition?.options ?? command.options;

  const asked = words.at(-1) ?? '';
  if (asked.startsWith('--') && !asked.includes('=')) {
    const values = valuesOf(asked.slice(2), options);
    if (values !== undefined) return values;
  }
  if (current.startsWith('-')) return [...Object.keys(options), ...command.flags].map((name) => `--${name}`);
  if (command === createCommand) return words.length === 0 ? [...Object.keys(commands)] : [];
  const answerPart = takesParts(words[0]) ? words.map(answerPartNamed).find((found) => found !== undefined) : undefined;
  if (answerPart !== undefined) return words.length === 2 ? [...(answerPart.kinds ?? [])] : [];
  if (part === undefined) return takesParts(words[0]) ? partsFor(words[0]!) : command.usage.flatMap(([line]) => choicesIn(line));
  return words.at(-1) === part ? (words[0] === 'remove' ? addedStages() : (definition?.ready?.() ?? [])) : [];
}

const takesParts = (word: string | undefined): boolean => word === 'add' || word === 'remove';

const partsFor = (command: string): readonly string[] => (command === 'remove' ? ['stage'] : [...partNames(), ...Object.keys(answerParts)]);

/** `<bash|zsh|fish>` in a usage line. */
const choicesIn = (usage: string): string[] => /<([^<>|]+(?:\|[^<>|]+)+)>/.exec(usage)?.[1]?.split('|') ?? [];

/** The values of an option or flag; undefined if it takes none. */
function valuesOf(name: string, options: Options): Candidates | undefined {
  const option = options[name];
  if (option !== undefined) {
    if (option.choices !== undefined) return option.choices.map(({ value }) => String(value));
    if (name === 'after' || name === 'before') return stagesHere();
    return option.kind === 'file' ? 'files' : [];
  }
  if (!Object.hasOwn(commandFlags, name)) return undefined;
  const { placeholder, choices }: CommandFlag = commandFlags[name as CommandFlagName];
  return placeholder === undefined ? undefined : (choices ?? 'files');
}

/** The stages of the pipeline of the project that one is in. */
const stagesHere = (): readonly string[] => Object.keys(fromProject<{ stages?: object }>('dvc.yaml')?.stages ?? {});

const addedStages = (): readonly string[] =>
  (fromProject<{ parts?: { part: string; name: string }[] }>('.create-ml-project/lock.yaml')?.parts ?? []).flatMap(({ part, name }) =>
    part === 'stage' ? [name] : [],
  );

/** Nothing outside a project, or where its file is being edited. */
function fromProject<T>(path: string): T | undefined {
  try {
    const file = join(rootAbove(process.cwd()), path);
    return existsSync(file) ? (parse(readFileSync(file, 'utf8')) as T) : undefined;
  } catch (error) {
    if (error instanceof CliError || (error as Error).name === 'YAMLParseError') return undefined;
    throw error;
  }
}
