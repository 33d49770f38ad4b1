import { createPromptModule } from 'inquirer';
import { clearLine, type Key, moveCursor } from 'node:readline';
import { colors, printable, say } from './output.ts';

/** Says that the person pressed Esc: back to the question before. */
export const back = Symbol('back');

export interface Entry {
  readonly name: string;
  readonly value: string;
  readonly description?: string;
}

/** A question in the words of inquirer. */
export type Question =
  | { readonly type: 'input'; readonly message: string; readonly default?: string; readonly validate: (value: string) => true | string }
  | {
      readonly type: 'select';
      readonly message: string;
      readonly default?: string;
      readonly choices: readonly Entry[];
      readonly pageSize?: number;
      readonly loop?: boolean;
    }
  | {
      readonly type: 'search';
      readonly message: string;
      readonly source: (term: string | undefined) => readonly Entry[];
      readonly validate: (value: string) => Promise<true | string>;
      readonly pageSize?: number;
    };

// A question that was left by Esc must not stay on the screen; one that was answered is written anew in one line.
const prompt = createPromptModule({ output: process.stderr, clearPromptOnDone: true });

/** Asks one question on standard error; Ctrl-C throws inquirer's ExitPromptError. */
export async function askOne(question: Question & { readonly silent?: boolean }): Promise<string | typeof back> {
  const asked = prompt([{ ...question, name: 'answer' }] as never) as unknown as Promise<{ answer: string }> & {
    ui: { close: () => void };
  };
  let left = false;
  const onKey = (_: string | undefined, key: Key | undefined): void => {
    if (key?.name !== 'escape') return;
    left = true;
    asked.ui.close();
  };
  process.stdin.on('keypress', onKey);
  try {
    const { answer } = await asked;
    const chosen = 'choices' in question ? (question.choices.find(({ value }) => value === answer)?.name ?? answer) : answer;
    if (!question.silent) say(`${colors.green('✔')} ${question.message} ${colors.cyan(printable(chosen))}`);
    return answer;
  } catch (error) {
    if (left) return back;
    throw error;
  } finally {
    process.stdin.off('keypress', onKey);
  }
}

/** Takes the line of the last answer off the screen. */
export function unsay(): void {
  moveCursor(process.stderr, 0, -1);
  clearLine(process.stderr, 0);
}
