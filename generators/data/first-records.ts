import Papa from 'papaparse';

export interface Beginning {
  readonly records: readonly (readonly string[])[];
  /** The quotes add up as far as can be seen. */
  readonly sound: boolean;
}

/** Absent from any text that is worth looking at. */
const NEVER = '\u0000';
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

const isBlankRecord = (record: readonly string[]): boolean => record.length === 1 && record[0]!.trim() === '';
