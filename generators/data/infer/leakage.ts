import type { Sample } from '../tally/profile.ts';

/** How one column alone tells the target. */
export type Leak =
  { readonly kind: 'copy' } | { readonly kind: 'filled-in'; readonly share: number } | { readonly kind: 'tells'; readonly share: number };

const LEAST_ROWS = 30;
const LEAST_OF_A_CLASS = 5;
/** Rows sorted to look for a threshold or a common order. */
const SORTED_ROWS = 5_000;
/** The share of the otherwise wrong rows that may stay wrong. */
const LEFT_WRONG = 0.01;

/** Does a column alone tell the class? Looked for row by row in the sample, by what the other rows with the same value are. */
export function classLeak(sample: Sample, column: number, target: number): Leak | undefined {
  const { codes, classes } = pairs(sample, column, target);
  const classCounts = countsOf(classes);
  const rows = classes.length;
  const most = Math.max(...classCounts.values());
  if (rows < LEAST_ROWS || classCounts.size < 2) return undefined;

  const groups = new Map<number, Map<number, number>>();
  for (let row = 0; row < rows; row++) {
    const group = groups.get(codes[row]!) ?? new Map<number, number>();
    groups.set(codes[row]!, group);
    group.set(classes[row]!, (group.get(classes[row]!) ?? 0) + 1);
  }
  const present = [...groups.keys()].filter((code) => code !== ABSENT).length;
  const pure = [...groups.values()].every((group) => group.size === 1);
  const enoughOfEach = Math.min(...classCounts.values()) >= LEAST_OF_A_CLASS;
  if (pure && enoughOfEach && groups.size === classCounts.size) return { kind: 'copy' };

  const absent = groups.get(ABSENT);
  if (absent?.size === 1 && enoughOfEach && classCounts.size === 2) {
    const [onlyClass, count] = [...absent][0]!;
    if (count === classCounts.get(onlyClass)) return { kind: 'filled-in', share: 1 };
  }
  const wrongAnyway = rows - most;
  const right = Math.max(rightByOthers(groups), present > 20 && classCounts.size === 2 ? rightByThreshold(codes, classes) * rows : 0);
  return rows - right <= wrongAnyway * LEFT_WRONG ? { kind: 'tells', share: right / rows } : undefined;
}

/** Does a column have the target's values in another unit, or its very order? */
export function numberLeak(sample: Sample, column: number, target: number): Leak | undefined {
  const { codes, classes: values } = pairs(sample, column, target);
  const order = Array.from(codes.keys()).filter((row) => codes[row] !== ABSENT);
  const step = Math.max(1, Math.ceil(order.length / SORTED_ROWS));
  const rows = order.filter((_, at) => at % step === 0);
  if (rows.length < LEAST_ROWS || order.length < codes.length / 2) return undefined;
  const x = rows.map((row) => codes[row]!);
  const y = rows.map((row) => values[row]!);
  if (new Set(x).size < 10 || new Set(y).size < 10) return undefined;
  const linear = Math.abs(correlation(x, y));
  const ranked = Math.abs(correlation(ranks(x), ranks(y)));
  if (linear > 1 - 1e-9 || ranked > 1 - 1e-9) return { kind: 'copy' };
  const share = Math.max(linear, ranked);
  return share >= 0.995 ? { kind: 'tells', share } : undefined;
}

/** Stands for a missing value, which may tell as much as a present one. */
const ABSENT = -Infinity;

function pairs(sample: Sample, column: number, target: number): { codes: Float64Array; classes: Float64Array } {
  const codes = new Float64Array(sample.rows);
  const classes = new Float64Array(sample.rows);
  let rows = 0;
  for (let row = 0; row < sample.rows; row++) {
    const value = sample.columns[target]![row]!;
    if (Number.isNaN(value)) continue;
    const code = sample.columns[column]![row]!;
    codes[rows] = Number.isNaN(code) ? ABSENT : code;
    classes[rows++] = value;
  }
  return { codes: codes.subarray(0, rows), classes: classes.subarray(0, rows) };
}

function countsOf(values: Float64Array): Map<number, number> {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

/** Rows whose class is the most frequent one among the other rows with their value. */
function rightByOthers(groups: ReadonlyMap<number, ReadonlyMap<number, number>>): number {
  let right = 0;
  for (const group of groups.values()) {
    const [first = 0, second = 0] = [...group.values()].sort((one, other) => other - one);
    if (first > 1 && first - 1 >= second) right += first;
  }
  return right;
}

/** The best share of two classes that "below or above" one number gets right. */
function rightByThreshold(codes: Float64Array, classes: Float64Array): number {
  const step = Math.max(1, Math.ceil(codes.length / SORTED_ROWS));
  const rows = Array.from(codes.keys())
    .filter((row) => row % step === 0)
    .sort((one, other) => codes[one]! - codes[other]!);
  const first = classes[rows[0]!]!;
  const total = rows.filter((row) => classes[row] === first).length;
  let best = 0;
  let below = 0;
  for (let at = 0; at < rows.length; at++) {
    if (classes[rows[at]!] === first) below++;
    if (at + 1 < rows.length && codes[rows[at + 1]!] === codes[rows[at]!]) continue;
    const right = below + (rows.length - at - 1 - (total - below));
    best = Math.max(best, right, rows.length - right);
  }
  return best / rows.length;
}

function correlation(x: readonly number[], y: readonly number[]): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [middleX, middleY] = [mean(x), mean(y)];
  let [together, spreadX, spreadY] = [0, 0, 0];
  for (let at = 0; at < x.length; at++) {
    const [dx, dy] = [x[at]! - middleX, y[at]! - middleY];
    together += dx * dy;
    spreadX += dx * dx;
    spreadY += dy * dy;
  }
  return spreadX === 0 || spreadY === 0 ? 0 : together / Math.sqrt(spreadX * spreadY);
}

/** Equal values share the mean of their ranks. */
function ranks(values: readonly number[]): number[] {
  const order = Array.from(values.keys()).sort((one, other) => values[one]! - values[other]!);
  const result = new Array<number>(values.length);
  for (let start = 0, end = 0; start < order.length; start = end) {
    while (end < order.length && values[order[end]!] === values[order[start]!]) end++;
    for (let at = start; at < end; at++) result[order[at]!] = (start + end - 1) / 2;
  }
  return result;
}
