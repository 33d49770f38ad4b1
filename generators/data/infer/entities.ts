import { wordsOf } from './names.ts';
import type { ColumnProfile, Profile } from '../tally/profile.ts';

/** A column whose value names what several rows are about, and how that was seen. */
export interface Entity {
  readonly column: string;
  readonly rowsEach: number;
  /** Columns that hardly change from one of its rows to the next. */
  readonly alike: readonly string[];
}

const ENTITIES = new Set([
  'customer',
  'client',
  'user',
  'member',
  'account',
  'patient',
  'subject',
  'participant',
  'person',
  'employee',
  'student',
  'household',
  'respondent',
  'device',
  'machine',
  'vehicle',
  'sensor',
  'animal',
  'donor',
  'driver',
  'player',
  'speaker',
]);
const IDENTIFYING = new Set(['id', 'ids', 'uuid', 'guid', 'key', 'identifier', 'number', 'no', 'nr', 'code']);
/** Fewer cannot be divided into folds and a test. */
const LEAST_ENTITIES = 5;
/** A kind with a few dozen values (a country, a product group) also repeats; beyond, values count individuals. */
const MANY_VALUES = 20;
const ROWS_EACH = 1.2;
const ALIKE_WITHIN = 0.9;
const ALIKE_ANYHOW = 0.6;
/** Of the variance of a number, at most so much within an entity. */
const NEAR_WITHIN = 0.1;
const LEAST_PAIRS = 20;

/** The column of the entity that several rows belong to: by its name, else because its rows are alike in most other columns. */
export function entityOf(profile: Profile, target: string): Entity | undefined {
  const repeating = profile.columns.filter((column) => column.name !== target && repeats(column, profile.rows));
  const named = repeating.filter(isNamed);
  const found = (named.length > 0 ? named : repeating.filter(mayName)).flatMap((column) => {
    const at = profile.columns.indexOf(column);
    const others = profile.columns.flatMap((other, place) =>
      place !== at && other.distinct > 1 && !sameThing(other, column) ? [place] : [],
    );
    const alike = others.filter((place) => isAlike(profile.columns[place]!, profile.sample.columns[place]!, profile.sample.columns[at]!));
    if (named.length === 0 && (alike.length < 2 || alike.length < others.length / 2)) return [];
    const rowsEach = (profile.rows - column.missing) / column.distinct;
    return [{ column: column.name, rowsEach, alike: alike.map((place) => profile.columns[place]!.name) }];
  });
  return found.sort((a, b) => b.alike.length - a.alike.length)[0];
}

const repeats = ({ type, role, distinct, missing }: ColumnProfile, rows: number): boolean =>
  type !== 'float' &&
  type !== 'date' &&
  type !== 'boolean' &&
  role !== 'text' &&
  distinct >= LEAST_ENTITIES &&
  rows - missing >= ROWS_EACH * distinct;

const mayName = ({ distinct }: ColumnProfile): boolean => distinct >= MANY_VALUES;

function isNamed({ name, distinct, role }: ColumnProfile): boolean {
  const words = wordsOf(name);
  const identifies = words.some((word) => IDENTIFYING.has(word));
  const entity = words.some((word) => ENTITIES.has(word) || ENTITIES.has(word.replace(/(id|s)$/, '')));
  if (entity) return identifies || words.some((word) => word.endsWith('id')) || (words.length === 1 && distinct > MANY_VALUES);
  return identifies && role === 'identifier' && distinct > MANY_VALUES;
}

/** One value for each of the other's: another name of the same thing, which says nothing about its rows. */
const sameThing = (one: ColumnProfile, other: ColumnProfile): boolean => one.distinct === other.distinct;

function isAlike({ type }: ColumnProfile, values: Float64Array, entities: Float64Array): boolean {
  return hardlyChanges(values, entities) || ((type === 'integer' || type === 'float') && staysNear(values, entities));
}

/** Whether numbers differ little within an entity, beside how they differ anyhow. */
function staysNear(values: Float64Array, entities: Float64Array): boolean {
  const last = new Map<number, number>();
  let [pairs, within, known, sum, squares] = [0, 0, 0, 0, 0];
  for (const [row, value] of values.entries()) {
    const entity = entities[row]!;
    if (Number.isNaN(value) || Number.isNaN(entity)) continue;
    const before = last.get(entity);
    if (before !== undefined) [pairs, within] = [pairs + 1, within + (value - before) ** 2 / 2];
    last.set(entity, value);
    [known, sum, squares] = [known + 1, sum + value, squares + value ** 2];
  }
  return pairs >= LEAST_PAIRS && within / pairs <= NEAR_WITHIN * (squares / known - (sum / known) ** 2);
}

/** Whether two rows of one entity nearly always agree in a column in which any two rows often do not. */
function hardlyChanges(values: Float64Array, entities: Float64Array): boolean {
  const last = new Map<number, number>();
  const counts = new Map<number, number>();
  let pairs = 0;
  let equal = 0;
  let known = 0;
  for (const [row, value] of values.entries()) {
    const entity = entities[row]!;
    if (Number.isNaN(value) || Number.isNaN(entity)) continue;
    const before = last.get(entity);
    if (before !== undefined) {
      pairs += 1;
      if (before === value) equal += 1;
    }
    last.set(entity, value);
    counts.set(value, (counts.get(value) ?? 0) + 1);
    known += 1;
  }
  const anyhow = [...counts.values()].reduce((sum, count) => sum + (count / known) ** 2, 0);
  return pairs >= LEAST_PAIRS && equal >= ALIKE_WITHIN * pairs && anyhow <= ALIKE_ANYHOW;
}
