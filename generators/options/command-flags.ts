/** What every command takes beside its own options. */
export interface CommandFlag {
  readonly help: string;
  readonly short?: string;
  /** Stands for the value in help; absent for a switch. */
  readonly placeholder?: string;
  readonly choices?: readonly string[];
  /** The command that it belongs to, if it means nothing to making a project. */
  readonly of?: string;
}

export const conflictModes = ['ask', 'abort', 'skip', 'overwrite'] as const;
export type ConflictMode = (typeof conflictModes)[number];

export const commandFlags = {
  yes: { short: 'y', help: 'Ask nothing: what is not given keeps its default' },
  answers: { placeholder: '<file|->', help: 'Take answers from a YAML or JSON file, - for standard input; flags win' },
  preset: { placeholder: '<source>', help: "Follow a team's standard: a folder, a .tgz, npm:<package>@<version> or git+<url>#<commit>" },
  'print-answers': { help: 'Print all answers as such a file and write nothing' },
  run: { help: 'Then install the environment, run the pipeline and show the metrics' },
  'dry-run': { help: 'List what would be written and write nothing' },
  json: { help: 'One JSON document on standard output' },
  'on-conflict': { placeholder: '<mode>', choices: conflictModes, help: 'What to do about files that are there already and differ' },
  'no-git': { help: 'Make no git repository and no commit' },
  continue: { of: 'update', help: 'Finish an update whose conflicts are resolved' },
  abort: { of: 'update', help: 'Give an unfinished update up: every file as it was before' },
  render: { of: 'check', help: 'Render the project anew and compare: whether its lock is true' },
  latest: { of: 'check', help: 'Say too what has become outdated' },
  debug: { help: 'Show the stack trace of an error' },
  help: { short: 'h', help: 'Show this help; with --json, one JSON Schema of options and output' },
  version: { short: 'v', help: 'Show the version' },
} as const satisfies Record<string, CommandFlag>;

export type CommandFlagName = keyof typeof commandFlags;
