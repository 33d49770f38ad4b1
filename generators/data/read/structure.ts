import type { Sniffed } from './dialect.ts';
import type { Dialect } from './dialect-form.ts';
import { isHeaderAgain, isRule } from './header.ts';
import { isMeasured, measuredColumns } from './measured.ts';
import { isMissingWord } from '../tally/missing.ts';
import type { TextRecord } from './records.ts';
import { TextFault } from './text-fault.ts';
import { visible } from './visible.ts';

/** A header stands in one of the first lines. */
const MOST_ABOVE = 10;
const LEAST_ROWS = 3;

const isFilled = (cell: string): boolean => cell.trim() !== '';
const shown = (cell: string): string => `\`${visible(cell.trim().slice(0, 40))}\``;

/**
 * Whether the first line names the columns, and it alone: a title above the header and a second line of names are
 * refused, with the line that looks like the header, or with `aside` left out and joined to the first.
 */
export function checkBeginning({ dialect, records, above }: Sniffed, aside: boolean): Pick<Dialect, 'skipLines' | 'headerLines'> {
  const named = above ? 0 : titleLines(records);
  const header = records[named];
  const titled = above || named > 0;
  if (titled && !aside) {
    const about = `line ${header!.line} looks like the header, ${header!.cells.slice(0, 3).map(shown).join(', ')}${header!.cells.length > 3 ? ', …' : ''}`;
    throw new TextFault(1, 'above', 0, 0, about);
  }
  if (!titled && dialect.extra === null) checkWidth(records);
  const second = secondLine(records.slice(named));
  if (second !== undefined && !aside) throw second;
  return { skipLines: titled ? header!.line - 1 : dialect.skipLines, headerLines: second === undefined ? 1 : 2 };
}

/** The header is to blame where nearly all rows have as many values as one another, and it has more or fewer names. */
function checkWidth([header, ...rows]: readonly TextRecord[]): void {
  const [first] = rows;
  if (header === undefined || first === undefined || first.cells.length === header.cells.length || rows.length < LEAST_ROWS) return;
  const alike = rows.filter(({ cells }) => cells.length === first.cells.length).length;
  if (alike >= 0.9 * rows.length) throw new TextFault(header.line, 'odd header', first.cells.length, header.cells.length);
}

/** How many of the first records have hardly a cell filled, above one that names the columns. */
export function titleLines(records: readonly TextRecord[]): number {
  const width = records[0]?.cells.length ?? 0;
  const filled = ({ cells }: TextRecord): number => cells.filter(isFilled).length;
  if (width < 2) return 0;
  const isTitle = (record: TextRecord): boolean =>
    record.cells.length === width && filled(record) <= (width > 3 ? Math.max(1, width / 2 - 1) : 1);
  const beginning = records.slice(0, MOST_ABOVE);
  const header = beginning.findIndex((record, at) => !isTitle(record) && !isAboveNames(records.slice(at), width));
  const rows = records.slice(header + 1);
  if (header <= 0 || rows.length === 0 || beginning[header]!.cells.length !== width) return 0;
  const { cells } = beginning[header]!;
  const usual = rows.map(filled).sort((one, other) => one - other)[Math.floor(rows.length / 2)]!;
  const measured = measuredColumns(rows, width);
  return filled(beginning[header]!) >= Math.max(2, 0.7 * usual) &&
    measured.every((column) => !isMeasured(cells[column]!)) &&
    (measured.length > 0 || width > 2)
    ? header
    : 0;
}

/** A few cells at the beginning of the first line, above a line that names all columns and rows of numbers: a title, its date or its like. */
function isAboveNames([title, names, ...rows]: readonly TextRecord[], width: number): boolean {
  if (
    title === undefined ||
    names === undefined ||
    names.cells.length !== width ||
    names.cells.some((cell) => !isFilled(cell) || isMeasured(cell))
  )
    return false;
  const filled = title.cells.filter(isFilled).length;
  const measured = measuredColumns(rows, width);
  return (
    filled < (title.cells.some(isMeasured) ? width : width - 1) &&
    title.cells.slice(0, filled).every(isFilled) &&
    measured.length > 0 &&
    measured.some((column) => column >= filled || isMeasured(title.cells[column]!))
  );
}

/** Words where every row below has numbers, in more columns than a single odd value would explain; or names under the gaps of the first line. */
export function secondLine(records: readonly TextRecord[]): TextFault | undefined {
  const [header, second, ...rows] = records;
  if (header === undefined || second === undefined || rows.length < LEAST_ROWS || second.cells.length !== header.cells.length)
    return undefined;
  // The header once more is another matter.
  if (isHeaderAgain(second.cells, header.cells)) return undefined;
  const measured = measuredColumns(rows, header.cells.length);
  if (measured.some((column) => isMeasured(header.cells[column]!))) return undefined;
  const words = measured.filter((column) => /[\p{L}%]/u.test(second.cells[column]!) && !isMeasured(second.cells[column]!));
  const gaps = header.cells.flatMap((cell, column) => (isFilled(cell) ? [] : [column]));
  const filled = second.cells.filter(isFilled);
  if (filled.length > 1 && filled.every(isRule))
    return new TextFault(second.line, 'second header', 0, 0, `dashes stand under ${shown(header.cells.find(isFilled) ?? '')}`);
  const fillsGaps =
    gaps.length > 1 &&
    !isFilled(second.cells[0]!) &&
    gaps.filter((column) => isFilled(second.cells[column]!) && !isMeasured(second.cells[column]!)).length > 1;
  const all = words.length > 1 && measured.every((column) => words.includes(column) || !isFilled(second.cells[column]!));
  // One word in every column, such as `NA`, is a row without values.
  if (!fillsGaps && (!all || new Set(words.map((column) => second.cells[column]!.trim().toLowerCase())).size === 1)) return undefined;
  const example = fillsGaps ? gaps.find((column) => isFilled(second.cells[column]!))! : words[0]!;
  const above = isFilled(header.cells[example]!) ? shown(header.cells[example]!) : 'an empty name';
  return new TextFault(
    second.line,
    'second header',
    0,
    0,
    `${shown(second.cells[example]!)} stands under ${above}${fillsGaps ? '' : ', where rows have numbers'}`,
  );
}

/** Whether the first record can be names: where every column of numbers begins with a number of its kind, or all words come again below, it is a row. */
export function hasHeader([header, ...rows]: readonly TextRecord[]): boolean {
  if (header === undefined || rows.length < LEAST_ROWS) return true;
  const { cells } = header;
  // What means no value below says nothing here.
  const says = (column: number): boolean =>
    !(isMissingWord(cells[column]!) && rows.some(({ cells: { [column]: other } }) => other === cells[column]));
  if (cells.some((cell, column) => !isFilled(cell) && says(column))) return true;
  const measured = measuredColumns(rows, cells.length).filter(says);
  if (measured.length === 0) {
    return (
      !cells.every((cell, column) => rows.filter(({ cells: { [column]: other } }) => other === cell).length > 1) || new Set(cells).size < 2
    );
  }
  const fits = measured.every((column) => isMeasured(cells[column]!) && mostlyOfKind(kindOf(cells[column]!), rows, column));
  // Years and places are names: 2019, 2020, 2021.
  const numbers = measured.map((column) => Number(cells[column]));
  const counted =
    measured.length > 1 &&
    numbers.every((number, at) => Number.isInteger(number) && (at === 0 || number - numbers[at - 1]! === numbers[1]! - numbers[0]!)) &&
    numbers[1] !== numbers[0];
  return !fits || counted;
}

const kindOf = (cell: string): string =>
  cell
    .trim()
    .replace(/[+-](?=\d)/g, '')
    .replace(/\d+/g, '0')
    .replace(/0(?:[.,]0)+/g, '0.0')
    .replace(/e0$/i, '');

const mostlyOfKind = (kind: string, rows: readonly TextRecord[], column: number): boolean => {
  const alike = rows.filter(
    ({ cells: { [column]: cell = '' } }) => kindOf(cell) === kind || (/^0(?:\.0)?$/.test(kind) && /^0(?:\.0)?$/.test(kindOf(cell))),
  );
  return alike.length > 0.5 * rows.filter(({ cells: { [column]: cell = '' } }) => isFilled(cell)).length;
};
