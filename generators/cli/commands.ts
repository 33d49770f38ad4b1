import { usageError } from '../core/errors.ts';
import { type CommandFlag, type CommandFlagName, commandFlags } from '../options/command-flags.ts';
import type { OptionDefinition } from '../options/define.ts';
import { distance, didYouMean } from '../core/nearest.ts';
import { readingOptions } from '../options/reading-options.ts';
import { options } from '../options/schema.ts';
import type { DocumentName } from './json-documents.ts';

/** One word of the command line: parsing, help, completion and the README come from it. */
export interface CommandDefinition {
  /** What it is for, in a sentence. */
  readonly summary: string;
  /** What it prints with --json. */
  readonly prints: readonly DocumentName[];
  /** How it is called, each way with what it does. */
  readonly usage: readonly (readonly [line: string, does: string])[];
  readonly examples: readonly string[];
  /** Its own options; those of a part join them. */
  readonly options: Readonly<Record<string, OptionDefinition>>;
  /** The flags that mean something to it; any other is refused. */
  readonly flags: readonly CommandFlagName[];
  /** Loaded only when it is called; takes what stands behind its word. */
  readonly load: () => Promise<(argv: readonly string[]) => Promise<number>>;
}

const flagsOfAll = ['debug', 'help', 'version'] as const satisfies readonly CommandFlagName[];

/** Of a command that changes a project which is there; it never overwrites, and leaves the commit to its user. */
const flagsOfChange = ['yes', 'dry-run', 'json', 'no-git', ...flagsOfAll] as const satisfies readonly CommandFlagName[];

/** The command without a word; its help and version need nothing loaded, so `dispatch` itself reads its arguments. */
export const createCommand: Omit<CommandDefinition, 'load'> = {
  summary: 'Start a machine-learning project that runs at once on your own data.',
  prints: ['created', 'planned', 'answers'],
  usage: [['[directory] [options]', 'make a project; asks on a terminal']],
  examples: ['demo --yes --run', 'churn --data telco.csv --target Churn --yes --run'],
  options,
  flags: (Object.keys(commandFlags) as CommandFlagName[]).filter((name) => (commandFlags[name] as CommandFlag).of === undefined),
};

export const commands = {
  inspect: {
    summary: 'A table as it is understood: first rows, columns, and what a person should know about them.',
    prints: ['inspected'],
    usage: [['inspect <file> [options]', 'show a table as it is understood; write nothing']],
    examples: ['inspect telco.csv --target Churn', 'inspect sales.xlsx --sheet 2024 --html sales.html'],
    options: {
      target: options.target,
      ...readingOptions,
      html: { kind: 'file', help: 'Write it as one page with histograms', question: 'Into which file?', placeholder: '<file>' },
    },
    flags: ['json', ...flagsOfAll],
    load: async () => (await import('./inspect.ts')).inspect,
  },
  add: {
    summary: 'Adds to a project that is there; what you wrote stays as it is.',
    prints: ['parts', 'changed'],
    usage: [['add <part> [name]', 'add to the project you are in; without a part, list them']],
    examples: ['add stage clean_text --after ingest', 'add model lightgbm --dry-run', 'add service'],
    options: {},
    flags: flagsOfChange,
    load: async () => (await import('./change-project.ts')).changeProject.bind(undefined, 'add'),
  },
  remove: {
    summary: 'Takes out what was added.',
    prints: ['parts', 'changed'],
    usage: [['remove stage <name>', 'undo an add']],
    examples: ['remove stage clean_text'],
    options: {},
    flags: flagsOfChange,
    load: async () => (await import('./change-project.ts')).changeProject.bind(undefined, 'remove'),
  },
  preset: {
    summary: "A team's standard: answers, files and parts that its projects share. It is data; nothing of it runs.",
    prints: ['presetStarted', 'presetChecked'],
    usage: [['preset <init|check> <dir>', "start a team's standard, or say whether one is sound and what it does"]],
    examples: ['preset init ../acme-ml', 'preset check ../acme-ml'],
    options: {},
    flags: ['json', ...flagsOfAll],
    load: async () => (await import('./preset.ts')).preset,
  },
  completion: {
    summary: 'Completion of commands, options and their values for a shell.',
    prints: ['shellScript'],
    usage: [['completion <bash|zsh|fish>', "complete options and values in your shell: put what it prints into the shell's start-up file"]],
    examples: ['completion bash >> ~/.bashrc', 'completion fish >> ~/.config/fish/config.fish'],
    options: {},
    flags: ['json', ...flagsOfAll],
    load: async () => (await import('./completion.ts')).completion,
  },
  check: {
    summary: 'Whether projects are as their standard wants them: offline, by what they remember.',
    prints: ['checked'],
    usage: [['check [dir...]', 'whether projects are as their standard wants them']],
    examples: ['check', 'check services/* --html state.html', 'check --render --json'],
    options: {
      html: { kind: 'file', help: 'Write the state of all of them as one page', question: 'Into which file?', placeholder: '<file>' },
    },
    flags: ['render', 'latest', 'json', ...flagsOfAll],
    load: async () => (await import('./check.ts')).check,
  },
  update: {
    summary: 'Brings projects to this version of the generator, or to other answers; what you wrote is kept.',
    prints: ['updated'],
    usage: [
      ['update [dir...]', 'bring projects to this version, your edits kept'],
      ['update --continue|--abort', 'finish an update with conflicts, or give it up'],
    ],
    examples: ['update --dry-run', 'update --answers answers.yaml', 'update --continue'],
    options: {},
    flags: ['answers', 'continue', 'abort', 'dry-run', 'json', ...flagsOfAll],
    load: async () => (await import('./update.ts')).update,
  },
  level: {
    summary: 'Raises the project you are in to a higher MLOps level; what you wrote is kept.',
    prints: ['updated'],
    usage: [['level <n>', 'raise the project you are in to a higher MLOps level']],
    examples: ['level 1', 'level 1 --dry-run'],
    options: {},
    flags: ['dry-run', 'json', ...flagsOfAll],
    load: async () => (await import('./level.ts')).level,
  },
} as const satisfies Readonly<Record<string, CommandDefinition>>;

export type Command = 'add' | 'remove';

const words: readonly string[] = Object.keys(commands);

export const commandNamed = (word: string | undefined): CommandDefinition | undefined =>
  word !== undefined && Object.hasOwn(commands, word) ? (commands as Readonly<Record<string, CommandDefinition>>)[word] : undefined;

/** Refuses a word that was hardly meant as a project's directory: a command with a letter off. */
export function refuseStrayWord(word: string): void {
  const asFolder = `A folder of that name is written \`./${word}\`.`;
  const meant = words.find((known) => known.length > 3 && distance(known, word) === 1);
  if (meant !== undefined) throw usageError(`There is no command \`${word}\`. Did you mean ${meant}?`, asFolder);
}

/** The error for the word after `add` or `remove` that is none of the parts. */
export const unknownPart = (word: string, parts: readonly string[]): Error =>
  usageError(`There is no part ${JSON.stringify(word)}; there are ${parts.join(', ')}.${didYouMean(word, parts)}`);

/** The error for words after what should have been the one directory of a project. */
export const tooManyWords = (directory: string, next: string): Error =>
  usageError(
    `${JSON.stringify(directory)} is not a command, and a project has one directory; ${JSON.stringify(next)} is too much.${didYouMean(directory, words)}`,
    'See --help.',
  );
