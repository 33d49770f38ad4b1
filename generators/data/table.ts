import { usageError } from '../core/errors.ts';
import { decodeHead, EncodingFault, isBinary, type Encoding, pythonCodec, sniffUtf } from './read/decode.ts';
import { readDelimited } from './read/delimited.ts';
import { detectEncoding } from './read/detect-encoding.ts';
import { type Division, usualDivision } from './read/division.ts';
import { encodingNamed, encodingNames } from './read/encodings.ts';
import type { NumbersOfFile } from './tally/number-writing.ts';
import { isMisread, numbersOf, profileOf } from './infer/profile-of.ts';
import type { Profile } from './tally/profile.ts';
import type { RawTable } from './read/raw-table.ts';
import type { Reading } from './read/reading.ts';
import { openSource, readingError, type Source } from './read/source.ts';
import type { Writing } from './tally/tally.ts';
import { TotalRows, totalWords } from './read/totals.ts';

export type { Reading } from './read/reading.ts';

/** Reads the user's table once, in bounded memory, and says what its columns are. */
export async function profileTable(path: string, reading: Reading = {}, division = usualDivision()): Promise<Profile> {
  const source = await openSource(path);
  try {
    const raw = await readTable(source, reading, division);
    const numbers = numbersOf(raw, reading);
    // What the beginning of the file showed of its numbers may be wrong for the rest: then it is read once more.
    const read = isMisread(raw, numbers) ? await readTable(source, reading, division, numbers) : raw;
    return profileOf(
      source,
      await withoutTotals(read, numbers, (totals) => readTable(source, reading, division, numbers, totals)),
      numbers,
      reading,
    );
  } catch (cause) {
    throw readingError(path, cause);
  }
}

/** Where words make a person think of totals, the table is read once more: left out are those that do add up. */
async function withoutTotals(
  raw: RawTable,
  { numbers }: NumbersOfFile,
  again: (totals: TotalRows) => Promise<RawTable>,
): Promise<RawTable> {
  const words = totalWords(raw.tally);
  if (words.size === 0) return raw;
  const totals = new TotalRows(words, numbers);
  const read = await again(totals);
  return totals.proven.length === 0 ? raw : { ...read, totals: totals.lines, file: { ...read.file, totals: totals.proven } };
}

async function readTable(
  source: Source,
  reading: Reading,
  division: Division,
  numbers?: NumbersOfFile,
  totals?: TotalRows,
): Promise<RawTable> {
  const writing = { ...saidOrder(reading), ...numbers };
  if (reading.sheet !== undefined && source.format !== 'excel')
    throw usageError(`${source.path} is no Excel workbook, so it has no sheet ${JSON.stringify(reading.sheet)}.`, 'Leave --sheet out.');
  if (source.format === 'parquet') return (await import('./read/parquet.ts')).readParquet(source, writing);
  if (source.format === 'excel') return (await import('./read/excel.ts')).readExcel(source, reading.sheet, writing, totals);
  const said = reading.encoding === undefined ? undefined : saidEncoding(reading.encoding, source.head);
  const guess = said ?? sniffUtf(source.head);
  // Whatever the bytes from 0x80 on are, the others say whether it is text.
  if (isBinary(source.head, guess ?? 'latin-1'))
    throw usageError(`${source.path} is a binary file, not a table.`, 'Give the table as CSV, TSV, JSON Lines or Parquet.');
  const encoding = guess ?? (await detectEncoding(source));
  const start = decodeHead(source.head, encoding).trimStart();
  if (start.startsWith('['))
    throw usageError(`${source.path} is one JSON list.`, 'Write JSON Lines, one object per line: `jq -c ".[]"` does.');
  const { readJsonLines } = await import('./read/jsonl.ts');
  const reader: Reader = start.startsWith('{')
    ? (...given) => readJsonLines(...given, writing)
    : (...given) => readDelimited(...given, { division, aside: reading.badRows === 'aside', writing, totals });
  try {
    return await reader(source, encoding);
  } catch (cause) {
    if (!(cause instanceof EncodingFault)) throw cause;
    const found = await detectEncoding(source);
    if (said !== undefined)
      throw usageError(`${source.path} is not ${pythonCodec(said)} throughout.`, `It looks like ${found}: try --encoding ${found}.`);
    if (encoding.startsWith('utf-16'))
      throw usageError(`${source.path} begins as ${pythonCodec(encoding)} text, but not all of it is.`, 'Export the table again as UTF-8.');
    return readAs(source, encoding === 'utf-8' || encoding === 'utf-8-sig' ? found : 'latin-1', reader);
  }
}

const saidOrder = ({ dateOrder }: Reading): Pick<Partial<Writing>, 'dayFirst' | 'orderSaid'> =>
  dateOrder === 'day-first' || dateOrder === 'month-first' ? { dayFirst: dateOrder === 'day-first', orderSaid: true } : {};

function saidEncoding(name: string, head: Uint8Array): Encoding {
  const found = encodingNamed(name);
  if (found === undefined) throw usageError(`There is no encoding ${JSON.stringify(name)}.`, `Known are ${encodingNames.join(', ')}.`);
  if (found === 'utf-8' && sniffUtf(head) === 'utf-8-sig') return 'utf-8-sig';
  return found === 'utf-16-bom-le' ? (sniffUtf(head) ?? found) : found;
}

type Reader = (source: Source, encoding: Encoding) => Promise<RawTable>;

/** The first bytes may be plain ASCII and a later one no UTF-8 after all: then it is read once more; Latin-1 has a character for every byte. */
async function readAs(source: Source, encoding: Encoding, reader: Reader): Promise<RawTable> {
  try {
    return await reader(source, encoding);
  } catch (cause) {
    if (!(cause instanceof EncodingFault)) throw cause;
    return reader(source, 'latin-1');
  }
}
