import { hasWord } from './names.ts';
import type { Order, Scalar } from '../tally/profile.ts';
import type { Facts } from './settle.ts';

/** Words that have a rank, each list from least to most. */
const SCALES: readonly (readonly string[])[] = [
  ['very low', 'low', 'medium', 'high', 'very high'],
  ['low', 'moderate', 'high'],
  ['low', 'mid', 'high'],
  ['low', 'average', 'high'],
  ['low', 'normal', 'high'],
  ['extra small', 'small', 'medium', 'large', 'extra large'],
  ['tiny', 'small', 'medium', 'large', 'huge'],
  ['xxs', 'xs', 's', 'm', 'l', 'xl', 'xxl', 'xxxl'],
  ['none', 'mild', 'moderate', 'severe', 'critical'],
  ['none', 'minor', 'major', 'critical'],
  ['low', 'medium', 'high', 'critical'],
  ['low', 'medium', 'high', 'urgent'],
  ['very poor', 'poor', 'fair', 'good', 'very good', 'excellent'],
  ['poor', 'average', 'good', 'excellent'],
  ['fair', 'good', 'very good', 'premium', 'ideal'],
  ['bad', 'average', 'good'],
  ['terrible', 'bad', 'neutral', 'good', 'great'],
  ['unsatisfactory', 'satisfactory', 'good', 'excellent'],
  ['very dissatisfied', 'dissatisfied', 'neutral', 'satisfied', 'very satisfied'],
  ['very unsatisfied', 'unsatisfied', 'neutral', 'satisfied', 'very satisfied'],
  ['strongly disagree', 'disagree', 'neutral', 'agree', 'strongly agree'],
  ['strongly disagree', 'disagree', 'neither agree nor disagree', 'agree', 'strongly agree'],
  ['never', 'rarely', 'sometimes', 'often', 'always'],
  ['never', 'seldom', 'sometimes', 'often', 'usually', 'always'],
  ['very unlikely', 'unlikely', 'neutral', 'likely', 'very likely'],
  ['primary', 'secondary', 'tertiary'],
  ['beginner', 'intermediate', 'advanced', 'expert'],
  ['novice', 'intermediate', 'expert'],
  ['junior', 'mid', 'senior'],
  ['junior', 'senior', 'lead', 'principal'],
  ['high school', 'associate', 'bachelor', 'master', 'doctorate'],
  ['high school', 'bachelor', 'master', 'phd'],
  ['high school', 'college', "bachelor's", "master's", 'doctorate'],
  ['bronze', 'silver', 'gold', 'platinum', 'diamond'],
  ['basic', 'standard', 'premium'],
  ['free', 'basic', 'pro', 'enterprise'],
  ['first', 'second', 'third', 'fourth', 'fifth'],
  ['1st', '2nd', '3rd', '4th', '5th'],
  ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
  ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december'],
  ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
  ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'],
  ['child', 'teenager', 'adult', 'senior'],
  ['young', 'middle', 'old'],
  ['low', 'below average', 'average', 'above average', 'high'],
  ['cold', 'cool', 'warm', 'hot'],
  ['negative', 'neutral', 'positive'],
];

/** The values from least to most when they are words of one scale or ranges of numbers (`0-10`, `65+`). */
export function ranked(values: readonly Scalar[]): readonly Scalar[] | undefined {
  if (values.length < 2) return undefined;
  const normal = new Map(values.map((value) => [value, String(value).trim().toLowerCase().replace(/[_-]+/g, ' ')]));
  if (new Set(normal.values()).size < values.length) return undefined;
  const scale = SCALES.find((words) => [...normal.values()].every((text) => words.includes(text)));
  // Two values of a scale, such as `good` and `bad`, may as well be two names.
  if (scale !== undefined && values.length > 2)
    return [...values].sort((one, other) => scale.indexOf(normal.get(one)!) - scale.indexOf(normal.get(other)!));
  return values.length > 2 ? rangesInOrder(values) : undefined;
}

function rangesInOrder(values: readonly Scalar[]): readonly Scalar[] | undefined {
  const starts = new Map<Scalar, number>();
  for (const value of values) {
    const text = String(value).trim();
    const range =
      /^[$€£]?(\d+(?:\.\d+)?)[k%]?\s*(?:-|–|to)\s*[$€£]?\d+(?:\.\d+)?\s*[a-z%]*$|^(?:>|>=|≥|over|above)?\s*[$€£]?(\d+(?:\.\d+)?)[k%]?\s*(?:\+|plus|and over|or more|and above)?$/i.exec(
        text,
      );
    const below = /^(?:<|<=|≤|under|below|up to)\s*[$€£]?(\d+(?:\.\d+)?)[k%]?\s*[a-z]*$/i.exec(text);
    if (below !== null) starts.set(value, Number(below[1]) - 1e9);
    else if (range !== null && (range[1] !== undefined || /\D/.test(text)))
      starts.set(value, Number(range[1] ?? range[2]) + (range[1] === undefined ? 0.5 : 0));
    else return undefined;
  }
  if (new Set(starts.values()).size < values.length) return undefined;
  return [...values].sort((one, other) => starts.get(one)! - starts.get(other)!);
}

const RATINGS = new Set([
  'rating',
  'scale',
  'score',
  'level',
  'grade',
  'quality',
  'stage',
  'rank',
  'stars',
  'star',
  'priority',
  'severity',
  'satisfaction',
  'class',
  'pclass',
  'condition',
  'tier',
  'education',
  'importance',
  'likert',
  'survey',
  'overall',
  'cond',
  'qual',
  'risk',
  'intensity',
  'difficulty',
]);
const CODES = new Set(['id', 'code', 'zip', 'zipcode', 'postal', 'postcode', 'sku', 'isbn']);
const KINDS = new Set([
  'type',
  'category',
  'cat',
  'region',
  'group',
  'cluster',
  'segment',
  'department',
  'dept',
  'store',
  'shop',
  'channel',
  'browser',
  'sex',
  'gender',
  'race',
  'ethnicity',
  'city',
  'state',
  'country',
  'brand',
  'color',
  'colour',
  'ward',
  'kind',
  'status',
]);
const INTERVALS = new Set([
  'year',
  'yr',
  'temp',
  'temperature',
  'celsius',
  'fahrenheit',
  'latitude',
  'longitude',
  'lat',
  'lon',
  'lng',
  'long',
  'ph',
  'hour',
  'month',
  'weekday',
  'day',
  'timestamp',
  'date',
  'time',
  'epoch',
]);
const COUNTS = new Set([
  'count',
  'number',
  'num',
  'n',
  'no',
  'quantity',
  'qty',
  'size',
  'amount',
  'total',
  'children',
  'siblings',
  'rooms',
  'bedrooms',
  'bathrooms',
  'visits',
  'days',
  'months',
  'years',
  'hours',
  'age',
  'tenure',
  'cars',
  'garage',
  'floors',
]);

/** R24's data order: how far the values may be compared. */
export function orderOf(name: string, facts: Facts, values: readonly Scalar[] | undefined): Order {
  if (facts.type === 'boolean') return 'nominal';
  if (facts.type === 'date') return 'interval';
  if (facts.type === 'string') return values !== undefined && ranked(values) !== undefined ? 'ordinal' : 'nominal';
  const min = Number(facts.min);
  const max = Number(facts.max);
  if (facts.distinct <= 2 && isWhole(facts) && min >= 0 && max <= 2) return 'nominal';
  if (facts.type === 'integer') {
    if (hasWord(name, CODES) || (facts.distinct <= 50 && min >= 0 && hasWord(name, KINDS))) return 'nominal';
    if (facts.distinct <= 11 && min >= 0 && max <= 10 && facts.distinct > 2 && hasWord(name, RATINGS) && !hasWord(name, COUNTS))
      return 'ordinal';
    if (min >= 1000 && max <= 2200 && (hasWord(name, INTERVALS) || (min >= 1900 && max <= 2100))) return 'interval';
  }
  return min < 0 || hasWord(name, INTERVALS) ? 'interval' : 'ratio';
}

/** 1.0 and 0.0 are whole numbers too: pandas writes integers so as soon as one is missing. */
const isWhole = (facts: Facts): boolean => facts.frequencies?.every(({ value }) => Number.isInteger(value)) ?? false;
