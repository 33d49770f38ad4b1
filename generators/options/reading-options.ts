import { encodingNamed, encodingNames } from '../data/encodings.ts';
import type { OptionDefinition } from './define.ts';
import { didYouMean } from './nearest.ts';

const encodingProblem = (name: string): string | undefined =>
  encodingNamed(name) === undefined
    ? `${JSON.stringify(name)} is no encoding that is known.${didYouMean(name, encodingNames)} There are ${encodingNames.join(', ')}`
    : undefined;

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
} as const satisfies Record<string, OptionDefinition>;
