import type { SplitAdvice } from '../data/infer/split-advice.ts';

/** What an option of the command line is; from one such entry come its prompt, flag, help, validation, README row and JSON schema. */
export interface Choice {
  readonly value: string | number;
  /** What a person reads in the prompt. */
  readonly label: string;
  /** The sets of Python packages that it brings, where they are not called `<option>-<value>`. */
  readonly sets?: readonly string[];
}

/** Facts around the answers, found before anybody is asked. */
export interface Context {
  /** The project's directory as it was typed, if it was. */
  readonly directory: string | undefined;
  /** The columns of the data, once it has been read. */
  readonly columns: readonly string[] | undefined;
  /** The column that is most likely the target. */
  readonly likelyTarget: string | undefined;
  /** The author as git knows them. */
  readonly gitAuthor: string | undefined;
  /** What the data show about rows that belong together, and about their order, if the target is this column. */
  readonly splitAdvice: ((target: string) => SplitAdvice) | undefined;
  /** What the data leave open about how they are read, in sentences, by the option that decides it. */
  readonly openReadings?: Readonly<Record<string, readonly string[]>>;
  /** What a team's standard says where nobody says otherwise. */
  readonly defaults?: Readonly<Record<string, string | undefined>>;
  /** What is known of the data set that stands in where there is no data. */
  readonly sample: { readonly description: string; readonly origin: string; readonly licence: string } | undefined;
}

/** Around a person who has said nothing yet. */
export const nothingKnown: Context = {
  directory: undefined,
  columns: undefined,
  likelyTarget: undefined,
  gitAuthor: undefined,
  splitAdvice: undefined,
  sample: undefined,
};

/** The answers so far: an entry may look at those above it. */
export type SoFar = Readonly<Record<string, string | number | null | undefined>>;

export interface OptionDefinition {
  readonly kind: 'text' | 'choice' | 'file' | 'column';
  /** One line for `--help` and the README. */
  readonly help: string;
  /** What a person is asked. */
  readonly question: string;
  /** Asked of a person by default; everything else keeps its default unless a flag or answer says otherwise. */
  readonly asked?: boolean;
  /** What the data show against the default, in sentences: if anything, a person is asked after all. */
  readonly doubts?: (answers: SoFar, context: Context) => readonly string[];
  readonly choices?: readonly Choice[];
  /** Stands for the value in help: `<file>`. */
  readonly placeholder?: string;
  /** May end up without a value: the answer is null then. */
  readonly optional?: boolean;
  /** The value when nobody says one; undefined: somebody must. */
  readonly initial?: (answers: SoFar, context: Context) => string | number | null | undefined;
  /** A value to show where somebody must give one. */
  readonly example?: (answers: SoFar, context: Context) => string | undefined;
  /** How help and README write a default that is computed. */
  readonly initialText?: string;
  /** Whether the option means anything beside the other answers. */
  readonly applies?: (answers: SoFar) => boolean;
  /** What is wrong with a value, or undefined; the sentence says what would be right. */
  readonly problem?: (value: string, answers: SoFar, context: Context) => string | undefined;
}
