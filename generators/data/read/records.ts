import type { Dialect } from './dialect-form.ts';
import { TextFault } from './text-fault.ts';

export type RecordForm = Pick<Dialect, 'delimiter' | 'quote' | 'escape' | 'skipInitialSpace'>;

/** Between cells stand spaces and tabs, however many; pandas calls it so too. */
export const SPACES = '\\s+';

/** One record as text, and the line it begins on; `fault` in place of cells for a line that is none. */
export interface TextRecord {
  readonly line: number;
  readonly text: string;
  readonly cells: readonly string[];
  readonly fault?: 'unclosed' | 'undoubled';
}

/** Where lines that are none are set aside, a value has at most so many: a quote left open must not swallow the rest. */
const MOST_LINES = 100;
const LONGEST_RECORD = 16 * 1024 * 1024;

/**
 * Divides lines into records, whatever stands between cells: what the scanner of bytes cannot do. The emitted
 * `reading/records.py` does the same in the same way.
 */
export class RecordSplitter {
  private pending: string[] = [];
  private length = 0;
  private line: number;
  private readonly form: RecordForm;
  private readonly aside: boolean;

  /** With `aside`, a line that begins no record is handed on with its fault; without, it is thrown. */
  constructor(form: RecordForm, aside: boolean, firstLine = 1) {
    this.form = form;
    this.aside = aside;
    this.line = firstLine;
  }

  /** Takes the next line with its line break, and hands on what is complete with it. */
  *push(line: string): Generator<TextRecord> {
    this.pending.push(line);
    this.length += line.length;
    if (this.length > LONGEST_RECORD) throw new TextFault(this.line, 'endless');
    const { quote, escape } = this.form;
    if (this.pending.length > 1 && (quote === null || !line.includes(quote)) && escape === null && !this.full) return;
    const cells = cellsOf(this.pending.join(''), this.form);
    if (cells === 'unclosed' && !this.full) return;
    yield* this.settle(cells);
  }

  /** No more lines will come. */
  *finish(): Generator<TextRecord> {
    while (this.pending.length > 0) yield* this.settle(cellsOf(this.pending.join(''), this.form));
  }

  private get full(): boolean {
    return this.aside && this.pending.length >= MOST_LINES;
  }

  private *settle(cells: string[] | 'unclosed' | 'undoubled'): Generator<TextRecord> {
    const { line, pending } = this;
    this.pending = [];
    this.length = 0;
    if (typeof cells !== 'string') {
      this.line += pending.length;
      yield { line, text: pending.join(''), cells };
      return;
    }
    if (!this.aside) throw new TextFault(line, cells);
    this.line += 1;
    yield { line, text: pending[0]!, cells: [], fault: cells };
    for (const later of pending.slice(1)) yield* this.push(later);
  }
}

export const isBlankText = (text: string): boolean => text.trim() === '';

/** The cells of a record; a quote that is left open may be closed by a later line. */
export function cellsOf(record: string, form: RecordForm): string[] | 'unclosed' | 'undoubled' {
  const text = record.replace(/(?:\r\n|\r|\n)$/, '');
  const { delimiter, quote, escape, skipInitialSpace } = form;
  const spaced = delimiter === SPACES;
  if (escape === null && (quote === null || !text.includes(quote))) {
    if (spaced) return text.trim().split(/[ \t]+/);
    return skipInitialSpace ? text.split(delimiter).map((cell) => cell.replace(/^ +/, '')) : text.split(delimiter);
  }
  const cells: string[] = [];
  let at = spaced ? text.length - text.trimStart().length : 0;
  const length = spaced ? text.trimEnd().length : text.length;
  for (;;) {
    if (skipInitialSpace) while (text[at] === ' ') at++;
    const quoted = quote !== null && text[at] === quote;
    const end = quoted ? closingQuote(text, at + 1, quote, escape) : at;
    if (end === -1) return 'unclosed';
    const next = nextDelimiter(text, quoted ? end + 1 : at, length, form);
    if (next === undefined) return 'unclosed';
    if (quoted) {
      const behind = text.slice(end + 1, next.start);
      if (behind.trim() !== '') return 'undoubled';
      cells.push(unescaped(text.slice(at + 1, end).replaceAll(quote + quote, quote), form) + behind);
    } else cells.push(unescaped(text.slice(at, next.start), form));
    if (next.end === -1) return cells;
    at = next.end;
  }
}

/** Where the quote stands that ends a value, or -1. */
function closingQuote(text: string, from: number, quote: string, escape: string | null): number {
  for (let at = from; ; at += 2) {
    at = text.indexOf(quote, at);
    if (at === -1) return -1;
    if (escape !== null && isEscaped(text, at, from, escape)) at -= 1;
    else if (text[at + 1] !== quote) return at;
  }
}

const isEscaped = (text: string, at: number, from: number, escape: string): boolean => {
  let count = 0;
  while (at - 1 - count >= from && text[at - 1 - count] === escape) count++;
  return count % 2 === 1;
};

/** The next delimiter, or the end of the record; `undefined` when an escaped line break continues it. */
function nextDelimiter(
  text: string,
  from: number,
  length: number,
  { delimiter, escape }: RecordForm,
): { start: number; end: number } | undefined {
  if (delimiter === SPACES) {
    const found = /[ \t]+/g;
    found.lastIndex = from;
    const match = found.exec(text.slice(0, length));
    return match === null ? { start: length, end: -1 } : { start: match.index, end: found.lastIndex };
  }
  for (let at = text.indexOf(delimiter, from); at !== -1; at = text.indexOf(delimiter, at + 1)) {
    if (escape === null || !isEscaped(text, at, from, escape)) return { start: at, end: at + delimiter.length };
  }
  return escape !== null && isEscaped(text, length, from, escape) ? undefined : { start: length, end: -1 };
}

/** Only what would mean something else is escaped: `\N` and `C:\new` stay as they are. */
function unescaped(text: string, { quote, escape, delimiter }: RecordForm): string {
  if (escape === null || !text.includes(escape)) return text;
  let out = '';
  for (let at = 0; at < text.length; at++) {
    const next = text[at + 1];
    if (
      text[at] === escape &&
      next !== undefined &&
      (next === escape || next === quote || next === delimiter[0] || next === '\n' || next === '\r')
    )
      at++;
    out += text[at];
  }
  return out;
}

/** Pieces of text as lines, each with its line break. */
export class LineCutter {
  private rest = '';

  *push(piece: string): Generator<string> {
    const text = this.rest + piece;
    // A \r at the end may be half of a \r\n.
    const whole = text.endsWith('\r') ? text.length - 1 : text.length;
    let start = 0;
    for (const { index, 0: lineBreak } of text.slice(0, whole).matchAll(/\r\n|\r|\n/g)) {
      yield text.slice(start, index + lineBreak.length);
      start = index + lineBreak.length;
    }
    this.rest = text.slice(start);
  }

  *finish(): Generator<string> {
    if (this.rest !== '') yield this.rest;
    this.rest = '';
  }
}
