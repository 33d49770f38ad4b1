import { usageError } from '../../core/errors.ts';
import { nearest } from '../../core/nearest.ts';
import { type Entity, entityOf } from './entities.ts';
import { wordsOf } from './names.ts';
import { countsTime } from './number-times.ts';
import { grouped } from '../tally/count.ts';
import type { ColumnProfile, TableFacts, Finding, Profile } from '../tally/profile.ts';

/** What the table shows about how its rows should be divided into training and test. */
export interface SplitAdvice {
  readonly entity: Entity | undefined;
  /** The column that says when each row came to be. */
  readonly time: string | undefined;
}

/** Days that say when something about a person or thing began or ends, not when the row was made. */
const NOT_OF_THE_ROW = new Set([
  'birth',
  'birthday',
  'birthdate',
  'born',
  'dob',
  'expiry',
  'expires',
  'expiration',
  'due',
  'until',
  'deadline',
  'valid',
  'founded',
  'built',
  'hired',
  'hire',
  'joined',
  'joining',
  'registered',
  'registration',
  'end',
  'cancelled',
  'closed',
]);
const OF_THE_ROW = new Set([
  'timestamp',
  'datetime',
  'date',
  'time',
  'day',
  'month',
  'week',
  'period',
  'created',
  'recorded',
  'measured',
  'observed',
  'event',
  'order',
  'transaction',
  'at',
  'ts',
]);
const LEAST_TIMES = 10;
/** Folds of the emitted pipeline, and the test. */
const LEAST_GROUPS = 4;

/** Looks once for each target that is thought of. */
export function splitAdvisor(profile: Profile): (target: string) => SplitAdvice {
  const known = new Map<string, SplitAdvice>();
  return (target) => {
    const advice = known.get(target) ?? { entity: entityOf(profile, target), time: timeOf(profile, target) };
    known.set(target, advice);
    return advice;
  };
}

/** The date that says when a row came to be: known in every row, the best name first; dates before numbers that count time. */
function timeOf({ columns }: Profile, target: string): string | undefined {
  const whole = columns.filter(({ name, missing, distinct }) => missing === 0 && distinct >= LEAST_TIMES && name !== target);
  const written = whole.filter(({ type, role }) => type === 'date' && role === 'date');
  const dates = written.length > 0 ? written : whole.filter(countsTime);
  const possible = dates.filter(({ name }) => !wordsOf(name).some((word) => NOT_OF_THE_ROW.has(word)));
  return (possible.find(({ name }) => wordsOf(name).some((word) => OF_THE_ROW.has(word))) ?? possible[0])?.name;
}

export interface SplitAnswers {
  readonly target: string;
  readonly split: 'auto' | 'random' | 'group' | 'time';
  readonly group: string | null;
  readonly time: string | null;
}

/** What `auto` comes to; throws where the table does not allow what was asked for. */
export function settleSplit(profile: TableFacts, { target, split, group, time }: SplitAnswers): 'random' | 'group' | 'time' {
  if (split === 'group' && group === null)
    throw usageError('--split group needs the column of what the rows belong to.', 'Name it with --group.');
  if (split === 'time' && time === null)
    throw usageError('--split time needs a column that says when each row came to be.', 'Name it with --time.');
  if (group !== null) checkGroup(columnOf(profile, group, 'group', target), profile.rows);
  if (time !== null) checkTime(columnOf(profile, time, 'time', target), profile.rows);
  return split !== 'auto' ? split : time !== null ? 'time' : group !== null ? 'group' : 'random';
}

function columnOf({ columns }: TableFacts, name: string, flag: string, target: string): ColumnProfile {
  const names = columns.map((column) => column.name);
  const near = nearest(name, names);
  const found = columns.find((column) => column.name === name);
  if (found === undefined)
    throw usageError(
      `--${flag}: there is no column \`${name}\`.`,
      near === undefined ? `There are ${names.slice(0, 20).join(', ')}.` : `Did you mean \`${near}\`?`,
    );
  if (name === target) throw usageError(`--${flag}: \`${name}\` is the target.`, `Name another column, or leave --${flag} out.`);
  return found;
}

function checkGroup({ name, distinct, missing }: ColumnProfile, rows: number): void {
  if (distinct >= rows - missing)
    throw usageError(
      `--group: no value of \`${name}\` occurs twice, so it groups nothing.`,
      'Name a column that several rows share, or leave --group out.',
    );
  if (distinct < LEAST_GROUPS)
    throw usageError(
      `--group: \`${name}\` has ${distinct === 1 ? 'one group' : `${distinct} groups`}; folds and a test need at least ${LEAST_GROUPS}.`,
      'Name a column with more values, or leave --group out.',
    );
}

function checkTime({ name, type, missing }: ColumnProfile, rows: number): void {
  if (type !== 'date' && type !== 'integer' && type !== 'float')
    throw usageError(`--time: \`${name}\` holds neither dates nor numbers.`, 'Name the column that says when each row came to be.');
  if (missing > 0)
    throw usageError(
      `--time: \`${name}\` is missing in ${grouped(missing)} of ${grouped(rows)} rows.`,
      'Fill it in, name a time that every row has, or split another way: --split random.',
    );
}

/** What names an entity is no feature: what is learned about one would hold for no other. */
export function withGroup(columns: readonly ColumnProfile[], group: string | null): readonly ColumnProfile[] {
  const left = columns.some(({ name, role }) => name !== group && (role === 'feature' || role === 'text' || role === 'date'));
  return columns.map((column) =>
    column.name === group && left && column.role !== 'excluded' ? { ...column, role: 'identifier' } : column,
  );
}

/** What a person is told: why the rows are divided as they are, or what the table shows against it. */
export function splitFindings({ entity, time }: SplitAdvice, chosen: SplitAnswers): Finding[] {
  const findings: Finding[] = [];
  const tell = (column: string, message: string): number => findings.push({ kind: 'split', column, message });
  if (entity !== undefined) {
    const { column, rowsEach, alike } = entity;
    const seen =
      alike.length === 0
        ? ''
        : `, alike in ${alike
            .slice(0, 2)
            .map((name) => `\`${name}\``)
            .join(' and ')}${alike.length > 2 ? ` and ${alike.length - 2} more` : ''}`;
    if (chosen.group === column)
      tell(column, `Rows of one \`${column}\` belong together (${rowsEach.toFixed(1)} each${seen}): the split keeps them on one side.`);
    else if (chosen.group === null)
      tell(column, `Rows of one \`${column}\` may stand on both sides of the split; --group ${column} keeps them together.`);
  }
  if (time !== undefined) {
    if (chosen.time === time)
      tell(time, `\`${time}\` orders the rows: the newest are the test, as a model in use also meets what comes later.`);
    else if (chosen.time === null)
      tell(time, `\`${time}\` orders the rows, and the split does not keep that order; --split time --time ${time} tests on the newest.`);
  }
  return findings;
}
