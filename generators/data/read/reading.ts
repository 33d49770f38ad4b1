/** What a person said about how the table is to be read; the rest is found out. */
export interface Reading {
  readonly encoding?: string | undefined;
  readonly sheet?: string | undefined;
  readonly badRows?: string | undefined;
  /** `day-first` or `month-first`, where dates could be either. */
  readonly dateOrder?: string | undefined;
  /** `point` or `comma`, where either could stand before a fraction. */
  readonly decimalMark?: string | undefined;
  /** Whether words such as `NA` are `missing` or `values`, where they could be either. */
  readonly naWords?: string | undefined;
}
