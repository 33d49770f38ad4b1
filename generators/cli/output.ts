import pc from 'picocolors';

/** Colours follow standard error, where all talk goes; NO_COLOR turns them off. */
export const colors = pc.createColors(
  process.env['NO_COLOR'] === undefined || process.env['NO_COLOR'] === ''
    ? process.stderr.isTTY === true && process.env['TERM'] !== 'dumb'
    : false,
);

export const say = (text = ''): void => void process.stderr.write(`${text}\n`);
export const print = (text: string): void => void process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);

/** Data and paths from outside must not move the cursor or colour the screen. */
export const printable = (text: string): string =>
  text.replaceAll(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu, (character) => (character === '\n' || character === '\t' ? character : '\uFFFD'));
