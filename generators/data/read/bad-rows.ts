import type { TextFault } from './text-fault.ts';

const SHOWN = 5;

/** Rows that do not fit, which the reading went past. */
export class BadRows {
  count = 0;
  /** Rows of delimiters alone, which are none of the table. */
  empty = 0;
  /** The lines of the first ones. */
  readonly lines: number[] = [];
  readonly kinds = new Map<TextFault['kind'], number>();

  add(line: number, kind: TextFault['kind']): void {
    this.count++;
    if (this.lines.length < SHOWN) this.lines.push(line);
    this.kinds.set(kind, (this.kinds.get(kind) ?? 0) + 1);
  }
}
