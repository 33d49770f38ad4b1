#!/usr/bin/env node
import './always.ts';
import { handleSignals, undoAll } from '../core/cleanup.ts';
import { CliError, errorRecord, type ErrorRecord, exitCode } from '../core/errors.ts';
import { ownCommand } from '../core/own-command.ts';
import { shellWord } from '../core/shell-word.ts';
import { asUserError } from '../core/system-error.ts';
import { colors, print, printable, say, sentence } from '../terminal/output.ts';
import { dispatch } from './dispatch.ts';

/** Words of the command line that are needed before, and whatever comes of, parsing it. */
const argv = process.argv.slice(2);
const debug = argv.includes('--debug');
const json = argv.includes('--json');

handleSignals();
// Nobody reads any more, as in `create-ml-project --help | head -1`.
process.stdout.on('error', () => process.exit(exitCode.done));

try {
  checkNode();
  process.exitCode = await dispatch(argv);
} catch (error) {
  undoAll();
  process.exitCode = report(error);
}

function checkNode(): void {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 17)) return;
  throw new CliError(`Node.js ${process.versions.node} is too old: create-ml-project needs 20.17 or newer.`, {
    exit: exitCode.environment,
    hint: 'See https://nodejs.org',
  });
}

function report(thrown: unknown): number {
  if ((thrown as Error).name === 'ExitPromptError') {
    const message = 'Cancelled; nothing was written.';
    say(message);
    return told({ code: 'interrupted', message, hint: null, exit: exitCode.interrupted });
  }
  const error = asUserError(thrown, 'The command');
  const known = error instanceof CliError ? error : undefined;
  const message = known?.message ?? `Unexpected: ${(error as Error)?.message ?? String(error)}`;
  const hint =
    known === undefined
      ? 'This is a mistake in create-ml-project; --debug shows where.'
      : [known.hint, again(known)].filter(Boolean).join('\n') || undefined;
  const exit = known?.exit ?? exitCode.environment;
  say(sentence(`${colors.red('error')} ${printable(message)}`));
  if (hint !== undefined) say(printable(hint));
  if (debug) say((thrown as Error)?.stack ?? '');
  return told({ ...errorRecord({ message, hint, exit }), ...(known === undefined ? { code: 'unexpected' } : {}) });
}

/** The same command with the words by which it would do. */
function again({ retry }: CliError): string | undefined {
  if (retry === undefined) return undefined;
  const words = [...argv, ...retry.words].map((word) => (/^--?[a-z-]+$/.test(word) ? word : shellWord(word)));
  return `${retry.why}:\n  ${[ownCommand(), ...words].join(' ')}`;
}

function told(error: ErrorRecord): number {
  if (json) print(JSON.stringify({ error }, null, 2));
  return error.exit;
}
