import { condensed } from '../data/infer/findings.ts';
import type { ColumnProfile, FileFormat, Profile, TargetedProfile } from '../data/tally/profile.ts';
import { visible } from '../data/read/visible.ts';

/** What a person is shown of a table, in words; terminal, page and JSON say the same. */
export interface Description {
  readonly title: string;
  readonly form: string;
  readonly size: string;
  readonly target: string;
  readonly columns: readonly DescribedColumn[];
  readonly warnings: readonly string[];
}

export interface DescribedColumn {
  readonly name: string;
  readonly type: string;
  readonly order: string;
  readonly role: string;
  readonly missing: string;
  /** Range, values or how many there are, with the unit. */
  readonly values: string;
}

const number = (value: number): string => value.toLocaleString('en', { maximumFractionDigits: 6 });
const VALUES_SHOWN = 6;

export function describe(name: string, profile: Profile, likely: string | undefined): Description {
  const { rows, columns, aside, file, findings } = profile;
  const targeted = 'target' in profile ? (profile as TargetedProfile) : undefined;
  return {
    title: name,
    form: formOf(file),
    size: `${number(rows)} rows × ${columns.length} columns${aside.rows > 0 ? `, ${number(aside.rows)} rows set aside` : ''}`,
    target:
      targeted === undefined
        ? `not said${likely === undefined ? '' : `; likely ${visible(likely)}`}`
        : `${visible(targeted.target)} (${targeted.task})`,
    columns: columns.map((column) => describeColumn(column, rows)),
    warnings: condensed(findings).map(({ message }) => visible(message)),
  };
}

function formOf(file: FileFormat): string {
  const { format, compression, encoding, delimiter, quote, escape, decimal, thousands, sheet, skipLines, headerLines, header, extraField } =
    file;
  if (format === 'excel')
    return `Excel, sheet ${sheet}${skipLines === undefined ? '' : `, ${skipLines} rows above the header`}${headerLines === undefined ? '' : ', a header of two rows'}`;
  if (format === 'parquet') return 'Parquet';
  const parts = [
    format === 'jsonl' ? 'JSON Lines' : `delimiter ${JSON.stringify(delimiter)}`,
    compression,
    encoding,
    format === 'csv' && quote !== '"' ? `quote ${quote ?? 'none'}` : null,
    escape === undefined ? null : `escape ${escape}`,
    decimal === '.' ? null : `decimal ${decimal}`,
    thousands === null ? null : `thousands ${JSON.stringify(thousands)}`,
    skipLines === undefined ? null : `${skipLines} lines above the header`,
    headerLines === undefined ? null : 'a header of two lines',
    header === false ? 'no header' : null,
    extraField === undefined ? null : `one field more than the header, ${extraField}`,
  ];
  return parts.filter((part) => part !== null).join(', ');
}

function describeColumn(column: ColumnProfile, rows: number): DescribedColumn {
  const { name, type, order, role, missing, format } = column;
  return {
    name: visible(name),
    type: format === undefined ? type : `${type} ${format}`,
    order,
    role,
    missing: missing === 0 ? '' : share(missing, rows),
    values: valuesOf(column),
  };
}

const share = (missing: number, rows: number): string => {
  const percent = (100 * missing) / rows;
  return percent < 0.1 ? '<0.1 %' : percent > 99.9 && missing < rows ? '>99.9 %' : `${percent.toFixed(1)} %`;
};

function valuesOf({ values, frequencies, min, max, distinct, unit }: ColumnProfile): string {
  const beside = unit === undefined ? '' : ` ${unit}`;
  if (min !== undefined && max !== undefined) return `${shown(min)} to ${shown(max)}${beside}`;
  const known = values ?? frequencies?.map(({ value }) => value);
  if (known === undefined || known.length > 2 * VALUES_SHOWN) return `${number(distinct)} different`;
  const rest = known.length - VALUES_SHOWN;
  return `${known.slice(0, VALUES_SHOWN).map(shown).join(', ')}${rest > 0 ? `, … ${rest} more` : ''}${beside}`;
}

const shown = (value: string | number | boolean): string => (typeof value === 'number' ? number(value) : visible(String(value)));
