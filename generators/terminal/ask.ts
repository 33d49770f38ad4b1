import stringWidth from 'fast-string-width';
import { createPromptModule } from 'inquirer';
import { clearLine, type Key, moveCursor } from 'node:readline';
import { colors, lively, printable, say, sentence, size } from './output.ts';

/** Says that the person pressed Esc: back to the question before. */
export const back = Symbol('back');

export interface Entry {
  readonly name: string;
  readonly value: string;
  readonly description?: string;
  /** What stands behind the question once it is chosen, in place of its name. */
  readonly short?: string;
  /** Why it cannot be chosen; it is shown all the same. */
  readonly disabled?: string;
}

/** A line between the choices. */
export interface Rule {
  readonly type: 'separator';
  readonly separator: string;
}

interface Asked {
  readonly message: string;
  /** What should be known before answering, as lines above the question. */
  readonly before?: readonly string[];
  /** What is wrong with an answer that was given, or undefined. */
  readonly check?: (value: string) => Promise<string | undefined>;
  /** Leaves no line on the screen. */
  readonly silent?: boolean;
}

export interface InputQuestion extends Asked {
  readonly type: 'input';
  readonly default: string;
}

export interface SelectQuestion extends Asked {
  readonly type: 'select';
  readonly default?: string;
  readonly choices: readonly (Entry | Rule)[];
}

export interface SearchQuestion extends Asked {
  readonly type: 'search';
  readonly default?: string;
  readonly source: (term: string) => readonly Entry[];
}

/** A question in the words of inquirer. */
export type Question = InputQuestion | SelectQuestion | SearchQuestion;

export const isEntry = (choice: Entry | Rule): choice is Entry => !('type' in choice);

// A question that was left by Esc must not stay on the screen; one that was answered is written anew in one line.
const prompt = createPromptModule({ output: process.stderr, clearPromptOnDone: true });

/** Asks one question on standard error until its answer holds; Ctrl-C throws inquirer's ExitPromptError. */
export async function askOne(question: Question): Promise<string | typeof back> {
  if (!lively()) return (await import('./ask-plainly.ts')).askPlainly(question);
  let refused: Refused | undefined;
  for (;;) {
    const answer = await askOnce(question, refused);
    if (answer === back) return back;
    // A text is checked while it can still be edited.
    const problem = question.type === 'input' ? undefined : await question.check?.(answer.value);
    if (problem === undefined) {
      if (question.silent !== true) tell(`${colors.green('✔')} ${question.message} ${colors.cyan(printable(answer.shown))}`);
      return answer.value;
    }
    refused = { ...answer, problem };
  }
}

interface Answer {
  readonly value: string;
  readonly shown: string;
  /** What had been typed to find it. */
  readonly term: string;
}

interface Refused extends Answer {
  readonly problem: string;
}

async function askOnce(question: Question, refused: Refused | undefined): Promise<Answer | typeof back> {
  let term = '';
  const pasted = pastedEnter();
  let offered: readonly (Entry | Rule)[] = question.type === 'select' ? question.choices : [];
  const above = [...(question.before ?? []), ...(refused === undefined ? [] : [`${colors.red('✖')} ${printable(refused.problem)}`])].map(
    (line) => `${line}\n`,
  );
  const asked = prompt([
    {
      type: question.type,
      name: 'answer',
      message: sentence(question.message, '  '),
      default: refused !== undefined && question.type !== 'input' ? refused.value : question.default,
      loop: false,
      pageSize: pageSize(),
      ...(question.type === 'input'
        ? { validate: async (typed: string) => (await question.check?.(typed.trim())) ?? true }
        : { choices: offered.map(fitting) }),
      ...(question.type === 'search'
        ? {
            initialValue: refused?.term,
            source: async (typed: string | undefined) => {
              offered = question.source((term = typed ?? ''));
              pasted.found();
              return offered.map(fitting);
            },
          }
        : {}),
      theme: themeOf(question, above.join('')),
    },
  ] as never) as unknown as Promise<{ answer: string }> & { ui: { close: () => void } };
  let left = false;
  const onKey = (_: string | undefined, key: Key | undefined): void => {
    pasted.pressed(key?.name);
    if (key?.name !== 'escape') return;
    left = true;
    asked.ui.close();
  };
  process.stdin.on('keypress', onKey);
  try {
    const { answer } = await asked;
    const value = question.type === 'input' ? answer.trim() : answer;
    const chosen = offered.filter(isEntry).find((entry) => entry.value === answer);
    return { value, shown: chosen?.short ?? chosen?.name ?? value, term };
  } catch (error) {
    if (left) return back;
    throw error;
  } finally {
    process.stdin.off('keypress', onKey);
  }
}

/**
 * A text that is pasted with its line's end brings Enter before the list has been searched for it, and inquirer drops that Enter: it is
 * pressed again once the list is there. Any other key takes it back.
 */
function pastedEnter(): { readonly pressed: (key: string | undefined) => void; readonly found: () => void } {
  let searching = false;
  let early = false;
  return {
    pressed: (key) => {
      const enter = key === 'return' || key === 'enter';
      early = enter && searching;
      searching ||= !enter && key !== 'up' && key !== 'down';
    },
    found: () =>
      void setTimeout(() => {
        searching = false;
        if (!early) return;
        early = false;
        process.stdin.emit('keypress', '\r', { name: 'return', sequence: '\r', ctrl: false, meta: false, shift: false });
      }),
  };
}

/** Inquirer breaks a long line anywhere: this one has its breaks between words already. */
function fitting(choice: Entry | Rule): Entry | Rule {
  if (!isEntry(choice)) return choice;
  const { name, description, disabled } = choice;
  return {
    ...choice,
    name: sentence(disabled === undefined ? name : `${name} ${disabled}`, '  '),
    ...(description === undefined ? {} : { description: sentence(description) }),
    ...(disabled === undefined ? {} : { disabled: ' ' }),
  };
}

/** What belongs above the question is a part of it, so that it goes when the question does. */
const themeOf = ({ type }: Question, above: string): object => ({
  prefix: { idle: above + colors.blue('?'), done: colors.green('✔') },
  style: {
    keysHelpTip: (keys: readonly (readonly [string, string])[]) =>
      [...keys, ...(type === 'search' ? [['type', 'to filter']] : []), ['esc', 'back']]
        .map(([key, does]) => `${colors.bold(key!)} ${colors.dim(does!)}`)
        .join(colors.dim(' · ')),
  },
});

/** As many choices as fit under the question, with what is said of the chosen one and of the keys. */
export const pageSize = (): number => Math.max(3, Math.min(16, size().rows - 7));

/** How many rows of the screen each answered question takes, for `unsay`. */
const told: number[] = [];

function tell(text: string): void {
  const lines = sentence(text, '  ').split('\n');
  for (const line of lines) say(line);
  told.push(lines.reduce((rows, line) => rows + Math.ceil(Math.max(1, stringWidth(line)) / size().columns), 0));
}

/** Takes what the last answer left off the screen. */
export function eraseLine(): void {
  for (let row = told.pop() ?? 0; row > 0; row--) {
    moveCursor(process.stderr, 0, -1);
    clearLine(process.stderr, 0);
  }
}
