import { isBlankText, LineCutter, type RecordForm, RecordSplitter, type TextRecord } from './records.ts';
import { TextFault } from './text-fault.ts';

export interface Beginning {
  /** Without blank lines. */
  readonly records: readonly TextRecord[];
  /** The quotes add up as far as can be seen. */
  readonly sound: boolean;
}

const MOST_RECORDS = 1000;
/** No record of a sane table is as long; if the last one seems so, a quote stands open in it. */
const LONGEST_CUT = 100_000;

/** The first records of a text that may be cut off anywhere, up to where its quotes do not add up. */
export function firstRecords(text: string, form: RecordForm, complete: boolean): Beginning {
  const records: TextRecord[] = [];
  const splitter = new RecordSplitter(form, false);
  const cutter = new LineCutter();
  let taken = 0;
  const take = (found: Iterable<TextRecord>): void => {
    for (const record of found) {
      taken += record.text.length;
      if (!isBlankText(record.text) && record.cells.some((cell) => cell !== '')) records.push(record);
    }
  };
  try {
    for (const line of cutter.push(text)) {
      take(splitter.push(line));
      if (records.length === MOST_RECORDS) return { records, sound: true };
    }
    if (complete) {
      for (const line of cutter.finish()) take(splitter.push(line));
      take(splitter.finish());
    }
    return { records, sound: complete || text.length - taken < LONGEST_CUT };
  } catch (cause) {
    if (!(cause instanceof TextFault)) throw cause;
    return { records, sound: false };
  }
}
