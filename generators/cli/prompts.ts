import type { Collision } from '../core/apply.ts';
import { CliError } from '../core/errors.ts';
import { prepare, type Prepared, readTable, type ReadTable, withData } from '../app/prepare.ts';
import type { Surroundings } from '../options/define.ts';
import { unasked } from '../options/missing.ts';
import { definitionOf, type OptionName, optionNames } from '../options/schema.ts';
import { type Given, settle } from '../options/settle.ts';
import { askOne, back, type Entry, unsay } from './ask.ts';
import { colors, printable, say } from './output.ts';
import { questionOf } from './questions.ts';

/** A conversation: what was said so far, and the data as soon as its file is known. */
class Conversation {
  readonly given: Partial<Record<OptionName, string>>;
  private readonly outside: Surroundings;
  private table: { readonly key: string; readonly read: ReadTable } | undefined;

  constructor(given: Given, outside: Surroundings) {
    this.given = { ...given };
    this.outside = outside;
  }

  /** The data that the answers name, read once. */
  async read(): Promise<ReadTable> {
    const key = JSON.stringify([this.given.data ?? '', this.given.data ? '' : this.given.task]);
    if (this.table?.key !== key) this.table = { key, read: await readTable(this.given) };
    return this.table.read;
  }

  private around(): Surroundings {
    return this.table === undefined ? this.outside : withData(this.outside, this.table.read);
  }

  /** What holds now, said or by default; problems of single answers were refused when they were given. */
  answers(): ReturnType<typeof settle>['answers'] {
    return settle(this.given, this.around()).answers;
  }

  async prepare(): Promise<Prepared> {
    return prepare(this.given, this.outside, await this.read());
  }

  /** Asks one option; false if the person wants to go back. */
  async ask(name: OptionName): Promise<boolean> {
    const { [name]: before, ...others } = this.given;
    const answers = settle(others, this.around()).answers;
    const current = before ?? answers[name];
    const question = questionOf(definitionOf(name), current === null || current === undefined ? '' : String(current), {
      answers,
      around: this.around(),
      check: (value) => this.problem(name, value),
    });
    const said = await askOne(question);
    if (said === back) return false;
    this.given[name] = said;
    this.forgetWhatNoLongerApplies(name);
    return true;
  }

  /** Options that need an answer now: those without a default that an earlier answer has made necessary. */
  open(): readonly OptionName[] {
    return settle(this.given, this.around()).missing.filter((name) => name !== 'target');
  }

  /** Options whose default the data speak against, with what they show said. */
  async doubtful(): Promise<readonly OptionName[]> {
    await this.read();
    const answers = this.answers();
    return optionNames.filter((name) => {
      const doubts = this.given[name] === undefined ? (definitionOf(name).doubts?.(answers, this.around()) ?? []) : [];
      for (const doubt of doubts) say(`${colors.yellow('!')} ${printable(doubt)}`);
      return doubts.length > 0;
    });
  }

  private forgetWhatNoLongerApplies(changed: OptionName): void {
    if (changed === 'data' && this.given.target !== undefined && !(this.around().columns ?? []).includes(this.given.target))
      delete this.given.target;
    for (const name of optionNames) {
      if (definitionOf(name).applies?.(this.given) === false || (changed === 'remote' && name === 'remote-url')) delete this.given[name];
    }
  }

  /** Tries an answer on the data itself. */
  private async problem(name: OptionName, value: string): Promise<string | undefined> {
    const before = this.given[name];
    this.given[name] = value;
    try {
      if (name === 'data') await this.read();
      if (name === 'target') await this.prepare();
      return undefined;
    } catch (error) {
      if (!(error instanceof CliError)) throw error;
      return printable(error.message);
    } finally {
      if (before === undefined) delete this.given[name];
      else this.given[name] = before;
    }
  }
}

/** What a conversation ends with. */
export interface Agreed extends Prepared {
  readonly given: Given;
  /** Whether the project is to be run at once. */
  readonly run: boolean;
}

/** The few questions that matter, Esc going back, then a review in which every option can be changed. */
export async function ask(given: Given, around: Surroundings): Promise<Agreed> {
  settle(given, around);
  const conversation = new Conversation(given, around);
  const questions = [...unasked(given, around)];
  if (!questions.includes('data')) await conversation.read();
  if (questions.length > 0) say(colors.dim('Enter takes what is shown, Esc goes back, Ctrl-C ends without writing anything.'));
  // Which were asked, for Esc; the sample data sets have one target each, so that is not.
  const asked: number[] = [];
  for (let index = 0; ; ) {
    if (index === questions.length) questions.push(...(await conversation.doubtful()));
    const name = questions[index];
    if (name === undefined) break;
    if (name === 'target' && !conversation.given.data) index += 1;
    else if (await conversation.ask(name)) asked.push(index++);
    else {
      if (asked.length > 0) unsay();
      index = asked.pop() ?? index;
    }
  }
  return review(conversation);
}

const make = 'make';
const makeAndRun = 'run';
const cancel = 'cancel';

async function review(conversation: Conversation): Promise<Agreed> {
  await conversation.read();
  for (;;) {
    const chosen = await askOne({
      type: 'select',
      message: 'Make this project?',
      choices: reviewed(conversation),
      default: make,
      pageSize: 16,
      loop: false,
      silent: true,
    });
    if (chosen === cancel) throw Object.assign(new Error('cancelled'), { name: 'ExitPromptError' });
    if (chosen === back) continue;
    if (chosen !== make && chosen !== makeAndRun) {
      await conversation.ask(chosen as OptionName);
      for (const name of conversation.open()) await conversation.ask(name);
      continue;
    }
    try {
      return { ...(await conversation.prepare()), given: conversation.given, run: chosen === makeAndRun };
    } catch (error) {
      if (!(error instanceof CliError)) throw error;
      say(`${colors.red('✖')} ${printable(error.message)}`);
    }
  }
}

function reviewed(conversation: Conversation): Entry[] {
  const answers = conversation.answers();
  const shown = optionNames.filter((name) => definitionOf(name).applies?.(answers) !== false);
  const width = Math.max(...shown.map((name) => name.length));
  const rows = shown.map((name) => ({
    value: name,
    name: `${name.padEnd(width)}  ${printable(String(answers[name] ?? '–'))}`,
    description: definitionOf(name).help,
  }));
  return [
    { value: make, name: colors.green('Yes, make it') },
    { value: makeAndRun, name: colors.green('Yes, make it, install its environment and run its pipeline') },
    ...rows,
    { value: cancel, name: 'No, write nothing' },
  ];
}

export async function askAboutCollision({ path }: Collision): Promise<'skip' | 'overwrite'> {
  for (;;) {
    const choices = [
      { value: 'skip', name: 'keep mine' },
      { value: 'overwrite', name: "replace it with the project's" },
    ];
    const said = await askOne({ type: 'select', message: `${path} is there already and differs.`, choices });
    if (said === 'skip' || said === 'overwrite') return said;
  }
}
