#!/usr/bin/env node
import { handleSignals, undoAll } from '../core/cleanup.ts';
import { CliError, exitCode } from '../core/errors.ts';
import { serializers } from '../core/serializers.ts';
import { asUserError } from '../core/system-error.ts';
import { colors, print, printable, say, sentence } from './output.ts';
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
    say('Cancelled; nothing was written.');
    return exitCode.interrupted;
  }
  const error = asUserError(thrown, 'The command');
  const known = error instanceof CliError;
  const message = known ? error.message : `Unexpected: ${(error as Error)?.message ?? String(error)}`;
  const { retry } = known ? error : { retry: undefined };
  const again = retry && `${retry.why}:\n  create-ml-project ${[...argv, ...retry.words].map((word) => (/^--?[a-z-]+$/.test(word) ? word : serializers.shell(word))).join(' ')}`;
  const hint = known ? [error.hint, again].filter(Boolean).join('\n') || undefined : 'This is a mistake in create-ml-project; --debug shows where.';
  const exit = known ? error.exit : exitCode.environment;
  say(sentence(`${colors.red('error')} ${printable(message)}`));
  if (hint !== undefined) say(printable(hint));
  if (debug) say((thrown as Error)?.stack ?? '');
  if (json) print(JSON.stringify({ error: { message, hint: hint ?? null, exit } }, null, 2));
  return exit;
}
