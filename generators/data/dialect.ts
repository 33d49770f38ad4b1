import { firstRecords } from './csv.ts';

/** How a delimited text is written. */
export interface Dialect {
  readonly delimiter: string;
  /** What stands between two fields for the parser: the delimiter, with its space where quotes come after one. */
  readonly separator: string;
  /** `null` when quotes are ordinary characters in this file. */
  readonly quote: string | null;
  /** Fields begin with a space that is not theirs, as in `a, b, c`. */
  readonly skipInitialSpace: boolean;
  readonly decimal: '.' | ',';
  /** What may group digits; whether it does, the columns tell. */
  readonly thousands: string;
  /** The writer's habits suggest 31.12. rather than 12/31. */
  readonly dayFirst: boolean;
}

const DELIMITERS = [',', '\t', ';', '|'] as const;

interface Trial {
  readonly delimiter: string;
  readonly separator: string;
  readonly quote: string | null;
  readonly records: readonly (readonly string[])[];
  readonly fields: number;
  /** The share of records with as many fields as the header. */
  readonly agreement: number;
}

/** From the beginning of the text; `undefined` when no delimiter makes a table of it. */
export function sniffDialect(head: string, complete: boolean): Dialect | undefined {
  const trials = DELIMITERS.flatMap((delimiter) => trial(head, complete, delimiter));
  const best = trials.filter(({ fields }) => fields > 1).sort((one, other) => other.agreement - one.agreement || other.fields - one.fields)[0];
  if (best === undefined) return undefined;
  const { delimiter, separator, quote, records } = best;
  const later = records.flatMap((record) => record.slice(1)).filter((cell) => cell !== '');
  const spaced = separator !== delimiter || (delimiter !== '\t' && later.length > 0 && later.every((cell) => cell.startsWith(' ')));
  const cells = records.slice(1).flat().map((cell) => cell.trim());
  const decimal = decimalOf(cells, delimiter);
  return { delimiter, separator, quote, skipInitialSpace: spaced, decimal, thousands: thousandsOf(cells, decimal), dayFirst: decimal === ',' || delimiter === ';' };
}

function trial(head: string, complete: boolean, delimiter: string): Trial[] {
  const attempt = (separator: string, quote: string | null): Trial[] => {
    const records = firstRecords(head, separator, quote, complete);
    const header = records?.[0];
    if (records === undefined || header === undefined) return [];
    const agreement = records.filter((record) => record.length === header.length).length / records.length;
    return [{ delimiter, separator, quote, records, fields: header.length, agreement }];
  };
  const spaced = head.includes(`${delimiter} "`) ? attempt(`${delimiter} `, '"') : [];
  const plain = attempt(delimiter, '"');
  const quoted = [...plain, ...spaced];
  // Quotes that do not add up are ordinary characters, if the table comes out even then.
  return quoted.length > 0 ? quoted : attempt(delimiter, null).filter(({ agreement }) => agreement === 1);
}

function decimalOf(cells: readonly string[], delimiter: string): '.' | ',' {
  let points = 0;
  let commas = 0;
  let either = 0;
  for (const cell of cells) {
    if (/^[+-]?\d*\.\d+(?:e[+-]?\d+)?$/i.test(cell) || /^[+-]?\d{1,3}(?:,\d{3})+\.\d+$/.test(cell)) points++;
    else if (/^[+-]?[1-9]\d{0,2},\d{3}$/.test(cell)) either++;
    else if (/^[+-]?\d+,\d+(?:e[+-]?\d+)?$/i.test(cell) || /^[+-]?\d{1,3}(?:[. ]\d{3})+,\d+$/.test(cell)) commas++;
  }
  if (commas === 0 && points === 0 && either > 0) return delimiter === ';' ? ',' : '.';
  return commas > points ? ',' : '.';
}

function thousandsOf(cells: readonly string[], decimal: '.' | ','): string {
  const other = [' ', "'"].find((mark) => cells.some((cell) => new RegExp(`^[+-]?\\d{1,3}(?:${mark}\\d{3})+(?:[.,]\\d+)?$`).test(cell)));
  return other ?? (decimal === '.' ? ',' : '.');
}
