import type { OptionDefinition, SoFar, Context } from './define.ts';
import { lineUpTo } from './values.ts';

/** A line for the project's documents, which a person fills in there later if not now. */
const statement = (help: string, question: string, known: (context: Context) => string | undefined = () => undefined) =>
  ({
    kind: 'text',
    help,
    question,
    placeholder: '<text>',
    initialText: 'Not stated yet',
    problem: lineUpTo(300),
    initial: (_: SoFar, context: Context) => known(context) ?? 'Not stated yet',
  }) as const satisfies OptionDefinition;

/** What the documents say of the project's purpose and data; the schema's last options. */
export const documentOptions = {
  decision: statement('What people do differently because of a prediction', 'Which decision do the predictions serve?'),
  goal: statement('What the project is to achieve, in the terms of the business', 'What is the goal, in the terms of the business?'),
  latency: statement('How fast one prediction must be', 'How fast must one prediction be?'),
  throughput: statement('How many predictions are needed in which time', 'How many predictions are needed, in which time?'),
  resources: statement('People, machines and money that are there for it', 'Which people, machines and money are there?'),
  timeline: statement('By when what is expected', 'By when is what expected?'),
  'data-owner': statement('Who answers questions about the data', 'Who answers questions about the data?'),
  'data-origin': statement(
    'The system or survey that the data come from',
    'Which system or survey do the data come from?',
    ({ sample }) => sample?.origin,
  ),
  'data-period': statement('The time that the rows describe', 'Which time do the rows describe?'),
  'data-license': statement(
    'The licence or legal basis of using the data',
    'Under which licence or legal basis are the data used?',
    ({ sample }) => sample?.licence,
  ),
} as const satisfies Record<string, OptionDefinition>;
