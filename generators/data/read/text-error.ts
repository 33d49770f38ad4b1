import { CliError, exitCode, usageError } from '../../core/errors.ts';
import type { TextFault } from './text-fault.ts';

/** What breaks a text as a table, in the user's words. */
export function textError(path: string, fault: TextFault): Error {
  const { line } = fault;
  switch (fault.kind) {
    case 'ragged':
      return ragged(path, fault);
    case 'unclosed':
      return badRow(
        `A quote that opens in line ${line} of ${path} is never closed.`,
        'Close it, or double a quote that belongs to the value.',
      );
    case 'undoubled':
      return badRow(
        `A quote inside a quoted value in line ${line} of ${path} is not doubled.`,
        'Write "" for a quote that belongs to the value.',
      );
    case 'header':
      return badRow(`Line ${line} of ${path} is the header once more.`, 'Remove it and any other such line.');
    case 'above':
      return badRow(`Line 1 of ${path} is not like the table below: ${fault.about}.`, 'Remove the lines above the header.');
    case 'odd header':
      return usageError(
        `Line ${line} of ${path}, the header, names ${fault.columns} columns, but the rows below have ${fault.values} values.`,
        'Give each value a name, and no name without values.',
      );
    case 'second header':
      return badRow(
        `Line ${line} of ${path} looks like a second line of the header: ${fault.about}.`,
        'Write the names in one line.',
        'Or join both lines, and set rows that do not fit aside',
      );
    case 'endless':
      return usageError(`The record in line ${line} of ${path} is longer than 16 MB.`, 'Is a quote open there, or is this no table?');
    case 'nul':
      return usageError(
        `Line ${line} of ${path} holds NUL bytes, which no text has.`,
        'Export the table again as UTF-8 text; the file may be damaged or binary.',
      );
  }
}

function ragged(path: string, { line, values, columns }: TextFault): Error {
  const hint =
    values > columns ? 'Put values that hold the delimiter in quotes.' : 'Fill the missing values in, empty ones too, or remove the line.';
  return badRow(
    `Line ${line} of ${path} has ${values} ${values === 1 ? 'value' : 'values'}, but the header names ${columns} columns.`,
    hint,
  );
}

/** An error of single rows: the table can be read without them. */
const badRow = (message: string, hint: string, why = 'Or set such rows aside, counted and kept in a file'): CliError =>
  new CliError(message, { exit: exitCode.usage, hint, retry: { why, words: ['--bad-rows', 'aside'] } });
