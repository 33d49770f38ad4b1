import { writeSync } from 'node:fs';
import { styleText } from 'node:util';
import { wrapAnsi } from 'fast-wrap-ansi';
import { exitCode } from '../core/errors.ts';

/** Whether the terminal that is talked to can move its cursor and colour its text. */
export const lively = (): boolean => process.stderr.isTTY === true && process.env['TERM'] !== 'dumb';

let coloured: boolean | undefined;

/** Colours follow standard error, where all talk goes; NO_COLOR turns them off. */
function style(name: 'blue' | 'bold' | 'dim' | 'cyan' | 'green' | 'red' | 'yellow'): (text: string) => string {
  return (text) => {
    coloured ??= (process.env['NO_COLOR'] ?? '') === '' && lively();
    return coloured ? styleText(name, text, { validateStream: false }) : text;
  };
}

export const colors = {
  blue: style('blue'),
  bold: style('bold'),
  dim: style('dim'),
  cyan: style('cyan'),
  green: style('green'),
  red: style('red'),
  yellow: style('yellow'),
};

export const say = (text = ''): void => void process.stderr.write(`${text}\n`);

/** The stream of results, from where it was needed on; the console of Windows wants to be told in its own way. */
let stream = process.platform === 'win32' ? streamOfResults() : undefined;

/** Writes a result. The stream is made only for a reader who is slow, for making it takes as long as all else that help does. */
export function print(text: string): void {
  let rest = Buffer.from(text.endsWith('\n') ? text : `${text}\n`);
  try {
    while (stream === undefined && rest.length > 0) rest = rest.subarray(writeSync(1, rest));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') stop(error as NodeJS.ErrnoException);
    // What comes later must wait behind what is left here.
    stream = streamOfResults();
  }
  if (rest.length > 0) stream!.write(rest);
}

function streamOfResults(): NodeJS.WritableStream {
  return process.stdout.on('error', stop);
}

function stop(error: NodeJS.ErrnoException): never {
  // Nobody reads any more, as in `create-ml-project --help | head -1`.
  if (error.code === 'EPIPE') process.exit(exitCode.done);
  say(`${colors.red('error')} The result could not be written: ${error.message}`);
  process.exit(exitCode.environment);
}

export const size = (): { readonly columns: number; readonly rows: number } => ({
  columns: process.stderr.columns || 80,
  rows: process.stderr.rows || 24,
});

/** Sentences for a person at a terminal break between words; a log, and a command that will be copied, keep their lines. */
export const sentence = (text: string, indent = ''): string =>
  process.stderr.isTTY === true
    ? text
        .split('\n')
        .flatMap((line) => wrapped(line, size().columns - indent.length))
        .join(`\n${indent}`)
    : text;

/** The blanks at a break go with it; codes of colour may stand around them. */
const wrapped = (line: string, width: number): string[] =>
  wrapAnsi(line, width, { hard: false, trim: false })
    .replaceAll(/ *((?:\u001B\[\d+m)*\n(?:\u001B\[\d+m)*) */g, '$1')
    .split('\n');

/** Data and paths from outside must not move the cursor or colour the screen. */
export const printable = (text: string): string =>
  text.replaceAll(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu, (character) => (character === '\n' || character === '\t' ? character : '\uFFFD'));

/** A sentence that a person should not miss. */
export const warning = (text: string, indent = ''): string => `${indent}${colors.yellow('!')} ${sentence(printable(text), `${indent}  `)}`;
