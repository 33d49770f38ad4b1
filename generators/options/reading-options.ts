import { encodingNamed, encodingNames } from '../data/read/encodings.ts';
import type { Reading } from '../data/read/reading.ts';
import type { OptionDefinition, SoFar } from './define.ts';
import { didYouMean } from '../core/nearest.ts';

const encodingProblem = (name: string): string | undefined =>
  encodingNamed(name) === undefined
    ? `${JSON.stringify(name)} is no encoding that is known.${didYouMean(name, encodingNames)} There are ${encodingNames.join(', ')}`
    : undefined;

const openReading =
  (option: string): NonNullable<OptionDefinition['doubts']> =>
  (_, { openReadings }) =>
    openReadings?.[option] ?? [];

/** What answers say of how the file is read. */
export const readingOf = (said: SoFar): Reading => {
  const word = (name: keyof typeof readingOptions): string | undefined =>
    said[name] === null || said[name] === undefined ? undefined : String(said[name]);
  return {
    encoding: word('encoding'),
    sheet: word('sheet'),
    badRows: word('bad-rows'),
    dateOrder: word('date-order'),
    decimalMark: word('decimal-mark'),
    naWords: word('na-words'),
  };
};

/** How the file of data is read, where that is not found out. */
export const readingOptions = {
  encoding: {
    kind: 'text',
    optional: true,
    help: 'How the text of that file is encoded, such as cp1251',
    question: 'How is its text encoded?',
    placeholder: '<name>',
    applies: ({ data }) => data !== null,
    initial: () => null,
    initialText: 'found out',
    problem: encodingProblem,
  },
  sheet: {
    kind: 'text',
    optional: true,
    help: 'The sheet of an Excel workbook',
    question: 'Which sheet of the workbook is it?',
    placeholder: '<name>',
    applies: ({ data }) => data !== null,
    initial: () => null,
    initialText: 'the only one that is filled',
  },
  'bad-rows': {
    kind: 'choice',
    help: 'What becomes of rows of a text file that do not fit: the first stops the work, or all are set aside and counted',
    question: 'What becomes of rows that do not fit?',
    choices: [
      { value: 'refuse', label: 'the first one stops the work' },
      { value: 'aside', label: 'they are set aside, counted and kept in a file' },
    ],
    initial: () => 'refuse',
  },
  'date-order': {
    kind: 'choice',
    help: 'How dates such as 01/02/2021 are read where nothing in the data decides',
    question: 'What stands first in these dates?',
    choices: [
      { value: 'auto', label: 'as found, see above' },
      { value: 'day-first', label: 'the day: 01/02/2021 is in February' },
      { value: 'month-first', label: 'the month: 01/02/2021 is in January' },
    ],
    initial: () => 'auto',
    doubts: openReading('date-order'),
  },
  'decimal-mark': {
    kind: 'choice',
    help: 'How numbers such as 1.074 are read where nothing in the data decides',
    question: 'What stands before a fraction in these numbers?',
    choices: [
      { value: 'auto', label: 'as found, see above' },
      { value: 'point', label: 'a point: 1.5 is one and a half' },
      { value: 'comma', label: 'a comma: 1,5 is one and a half' },
    ],
    initial: () => 'auto',
    doubts: openReading('decimal-mark'),
  },
  'na-words': {
    kind: 'choice',
    help: 'What words such as NA and Null are among other words where nothing in the data decides',
    question: 'What are these words?',
    choices: [
      { value: 'auto', label: 'as found, see above' },
      { value: 'missing', label: 'no value' },
      { value: 'values', label: 'values like the others: codes or names' },
    ],
    initial: () => 'auto',
    doubts: openReading('na-words'),
  },
} as const satisfies Record<string, OptionDefinition>;
