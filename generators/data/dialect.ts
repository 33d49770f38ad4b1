import { firstRecords } from './first-records.ts';
import type { NumberWriting } from './number-text.ts';
import { decideAll, usualDecimal } from './number-writing.ts';

/** How a delimited text is written. */
export interface Dialect {
  readonly delimiter: string;
  /** `null` when quotes are ordinary characters in this file. */
  readonly quote: string | null;
  /** Fields begin with a space that is not theirs, as in `a, b, c`. */
  readonly skipInitialSpace: boolean;
  readonly decimal: '.' | ',';
  /** How each column's numbers are written. */
  readonly numbers: readonly NumberWriting[];
  /** The writer's habits suggest 31.12. rather than 12/31. */
  readonly dayFirst: boolean;
}

const DELIMITERS = [',', '\t', ';', '|'] as const;

interface Trial {
  readonly delimiter: string;
  /** The delimiter, with its space where quotes come after one. */
  readonly separator: string;
  readonly quote: string | null;
  readonly records: readonly (readonly string[])[];
  /** False when the quotes do not add up: reading on will tell where. */
  readonly sound: boolean;
  readonly fields: number;
  /** The share of records with as many fields as the header. */
  readonly agreement: number;
}

/** From the beginning of the text; `undefined` when no delimiter makes a table of it. */
export function sniffDialect(head: string, complete: boolean): Dialect | undefined {
  const trials = DELIMITERS.flatMap((delimiter) => trial(head, complete, delimiter));
  const best = trials.filter(({ fields }) => fields > 1).sort((one, other) => Number(other.sound) - Number(one.sound) || other.agreement - one.agreement || other.fields - one.fields)[0];
  if (best === undefined) return undefined;
  const { delimiter, separator, quote, records } = best;
  const later = records.flatMap((record) => record.slice(1)).filter((cell) => cell !== '');
  const spaced = separator !== delimiter || (delimiter !== '\t' && later.length > 0 && later.every((cell) => cell.startsWith(' ')));
  const columns = records[0]!.map((_, column) => new Set(records.slice(1).map((record) => record[column] ?? '')));
  const { decimal, numbers } = decideAll(columns, usualDecimal(delimiter));
  return { delimiter, quote, skipInitialSpace: spaced, decimal, numbers, dayFirst: decimal === ',' || delimiter === ';' };
}

/** How many fields most records have, when the first one has no delimiter: something else stands above the header. */
export function fieldsBelow(head: string, complete: boolean): number | undefined {
  for (const delimiter of DELIMITERS) {
    const { records } = firstRecords(head, delimiter, '"', complete);
    const widths = records.map(({ length }) => length).sort((one, other) => one - other);
    const usual = widths[Math.floor(widths.length / 2)] ?? 1;
    if (usual > 1 && records[0]!.length === 1) return usual;
  }
  return undefined;
}

function trial(head: string, complete: boolean, delimiter: string): Trial[] {
  const attempt = (separator: string, quote: string | null): Trial[] => {
    const { records, sound } = firstRecords(head, separator, quote, complete);
    const header = records[0];
    if (header === undefined) return [];
    const agreement = records.filter((record) => record.length === header.length).length / records.length;
    return [{ delimiter, separator, quote, records, sound, fields: header.length, agreement }];
  };
  const quoted = [...attempt(delimiter, '"'), ...(head.includes(`${delimiter} "`) ? attempt(`${delimiter} `, '"') : [])];
  if (quoted.some(({ sound }) => sound)) return quoted;
  const plain = attempt(delimiter, null).filter(({ records, agreement }) => agreement === 1 && quotesAreText(records));
  return plain.length > 0 ? plain : quoted;
}

/** Quotes that do not add up are ordinary characters where none encloses a value and more than one stands alone. */
function quotesAreText(records: readonly (readonly string[])[]): boolean {
  const cells = records.flat().filter((cell) => cell.includes('"'));
  return cells.length > 2 && !cells.some((cell) => cell.length > 1 && cell.startsWith('"') && cell.endsWith('"'));
}
