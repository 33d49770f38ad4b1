import { wrapAnsi } from 'fast-wrap-ansi';
import pc from 'picocolors';

/** Whether the terminal that is talked to can move its cursor and colour its text. */
export const lively = (): boolean => process.stderr.isTTY === true && process.env['TERM'] !== 'dumb';

/** Colours follow standard error, where all talk goes; NO_COLOR turns them off. */
export const colors = pc.createColors((process.env['NO_COLOR'] ?? '') === '' && lively());

export const say = (text = ''): void => void process.stderr.write(`${text}\n`);
export const print = (text: string): void => void process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);

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
