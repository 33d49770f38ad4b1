import type { Dialect } from './dialect-form.ts';
import { firstRecords } from './first-records.ts';
import { isMeasured, measuredColumns } from './measured.ts';
import { decideAll, usualDecimal } from '../tally/number-writing.ts';
import { isBlankText, type RecordForm, SPACES, type TextRecord } from './records.ts';

const DELIMITERS = [',', '\t', ';', '|'] as const;
/** What divides values now and then, too, where none of the usual ones does. */
const OTHER_DELIMITERS = [
  SPACES,
  ' ',
  '~',
  '^',
  ':',
  '\u0001',
  '\u001f',
  '#',
  '@',
  '&',
  '*',
  '!',
  '%',
  '§',
  '¦',
  '/',
  '=',
  '_',
  '-',
  '.',
] as const;
/** An unusual delimiter must divide nearly every line alike, or it is none. */
const CERTAIN = 0.98;
/** A usual one that divides so many lines alike is beyond doubt. */
const LIKELY = 0.9;

export interface Trial {
  readonly form: RecordForm;
  readonly records: readonly TextRecord[];
  /** False when the quotes do not add up: reading on will tell where. */
  readonly sound: boolean;
  readonly fields: number;
  /** The share of records with as many fields as the header, or as all rows have. */
  readonly agreement: number;
  readonly extra: Dialect['extra'];
  /** Lines above the header that are no part of the table. */
  readonly above: number;
}

export interface Sniffed {
  readonly dialect: Dialect;
  /** The first records, from the header on. */
  readonly records: readonly TextRecord[];
  /** Lines stand above the header that are no part of the table. */
  readonly above: boolean;
}

/** From the beginning of the text; `undefined` when no delimiter makes a table of it. */
export function sniffDialect(head: string, complete: boolean): Sniffed | undefined {
  const named = /^"?sep=(\S+?|\t| )"?\n/i.exec(head);
  const sepLine = named === null ? 0 : 1;
  const text = named === null ? head : head.slice(named[0].length);
  const best = bestTrial(text, complete, named?.[1]);
  if (best === undefined) return undefined;
  const { form, extra } = best;
  const delimiter =
    form.delimiter.length > 1 && form.delimiter.endsWith(' ') && form.delimiter !== SPACES ? form.delimiter.slice(0, -1) : form.delimiter;
  const later = best.records.flatMap((record) => record.cells.slice(1)).filter((cell) => cell !== '');
  const spaced =
    delimiter !== form.delimiter ||
    (!/^(?:\t| |\\s\+)$/.test(delimiter) && later.length > 0 && later.every((cell) => cell.startsWith(' ')));
  const columns = Array.from(
    { length: best.fields },
    (_, column) => new Set(best.records.slice(1).map(({ cells }) => cells[column] ?? '')),
  );
  const { decimal, numbers } = decideAll(columns, usualDecimal(delimiter));
  return {
    dialect: {
      ...form,
      delimiter,
      skipInitialSpace: spaced,
      skipLines: sepLine + best.above,
      headerLines: 1,
      header: true,
      extra,
      decimal,
      numbers,
      dayFirst: decimal === ',' || delimiter === ';',
    },
    records: best.records.map((record) => ({ ...record, line: record.line + sepLine })),
    above: best.above > 0,
  };
}

function bestTrial(head: string, complete: boolean, named: string | undefined): Trial | undefined {
  const better = (one: Trial, other: Trial): number =>
    Number(other.sound) - Number(one.sound) || other.agreement - one.agreement || other.fields - one.fields;
  const usual = (named === undefined ? DELIMITERS.filter((delimiter) => head.includes(delimiter)) : [named])
    .flatMap((delimiter) => trials(head, complete, delimiter))
    .filter(({ fields }) => fields > 1)
    .sort(better)[0];
  // Behind `|` there may always be another.
  const doubled = usual?.form.delimiter === '|' && isPartOfLonger('|', head);
  if (named !== undefined || (usual?.sound === true && usual.agreement >= LIKELY && !doubled)) return usual;
  const other = otherDelimiters(head)
    .flatMap((delimiter) => trials(head, complete, delimiter))
    .filter(({ fields, sound, agreement, records }) => fields > 1 && sound && agreement >= CERTAIN && records.length > 1)
    .sort(
      (one, another) =>
        another.agreement - one.agreement ||
        another.form.delimiter.replace(SPACES, ' ').length - one.form.delimiter.replace(SPACES, ' ').length,
    )[0];
  return other !== undefined && (usual === undefined || doubled || !usual.sound || other.agreement > usual.agreement) ? other : usual;
}

/** Signs that stand together in the first line, such as `||`, and the single ones that it has. */
function otherDelimiters(head: string): string[] {
  const first = firstLine(head);
  const runs = new Set(first.match(/[^\p{L}\p{M}\p{N}\s"'._-]{2,4}/gu) ?? []);
  return [
    ...runs,
    ...OTHER_DELIMITERS.filter((delimiter) => (delimiter === SPACES ? /\S[ \t]+\S/.test(first) : first.includes(delimiter))),
  ];
}

function isPartOfLonger(sign: string, head: string): boolean {
  const first = firstLine(head);
  return otherDelimiters(head).some((run) => run.length > 1 && run.includes(sign) && !first.replaceAll(run, '').includes(sign));
}

const firstLine = (head: string): string => head.split('\n').find((line) => !isBlankText(line)) ?? '';

function trials(head: string, complete: boolean, delimiter: string): Trial[] {
  const attempt = (given: Partial<RecordForm>): Trial[] => {
    const form = { delimiter, quote: '"', escape: null, skipInitialSpace: false, ...given };
    const { records, sound } = firstRecords(head, form, complete);
    return records.length === 0 ? [] : [fromUsualWidth({ form, sound, ...agreementOf(records) })];
  };
  const quoted = [...attempt({}), ...(delimiter !== ' ' && head.includes(`${delimiter} "`) ? attempt({ delimiter: `${delimiter} ` }) : [])];
  const agreed = Math.max(0, ...quoted.filter(({ sound }) => sound).map(({ agreement }) => agreement));
  if (head.includes('\\"') && agreed < 1)
    quoted.push(...attempt({ escape: '\\' }).filter(({ sound, agreement }) => sound && agreement > agreed));
  if (isQuotedBy("'", head, delimiter)) {
    const escape = head.includes("\\'") ? '\\' : null;
    const apostrophes = attempt({ quote: "'", escape }).filter(({ sound, agreement }) => sound && agreement >= agreed);
    if (apostrophes.length > 0) return apostrophes;
  }
  if (quoted.some(({ sound }) => sound)) return quoted;
  const plain = attempt({ quote: null }).filter(({ records, agreement }) => agreement === 1 && quotesAreText(records));
  return plain.length > 0 ? plain : quoted;
}

function agreementOf(records: readonly TextRecord[]): Pick<Trial, 'records' | 'fields' | 'agreement' | 'extra' | 'above'> {
  const extra = extraOf(records);
  const [header] = records;
  const fields = header!.cells.length + (extra === null ? 0 : 1);
  const agreement = records.filter((record) => record === header || record.cells.length === fields).length / records.length;
  // A reading in which the header has as many fields as the rows is better.
  return { records, fields, agreement: extra === null ? agreement : 0.99, extra, above: 0 };
}

/** Where the first line is not like most, the header is the first one that is. */
function fromUsualWidth(trial: Trial): Trial {
  const { records, agreement } = trial;
  if (agreement >= 0.5) return trial;
  const counts = new Map<number, number>();
  for (const { cells } of records) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  const [usual, times] = [...counts].reduce((best, one) => (one[1] > best[1] ? one : best));
  const above = records.findIndex(({ cells }) => cells.length === usual);
  if (usual < 2 || above === 0 || times < 3 || times < 0.6 * records.length) return trial;
  // A line that is like those below it is a row: then the first line is the header, and it is the odd one.
  const measured = measuredColumns(records.slice(above + 1), usual);
  const cells = measured.map((column) => records[above]!.cells[column]!);
  const namesNumbers = cells.length > 0 && cells.every((cell) => cell.trim() !== '');
  if (cells.some(isMeasured) || (!namesNumbers && trial.fields > 0.5 * usual)) return trial;
  const below = agreementOf(records.slice(above));
  return { ...trial, ...below, above: records[above]!.line - 1, agreement: below.agreement * LIKELY };
}

/** All rows have one field more than the header: behind a delimiter at their end, or names that differ from row to row before the first. */
function extraOf(records: readonly TextRecord[]): Dialect['extra'] {
  const [header, ...rows] = records;
  if (
    header === undefined ||
    rows.length === 0 ||
    header.cells.length < 2 ||
    !rows.every(({ cells }) => cells.length === header.cells.length + 1)
  )
    return null;
  if (rows.every(({ cells }) => cells.at(-1)!.trim() === '')) return 'last';
  if (rows.length === 1) return null;
  const names = rows.map(({ cells }) => cells[0]!);
  const numbered = names.every((name, at) => Number(name) === Number(names[0]) + at);
  return numbered || (new Set(names).size === rows.length && !names.some(isMeasured)) ? 'first' : null;
}

/** Values stand in these quotes, from one delimiter to the next, and none in the usual ones. */
function isQuotedBy(quote: string, head: string, delimiter: string): boolean {
  const before = delimiter === SPACES ? '[ \\t]' : delimiter.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  const opened = head.match(new RegExp(`(?:^|${before})${quote}`, 'gm'))?.length ?? 0;
  const closed = head.match(new RegExp(`${quote}(?=${before}|$)`, 'gm'))?.length ?? 0;
  const double = new RegExp(`(?:^|${before})"[^"\\n]*"(?=${before}|$)`, 'm').test(head);
  return opened > 1 && !double && closed >= 0.9 * opened;
}

/** Quotes that do not add up are ordinary characters where none encloses a value and more than one stands alone. */
function quotesAreText(records: readonly TextRecord[]): boolean {
  const cells = records.flatMap((record) => record.cells).filter((cell) => cell.includes('"'));
  return cells.length > 2 && !cells.some((cell) => cell.length > 1 && cell.startsWith('"') && cell.endsWith('"'));
}

/** What the scanner of bytes can read: one byte between cells, and quotes that are doubled. */
export const isPlain = ({ delimiter, quote, escape }: RecordForm): boolean =>
  escape === null && delimiter.length === 1 && delimiter < '\x80' && (quote === null || quote < '\x80');
