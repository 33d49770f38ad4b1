import { CliError } from '../core/errors.ts';
import { collisionsOf } from '../apply/apply.ts';
import type { Prepared } from '../app/prepare.ts';
import { definitionOf, type OptionName, optionNames } from '../options/schema.ts';
import { oneLine } from '../options/values.ts';
import { askOne, back, type Entry, type Rule } from '../terminal/ask.ts';
import type { Conversation } from './conversation.ts';
import { colors, printable, say, sentence, size, warning } from '../terminal/output.ts';
import { folderLines } from './planned.ts';
import { grouped } from '../data/tally/count.ts';
import type { Agreed, Preview } from './agreed.ts';

/** What can be done here beside changing an answer; no option is called so. */
const actions = {
  make: 'make it',
  run: 'make and run',
  cancel: 'make nothing',
  files: 'show files',
  findings: 'show findings',
  command: 'show command',
} as const;

/** Shows what holds, the found values too, until it is made, left, or gone back from. */
export async function review(conversation: Conversation, preview: Preview, canGoBack: boolean): Promise<Agreed | typeof back> {
  for (;;) {
    const state = await stateOf(conversation, preview);
    const chosen = await askOne({
      type: 'select',
      message: 'Make this project? Choose an answer to change it.',
      before:
        'problem' in state
          ? [warning(state.problem)]
          : [summary(state.prepared), ...(state.conflicts > 0 ? [warning(differing(state.conflicts))] : [])],
      choices: rows(conversation, state),
      default: actions.make,
      silent: true,
    });
    if (chosen === back) {
      if (canGoBack) return back;
      continue;
    }
    if (chosen === actions.cancel) throw Object.assign(new Error('cancelled'), { name: 'ExitPromptError' });
    if (chosen === actions.command) await show([preview.command(conversation.given)]);
    else if (Object.values<string>(actions).includes(chosen)) {
      if ('problem' in state) continue;
      if (chosen === actions.make || chosen === actions.run)
        return { ...state.prepared, given: conversation.given, run: chosen === actions.run };
      await show(
        chosen === actions.findings
          ? state.prepared.table.findings.map(({ message }) => warning(message))
          : folderLines(await preview.plan(state.prepared)),
      );
    } else {
      await conversation.ask(chosen as OptionName);
      const needed = conversation.neededToRead();
      for (const name of needed === undefined ? conversation.open() : [needed]) await conversation.ask(name);
    }
  }
}

/** Stays on the screen, however long it is, until it is read. */
async function show(lines: readonly string[]): Promise<void> {
  for (const line of lines) say(line);
  await askOne({ type: 'select', message: 'Read?', choices: [{ value: '', name: 'back to the review' }], silent: true });
}

type State = { readonly prepared: Prepared; readonly conflicts: number } | { readonly problem: string };

/** The project as it would be made now, or why it cannot be. */
async function stateOf(conversation: Conversation, preview: Preview): Promise<State> {
  try {
    const prepared = await conversation.prepare();
    const { plan, target } = await preview.plan(prepared);
    return { prepared, conflicts: collisionsOf(plan.files, target).length };
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    return { problem: error.message };
  }
}

const summary = ({ answers, table }: Prepared): string =>
  sentence(`It predicts ${oneLine(answers.target)} (${table.task}) from ${grouped(table.rows)} rows and ${table.columns.length} columns.`);

const differing = (conflicts: number): string =>
  conflicts === 1
    ? 'One file is there already and differs; you will be asked.'
    : `${conflicts} files are there already and differ; you will be asked.`;

function rows(conversation: Conversation, state: State): (Entry | Rule)[] {
  const answers = conversation.answers();
  const settled: Readonly<Record<string, string | number | null>> = 'problem' in state ? {} : { ...state.prepared.answers };
  const shown = optionNames.filter((name) => definitionOf(name).applies?.(answers) !== false);
  const width = Math.max(...shown.map((name) => name.length));
  const row = (name: OptionName): Entry => {
    const answer = answers[name];
    const found = answer === 'auto' && (settled[name] ?? 'auto') !== 'auto' ? `${settled[name]} (found in the data)` : undefined;
    const standard = name === 'data' ? 'a built-in data set' : '–';
    const text = `${name.padEnd(width)}  ${printable(oneLine(String(found ?? answer ?? settled[name] ?? standard)))}`;
    return { value: name, name: text.slice(0, size().columns - 3), description: definitionOf(name).help };
  };
  const findings = 'problem' in state ? 0 : state.prepared.table.findings.length;
  return [
    { value: actions.make, name: colors.green('Yes, make it') },
    { value: actions.run, name: colors.green('Yes, make it, install its environment, run it') },
    { value: actions.cancel, name: 'No, write nothing' },
    { value: actions.files, name: 'Show the files that would be written' },
    { value: actions.command, name: 'Show the command that does the same' },
    ...(findings > 0 ? [{ value: actions.findings, name: `Show what was found in the data (${findings})` }] : []),
    { type: 'separator', separator: colors.dim('── answers ──') },
    ...shown.map(row),
  ];
}
