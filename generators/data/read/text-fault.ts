/** What breaks a text as a table, and the line its record begins on. */
export class TextFault extends Error {
  readonly line: number;
  readonly kind: 'unclosed' | 'undoubled' | 'endless' | 'nul' | 'ragged' | 'header' | 'above' | 'odd header' | 'second header';
  /** How many values a ragged record has, and how many columns there are. */
  readonly values: number;
  readonly columns: number;
  /** What there is to be said of it. */
  readonly about: string;

  constructor(line: number, kind: TextFault['kind'], values = 0, columns = 0, about = '') {
    super(`${kind} in line ${line}`);
    this.line = line;
    this.kind = kind;
    this.values = values;
    this.columns = columns;
    this.about = about;
  }
}
