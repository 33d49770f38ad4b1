/** What breaks a text as a table, and the line its record begins on. */
export class TextFault extends Error {
  readonly line: number;
  readonly kind: 'unclosed' | 'undoubled' | 'endless' | 'nul' | 'ragged';
  /** How many values a ragged record has, and how many columns there are. */
  readonly values: number;
  readonly columns: number;

  constructor(line: number, kind: TextFault['kind'], values = 0, columns = 0) {
    super(`${kind} in line ${line}`);
    this.line = line;
    this.kind = kind;
    this.values = values;
    this.columns = columns;
  }
}
