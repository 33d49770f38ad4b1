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

/** The command line from its words to its exit code. */
export async function main(): Promise<void> {
  handleSignals();
  try {
    process.exitCode = await dispatch(argv);
  } catch (error) {
    undoAll();
    process.exitCode = report(error);
  }
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
