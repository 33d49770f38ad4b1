/** What breaks a text as a table, and the line its record begins on. */
export class TextFault extends Error {
  readonly line: number;
  readonly kind: 'unclosed' | 'undoubled' | 'endless' | 'nul';

  constructor(line: number, kind: TextFault['kind']) {
    super(`${kind} in line ${line}`);
    this.line = line;
    this.kind = kind;
  }
}
