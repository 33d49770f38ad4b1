import type { NumberWriting } from '../tally/number-text.ts';

/** How a delimited text is written. */
export interface Dialect {
  /** One character or more; `\s+` for runs of spaces and tabs. */
  readonly delimiter: string;
  /** `null` when quotes are ordinary characters in this file. */
  readonly quote: string | null;
  /** What stands before a quote or delimiter that belongs to a value, besides doubling the quote. */
  readonly escape: string | null;
  /** Fields begin with a space that is not theirs, as in `a, b, c`. */
  readonly skipInitialSpace: boolean;
  /** Lines of the file above the header. */
  readonly skipLines: number;
  /** So many lines name the columns together. */
  readonly headerLines: 1 | 2;
  /** The first record names the columns. */
  readonly header: boolean;
  /** Rows have one field more than the header: names of the rows, or nothing behind a last delimiter. */
  readonly extra: 'first' | 'last' | null;
  readonly decimal: '.' | ',';
  /** How each column's numbers are written. */
  readonly numbers: readonly NumberWriting[];
  /** The writer's habits suggest 31.12. rather than 12/31. */
  readonly dayFirst: boolean;
  readonly orderSaid?: boolean;
}
