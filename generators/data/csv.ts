import Papa from 'papaparse';
import type { Dialect } from './dialect.ts';

/** A record longer than this is a quote that is never closed, or no table. */
const LONGEST_RECORD = 16 * 1024 * 1024;
/** Absent from any text that has passed the check for binary files. */
const NEVER = '\u0000';

export interface Batch {
  readonly records: readonly (readonly string[])[];
  /** The line of the file on which the first record begins, from 1. */
  readonly line: number;
}

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

/** Records of a delimited text, a batch per chunk. papaparse reads; this keeps what a chunk cuts off and counts lines. */
export async function* csvBatches(chunks: AsyncIterable<string>, dialect: Dialect): AsyncGenerator<Batch> {
  const parser = new Papa.Parser({ delimiter: dialect.separator, newline: '\n', quoteChar: dialect.quote ?? NEVER, fastMode: dialect.quote === null });
  let line = 1;
  let rest = '';
  let tried = 0;

  const parse = (text: string, last: boolean): Batch => {
    const { data, errors, meta } = parser.parse(text, 0, !last) as Papa.ParseResult<string[]>;
    const batch = { records: data, line };
    const fault = errors[0];
    if (fault !== undefined) throw new TextFault(lineOf(batch, fault.row ?? 0), fault.code === 'MissingQuotes' ? 'unclosed' : 'undoubled');
    rest = last ? '' : text.slice(meta.cursor);
    line += newlines(text, meta.cursor);
    tried = rest.length;
    if (tried > LONGEST_RECORD) throw new TextFault(line, 'endless');
    return batch;
  };

  for await (const chunk of chunks) {
    rest += chunk;
    if (chunk.includes('\0')) throw new TextFault(line + newlines(rest, rest.indexOf('\0')), 'nul');
    // What was cut off is read again from its beginning: a long record waits for twice as much, so that this stays linear.
    if (rest.length < 2 * tried) continue;
    yield parse(rest, false);
  }
  if (rest !== '') yield parse(rest, true);
}

/** The line on which a record of a batch begins: fields in quotes may hold line breaks. */
export function lineOf(batch: Batch, index: number): number {
  let line = batch.line;
  for (const record of batch.records.slice(0, index)) {
    line += 1;
    for (const cell of record) line += newlines(cell, cell.length);
  }
  return line;
}

function newlines(text: string, end: number): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1 && at < end; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

export interface Beginning {
  readonly records: readonly (readonly string[])[];
  /** The quotes add up as far as can be seen. */
  readonly sound: boolean;
}

/** No record of a sane table is as long; if the last one seems so, a quote stands open in it. */
const LONGEST_CUT = 100_000;

/** The first records of a text that may be cut off anywhere, up to where its quotes do not add up. */
export function firstRecords(text: string, separator: string, quote: string | null, complete: boolean): Beginning {
  const parser = new Papa.Parser({ delimiter: separator, newline: '\n', quoteChar: quote ?? NEVER, fastMode: quote === null });
  const { data, errors, meta } = parser.parse(text, 0, !complete) as Papa.ParseResult<string[]>;
  const fault = errors[0]?.row;
  const records = data.slice(0, fault).filter((record) => !isBlankRecord(record)).slice(0, 1000);
  return { records, sound: fault === undefined && (complete || text.length - meta.cursor < LONGEST_CUT) };
}

export const isBlankRecord = (record: readonly string[]): boolean => record.length === 1 && record[0]!.trim() === '';
