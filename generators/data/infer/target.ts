import { usageError } from '../../core/errors.ts';
import { nearest } from '../../core/nearest.ts';
import { condensed } from './findings.ts';
import { wordsOf } from './names.ts';
import type { ColumnProfile, Finding, Profile, Scalar, TargetedProfile, Task } from '../tally/profile.ts';
import { grouped } from '../tally/count.ts';
import { targetFindings } from './target-findings.ts';

/** Names of targets, the surest first. */
const TARGET_NAMES = [
  'target',
  'label',
  'class',
  'y',
  'outcome',
  'churn',
  'churned',
  'response',
  'survived',
  'default',
  'fraud',
  'diagnosis',
  'species',
  'quality',
  'price',
  'saleprice',
];
/** Such a word within a name says the same. */
const TARGET_WORDS = ['target', 'churn', 'churned', 'survived', 'fraud', 'default', 'diagnosis'];
const POSITIVE = new Set([
  'yes',
  'y',
  'true',
  't',
  '1',
  'positive',
  'pos',
  'malignant',
  'bad',
  'churn',
  'churned',
  'fraud',
  'spam',
  'sick',
  'default',
  'success',
  'good',
  'win',
  'pass',
  'present',
  'abnormal',
  'high',
  '>50k',
  '>50k.',
]);
const NEGATIVE = new Set([
  'no',
  'n',
  'false',
  'f',
  '0',
  '-1',
  'negative',
  'neg',
  'benign',
  'ham',
  'healthy',
  'none',
  'normal',
  'absent',
  'failure',
  'fail',
  'loss',
  'low',
  '<=50k',
  '<=50k.',
]);

/** Findings that say how a column is read, whatever it is for. */
const ABOUT_VALUES: ReadonlySet<Finding['kind']> = new Set([
  'duplicate-name',
  'mixed-values',
  'number-writing',
  'writings',
  'missing-words',
  'sentinel',
  'control-characters',
  'dates',
] as const);

export const MOST_CLASSES = 100;
const NUMERIC_CLASSES = 10;
const TOO_LONG = 'its whole numbers are beyond 9,007,199,254,740,992, which no float tells apart';
/** The squares of a million such numbers can still be added up. */
const LARGEST = 1e150;
/** Fewer cannot be divided into train, test and folds. */
const LEAST_ROWS = 10;

const usable = (column: ColumnProfile): boolean =>
  column.distinct > 1 && column.role !== 'identifier' && column.type !== 'date' && column.role !== 'text';

/** The column most likely meant: by its name, else the last one that could be. */
export function guessTarget(profile: Profile): string | undefined {
  const candidates = profile.columns.filter((column) => usable(column) && tasksOf(column, profile.rows).length > 0);
  const named = (is: (words: readonly string[], name: string) => boolean, names: readonly string[]): ColumnProfile | undefined =>
    names.flatMap((name) => candidates.filter((column) => is(wordsOf(column.name), name)))[0];
  const found = named((words, name) => words.join('') === name, TARGET_NAMES) ?? named((words, name) => words.includes(name), TARGET_WORDS);
  return (found ?? candidates.at(-1))?.name;
}

/**
 * Settles what depends on the target: task, positive class, its role, and what a person should know.
 * `grouped` names the column of the groups and what is alike in all rows of one: they tell the target by telling the group.
 */
export function withTarget(profile: Profile, target: string, task: 'auto' | Task, grouped: readonly string[] = []): TargetedProfile {
  const column = profile.columns.find(({ name }) => name === target) ?? fail(profile, target);
  if (column.distinct === 0) throw usageError(`The target \`${target}\` has no values at all.`, 'Choose another column with --target.');
  if (column.distinct === 1)
    throw usageError(
      `The target \`${target}\` has only one value, so there is nothing to learn.`,
      'Choose another column with --target, or give rows of other classes too.',
    );
  const known = profile.rows - column.missing;
  if (known < LEAST_ROWS)
    throw usageError(
      `Only ${known} rows have a value in the target \`${target}\`.`,
      `At least ${LEAST_ROWS} are needed, hundreds for a score to mean something.`,
    );
  const settled = settleTask(column, profile.rows, task);
  const size = Math.max(Math.abs(Number(column.min)), Math.abs(Number(column.max)));
  if (settled === 'regression' && size > LARGEST)
    throw usageError(
      `\`${target}\` cannot be predicted: it goes up to ${size.toPrecision(1)}, and no float holds the squares of such errors.`,
      'Give it in a larger unit, or its logarithm.',
    );
  const lone = settled === 'binary' ? column.frequencies!.find(({ count }) => count === 1) : undefined;
  if (lone !== undefined)
    throw usageError(
      `Only one row has \`${lone.value}\` in the target \`${target}\`, which cannot be both learnt and tested.`,
      'Give more rows of that class.',
    );
  const positive = settled === 'binary' ? positiveOf(column) : undefined;
  const changed = asTarget(column, settled);
  const columns = profile.columns.map((other) => (other === column ? changed : other));
  const { findings, excluded } = targetFindings({ ...profile, columns }, changed, settled, positive, grouped);
  const settledColumns = columns.map((other) => (excluded.has(other.name) ? { ...other, role: 'excluded' as const } : other));
  if (!settledColumns.some(({ role }) => role === 'feature' || role === 'text' || role === 'date'))
    throw nothingToLearnFrom(settledColumns, target);
  return {
    ...profile,
    columns: settledColumns,
    findings: condensed([...profile.findings.filter(({ column: about, kind }) => about !== target || ABOUT_VALUES.has(kind)), ...findings]),
    target,
    task: settled,
    ...(positive === undefined ? {} : { positive }),
  };
}

/** Classes are names whatever they look like; a number to be predicted is none. */
function asTarget(column: ColumnProfile, task: Task): ColumnProfile {
  if (task !== 'regression') {
    const values = column.values ?? column.frequencies!.map(({ value }) => value);
    // pandas writes 1.0 for a class 1 as soon as a row has none.
    const type = column.type === 'float' && values.every(Number.isInteger) ? 'integer' : column.type;
    return { ...column, type, role: 'target', order: column.order === 'ordinal' ? 'ordinal' : 'nominal', values };
  }
  const { values, ...rest } = column;
  return {
    ...rest,
    role: 'target',
    order: column.order === 'interval' ? 'interval' : 'ratio',
    ...(column.min === undefined && values !== undefined ? { min: values[0] as number, max: values.at(-1) as number } : {}),
  };
}

function nothingToLearnFrom(columns: readonly ColumnProfile[], target: string): Error {
  const others = columns
    .filter(({ name }) => name !== target)
    .slice(0, 5)
    .map(({ name, role }) => `${name} (${role})`);
  return usageError(
    `Besides the target \`${target}\` no column is left to learn from: ${others.join(', ')}.`,
    'Give a table with at least one feature that varies and says more than who the row is.',
  );
}

function fail(profile: Profile, target: string): never {
  const names = profile.columns.map(({ name }) => name);
  const meant = nearest(target, names);
  const all = names.slice(0, 12).join(', ') + (names.length > 12 ? ', …' : '');
  throw usageError(`The table has no column \`${target}\`.`, meant === undefined ? `Its columns: ${all}` : `Did you mean \`${meant}\`?`);
}

/** Why a column can be no target whatever else holds, in a few words. */
export function targetProblem(column: ColumnProfile, rows: number): string | undefined {
  if (column.distinct < 2) return column.distinct === 0 ? 'it has no values' : 'it has only one value';
  if (rows - column.missing < LEAST_ROWS) return `only ${rows - column.missing} rows have a value in it`;
  return tasksOf(column, rows).length > 0 ? undefined : whyNoTask(column);
}

const whyNoTask = ({ type, tooLong, distinct }: ColumnProfile): string =>
  type === 'date' ? 'it holds dates' : tooLong === true ? TOO_LONG : `it has ${grouped(distinct)} different values that are no numbers`;

/** The tasks that a column could be the target of, the likeliest first. */
function tasksOf(column: ColumnProfile, rows: number): Task[] {
  const numeric = column.type === 'integer' || column.type === 'float';
  const classes = column.frequencies;
  const countable = classes !== undefined && column.distinct <= MOST_CLASSES && column.distinct * 2 <= rows - column.missing;
  const classification: Task[] = countable && column.type !== 'date' ? [column.distinct === 2 ? 'binary' : 'multiclass'] : [];
  if (!numeric) return classification;
  const whole = classes?.every(({ value }) => Number.isInteger(value)) ?? false;
  const fewClasses =
    column.distinct === 2 || (whole && column.distinct <= NUMERIC_CLASSES && column.distinct * 10 <= rows - column.missing);
  return fewClasses ? [...classification, 'regression'] : ['regression', ...(whole ? classification : [])];
}

function settleTask(column: ColumnProfile, rows: number, task: 'auto' | Task): Task {
  const possible = tasksOf(column, rows);
  const { name, distinct } = column;
  if (possible.length === 0) {
    throw usageError(
      `\`${name}\` cannot be the target: ${whyNoTask(column)}.`,
      `Choose a column of numbers or of at most ${MOST_CLASSES} classes with --target.`,
    );
  }
  if (task === 'auto') return possible[0]!;
  if (possible.includes(task)) return task;
  const why =
    task === 'regression'
      ? column.tooLong === true
        ? TOO_LONG
        : 'its values are no numbers'
      : task === 'binary'
        ? `it has ${grouped(distinct)} different values, not two`
        : distinct === 2
          ? 'it has only two values'
          : `its ${grouped(distinct)} different values are no classes`;
  throw usageError(
    `The task ${task} does not fit the target \`${name}\`: ${why}.`,
    `Use --task ${possible.join(' or --task ')}, or leave it out.`,
  );
}

/** The class whose name says so, else the rarer one, else the later one. */
function positiveOf(column: ColumnProfile): Scalar {
  const [first, second] = column.frequencies!;
  const says = (words: ReadonlySet<string>, { value }: { value: Scalar }): boolean => words.has(String(value).trim().toLowerCase());
  if (says(POSITIVE, second!) !== says(POSITIVE, first!)) return says(POSITIVE, second!) ? second!.value : first!.value;
  if (says(NEGATIVE, second!) !== says(NEGATIVE, first!)) return says(NEGATIVE, second!) ? first!.value : second!.value;
  return first!.count < second!.count ? first!.value : second!.value;
}
