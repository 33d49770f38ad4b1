/** What one pass over the user's table found out; the source of `data/schema.yaml` and of the target's task. */
export type ColumnType = 'string' | 'integer' | 'float' | 'boolean' | 'date';
/** R24's data order: the scale of measurement. */
export type Order = 'nominal' | 'ordinal' | 'interval' | 'ratio';
export type Role = 'feature' | 'target' | 'identifier' | 'constant' | 'text' | 'date' | 'excluded';
export type Task = 'binary' | 'multiclass' | 'regression';
export type Scalar = string | number | boolean;

/** How the raw file is written, in the words that pandas uses. */
export interface FileFormat {
  readonly format: 'csv' | 'jsonl' | 'parquet' | 'excel';
  readonly compression: 'gzip' | null;
  readonly encoding: string;
  readonly delimiter: string | null;
  readonly quote: string | null;
  readonly decimal: '.' | ',';
  readonly thousands: string | null;
  /** Fields begin with a space that is not theirs, as in `a, b, c`. */
  readonly skipInitialSpace: boolean;
  /** What stands before a quote or a delimiter that is the value's. */
  readonly escape?: string;
  /** Lines above the header. */
  readonly skipLines?: number;
  /** Where two lines name the columns. */
  readonly headerLines?: 2;
  /** Of a workbook. */
  readonly sheet?: string;
  /** No line names the columns. */
  readonly header?: false;
  /** Where the field stands that rows have beyond the header's. */
  readonly extraField?: 'first' | 'last';
  /** Rows that do not fit are left out. */
  readonly badRows?: 'aside';
  /** What the rows begin with that are sums of others, and left out. */
  readonly totals?: readonly string[];
  /** The tokens that mean "no value" in this file. */
  readonly missing: readonly string[];
}

export interface Frequency {
  readonly value: Scalar;
  readonly count: number;
}

export interface ColumnProfile {
  readonly name: string;
  readonly type: ColumnType;
  readonly order: Order;
  readonly role: Role;
  readonly missing: number;
  /** Exact up to a bound, then an estimate. */
  readonly distinct: number;
  readonly values?: readonly Scalar[];
  readonly min?: number | string;
  readonly max?: number | string;
  /** strftime formats of a date column, tried one after the other; absent for ISO 8601. */
  readonly format?: string | readonly string[];
  /** What stands beside the numbers, such as `km` or `$`. */
  readonly unit?: string;
  /** Letters behind the numbers, with what they multiply by. */
  readonly scale?: Readonly<Record<string, number>>;
  /** In place of the file's, where the column is written otherwise. */
  readonly decimal?: '.' | ',';
  readonly thousands?: string;
  /** Every value with its count, when they are few enough to keep. */
  readonly frequencies?: readonly Frequency[];
  /** Whole numbers too long for a float: they are read as text. */
  readonly tooLong?: true;
  /** Values with other writings of them, which count as they do. */
  readonly writings?: Readonly<Record<string, readonly string[]>>;
  /** In place of the file's, where they are others in this column. */
  readonly missingWords?: readonly string[];
}

/** Rows drawn evenly from the table, column by column, as codes: equal values have equal codes, a missing one is NaN. */
export interface Sample {
  readonly rows: number;
  readonly columns: readonly Float64Array[];
}

/** Something a person should be told about the data, in one sentence. */
export interface Finding {
  readonly kind:
    | 'leakage'
    | 'personal-data'
    | 'imbalance'
    | 'few-rows'
    | 'missing-target'
    | 'duplicate-name'
    | 'duplicate-rows'
    | 'constant'
    | 'mixed-values'
    | 'all-missing'
    | 'no-header'
    | 'encoding'
    | 'bad-rows'
    | 'totals'
    | 'rare-class'
    | 'nested'
    | 'sensitive'
    | 'number-writing'
    | 'split'
    | 'writings'
    | 'missing-words'
    | 'sentinel'
    | 'identifier'
    | 'control-characters'
    | 'dates';
  readonly column?: string;
  readonly message: string;
  /** The option by which a person can say that it is otherwise. */
  readonly decides?: 'date-order' | 'decimal-mark' | 'na-words';
}

/** A table as its file and columns are. */
export interface TableFacts {
  /** snake_case of the file's name. */
  readonly table: string;
  readonly file: FileFormat;
  readonly bytes: number;
  readonly rows: number;
  readonly columns: readonly ColumnProfile[];
  readonly findings: readonly Finding[];
  /** Rows that are left out, for they do not fit: how many, and the lines of the first. */
  readonly aside: { readonly rows: number; readonly lines: readonly number[] };
  /** The first rows as they are written. */
  readonly firstRows: readonly (readonly string[])[];
}

export interface Profile extends TableFacts {
  /** For what depends on the target, which nobody has named yet. */
  readonly sample: Sample;
}

/** A table once the target is known: roles, task and findings that depend on it are settled. */
export interface TargetedFacts extends TableFacts {
  readonly target: string;
  readonly task: Task;
  /** The class whose probability the metrics speak of; binary only. */
  readonly positive?: Scalar;
}

export type TargetedProfile = Profile & TargetedFacts;
