import { CliError } from '../core/errors.ts';
import { prepare, type Prepared, readTable, type ReadTable, withData } from '../app/prepare.ts';
import type { Context } from '../options/define.ts';
import { definitionOf, type OptionName, optionNames } from '../options/schema.ts';
import { readingOf } from '../options/reading-options.ts';
import { type Given, settle } from '../options/settle.ts';
import { askOne, back } from '../terminal/ask.ts';
import { questionOf } from './questions.ts';

/** An option by which a file that was refused can be read after all. */
interface Remedy {
  readonly option: OptionName;
  readonly value: string;
  readonly why: string;
}

/** A conversation: what was said so far, and the data as soon as its file is known. */
export class Conversation {
  readonly given: Partial<Record<OptionName, string>>;
  private readonly outside: Context;
  private table: { readonly key: string; readonly read: ReadTable } | undefined;
  private readonly atFirst: Given;
  private remedy: Remedy | undefined;
  private lastRemedy: Remedy | undefined;

  constructor(given: Given, outside: Context) {
    this.given = { ...given };
    this.atFirst = given;
    this.outside = outside;
  }

  /** The data that the answers name, read once. */
  async read(): Promise<ReadTable> {
    const { data, task } = this.given;
    const key = JSON.stringify([data ?? '', data ? readingOf(this.given) : task]);
    if (this.table?.key !== key) this.table = { key, read: await readTable(this.given) };
    return this.table.read;
  }

  /** Reads the data; what another answer could mend about them is asked instead of thrown. */
  async tryToRead(): Promise<void> {
    this.remedy = undefined;
    try {
      await this.read();
    } catch (error) {
      const remedy = remedyOf(error);
      if (remedy === undefined) throw error;
      this.remedy = this.lastRemedy = remedy;
    }
  }

  /** Takes an answer back, so that it is asked again. */
  reopen(name: OptionName): void {
    if (name === 'data') this.remedy = undefined;
    else if (name === this.lastRemedy?.option) this.remedy = this.lastRemedy;
    const { asked, doubts } = definitionOf(name);
    // What was asked because it had no answer needs to have none again; elsewhere the answer is what Enter takes.
    if (asked !== true && doubts === undefined) delete this.given[name];
  }

  private around(): Context {
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
    const { [name]: said, ...others } = this.given;
    const context = this.around();
    const answers = settle(others, context).answers;
    const remedy = this.remedy?.option === name ? this.remedy : undefined;
    const current = said ?? remedy?.value ?? answers[name];
    const before = remedy === undefined ? (definitionOf(name).doubts?.(answers, context) ?? []) : [remedy.why];
    const question = questionOf(definitionOf(name), current === null || current === undefined ? '' : String(current), {
      answers,
      context,
      before,
      table: this.table?.read.profile,
      check: (value) => this.problem(name, value),
    });
    const answer = await askOne(question);
    if (answer === back) return false;
    // What may be left open is not said by leaving it open.
    if (answer === '' && definitionOf(name).optional === true && name !== 'data') delete this.given[name];
    else this.given[name] = answer;
    this.forgetWhatNoLongerApplies(name);
    return true;
  }

  /** What must be asked before the file can be read. */
  neededToRead(): OptionName | undefined {
    return this.remedy?.option;
  }

  /** Options that need an answer now: those without a default that an earlier answer has made necessary. */
  open(): readonly OptionName[] {
    return settle(this.given, this.around()).missing.filter((name) => name !== 'target');
  }

  /** Options whose default the data speak against. */
  async doubtful(): Promise<readonly OptionName[]> {
    await this.read();
    const answers = this.answers();
    return optionNames.filter(
      (name) => this.atFirst[name] === undefined && (definitionOf(name).doubts?.(answers, this.around()) ?? []).length > 0,
    );
  }

  private forgetWhatNoLongerApplies(changed: OptionName): void {
    if (changed === 'data' && this.given.target !== undefined && !(this.around().columns ?? []).includes(this.given.target))
      delete this.given.target;
    for (const name of optionNames) {
      if (definitionOf(name).applies?.(this.given) === false || (changed === 'remote' && name === 'remote-url')) delete this.given[name];
    }
  }

  /** Whether the answers and the data fit; what has not been asked yet is taken to be answered well. */
  private async tryOut(): Promise<void> {
    const { answers, missing } = settle(this.given, this.around());
    const examples = missing
      .filter((name) => name !== 'target')
      .map((name) => [name, definitionOf(name).example?.(answers, this.around())] as const);
    if (examples.some(([, example]) => example === undefined)) return;
    await prepare({ ...this.given, ...Object.fromEntries(examples) }, this.outside, await this.read());
  }

  /** Tries an answer on the data itself. */
  private async problem(name: OptionName, value: string): Promise<string | undefined> {
    const before = this.given[name];
    // A sheet is one of a certain workbook.
    if (name === 'data' && value !== before) delete this.given.sheet;
    this.given[name] = value;
    try {
      if (name === 'data') await this.tryToRead();
      else if (name === this.remedy?.option) {
        await this.read();
        this.remedy = undefined;
      } else if (name === 'target' || name === 'group' || name === 'time') await this.tryOut();
      return undefined;
    } catch (error) {
      if (!(error instanceof CliError)) throw error;
      return error.message;
    } finally {
      if (before === undefined) delete this.given[name];
      else this.given[name] = before;
    }
  }
}

function remedyOf(error: unknown): Remedy | undefined {
  if (!(error instanceof CliError) || error.retry === undefined) return undefined;
  const [flag = '', value = ''] = error.retry.words;
  const option = optionNames.find((name) => flag === `--${name}`);
  return option === undefined ? undefined : { option, value, why: error.message };
}
