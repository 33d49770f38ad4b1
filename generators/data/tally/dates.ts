import { type DateFormat, dateFormat, isoFormat, startsWith } from './date-format.ts';

const CLOCKS = ['%H:%M', '%H:%M:%S', '%H:%M:%S.%f', '%I:%M %p', '%I:%M:%S %p', '%I:%M%p'];
const ZONES = ['', '%z', ' %z', ' UTC', ' GMT'];
const NAMED_MONTHS = ['%d %b %Y', '%d-%b-%Y', '%d/%b/%Y', '%d-%b-%y', '%d %b %y', '%b %d, %Y', '%b %d %Y', '%Y-%b-%d'].flatMap((format) => [
  format,
  format.replace('%b', '%B'),
]);
const MONTHS_ONLY = ['%Y-%m', '%Y/%m', '%m/%Y', '%b %Y', '%b-%Y', '%b-%y', '%b %y', '%B %Y', '%B-%Y'];
const WHOLE = [
  '%a %b %d %H:%M:%S %Y',
  ...ZONES.map((zone) => `%a, %d %b %Y %H:%M:%S${zone}`),
  '%d/%b/%Y:%H:%M:%S %z',
  '%A, %B %d, %Y',
  '%a, %d %b %Y',
];

/** What the writer's habits suggest of day and month, or a person said. */
export interface DateOrder {
  readonly dayFirst: boolean;
  readonly orderSaid?: boolean;
}

/** In the order of preference; where the data cannot tell day from month, the writer's habits elsewhere in the file do. */
function dayFormats({ dayFirst, orderSaid = false }: DateOrder): string[] {
  const numeric = ['-', '/', '.'].flatMap((mark) => {
    const [first, second] = dayFirst || (mark !== '/' && !orderSaid) ? ['%d', '%m'] : ['%m', '%d'];
    return [
      ['%Y', '%m', '%d'],
      [first, second, '%Y'],
      [second, first, '%Y'],
      [first, second, '%y'],
      [second, first, '%y'],
      ['%y', '%m', '%d'],
    ].map((parts) => parts.join(mark));
  });
  return [...numeric, ...NAMED_MONTHS];
}

/** With times there are thousands, so only those whose day fits the first value are made. */
function formatsFor(bytes: Buffer, start: number, end: number, order: DateOrder): DateFormat[] {
  const days = dayFormats(order).filter((day) => startsWith(day, bytes, start, end));
  const times = days.flatMap((day) =>
    [' ', 'T', ', '].flatMap((gap) => CLOCKS.flatMap((clock) => ZONES.map((zone) => day + gap + clock + zone))),
  );
  return [
    isoFormat(false, false),
    isoFormat(false, true),
    isoFormat(true, true),
    ...[...days, ...MONTHS_ONLY, ...WHOLE, ...times].map(dateFormat),
  ];
}

const isDigit = (byte: number): boolean => byte >= 48 && byte <= 57;

interface Candidate {
  readonly format: DateFormat;
  min: number;
  max: number;
}

/** A format that all dates have followed, without the means to read more of them, and their range. */
export interface DateRange {
  readonly format: Omit<DateFormat, 'parse'>;
  readonly min: number;
  readonly max: number;
}

/** A column may mix so many formats. */
const MOST_FORMATS = 3;

/** What the dates of a column are written in. */
export interface DatesFound {
  /** strftime, or `ISO8601`, of each way of writing. */
  readonly formats: readonly string[];
  readonly min: string;
  readonly max: string;
  /** Day and month could be the other way round: the format that fits as well. */
  readonly either: string | undefined;
  /** Two ways of writing that differ in nothing but the order of day and month. */
  readonly contradictory: boolean;
}

/** Keeps, for each way of writing, the formats that all its values so far have followed. */
export class DateTally {
  private groups: Candidate[][] = [];
  private joined: readonly (readonly DateRange[])[] | undefined;
  private readonly order: DateOrder;

  constructor(order: DateOrder) {
    this.order = order;
  }

  /** False, and nothing changed, for a cell that is no date, or of one way of writing too many. */
  add(bytes: Buffer, start: number, end: number): boolean {
    if (this.groups.some((group) => addTo(group, bytes, start, end))) return true;
    const plausible = end - start >= 6 && end - start <= 40 && bytes.subarray(start, end).some(isDigit);
    if (!plausible || this.groups.length === MOST_FORMATS) return false;
    const group = formatsFor(bytes, start, end, this.order).map((format): Candidate => ({ format, min: Infinity, max: -Infinity }));
    if (!addTo(group, bytes, start, end)) return false;
    this.groups.push(group);
    return true;
  }

  /** The formats left of each way of writing. */
  get ranges(): readonly (readonly DateRange[])[] {
    return (
      this.joined ??
      this.groups.map((group) =>
        group.map(({ format: { name, strftime, timed }, min, max }) => ({ format: { name, strftime, timed }, min, max })),
      )
    );
  }

  /** Takes in a later part of the table; false when that makes one way of writing too many. */
  absorb(later: readonly (readonly DateRange[])[]): boolean {
    const joined = [...this.ranges];
    for (const group of later) {
      const at = joined.findIndex((own) => common(own, group).length > 0);
      if (at === -1) joined.push(group);
      else joined[at] = common(joined[at]!, group);
    }
    this.joined = joined;
    return joined.length <= MOST_FORMATS;
  }

  /** As another thread left them: there is nothing more to be added, but to be absorbed. */
  static revived(ranges: readonly (readonly DateRange[])[]): DateTally {
    const tally = new DateTally({ dayFirst: false });
    tally.joined = ranges;
    return tally;
  }

  /** Of instants with a zone, the range in UTC. */
  get result(): DatesFound | undefined {
    const groups = this.ranges;
    if (groups.length === 0) return undefined;
    const best = groups.map(([first]) => first!);
    const timed = best.some(({ format }) => format.timed);
    const written = (at: number): string => {
      const iso = new Date(at).toISOString();
      return timed ? iso.slice(0, 23).replace('.000', '') : iso.slice(0, 10);
    };
    const formats = best.map(({ format }) => format.strftime ?? 'ISO8601');
    // Outward, since a range that cuts off fractions would not hold its own ends.
    const [min, max] = [Math.min(...best.map((range) => range.min)), Math.max(...best.map((range) => range.max))];
    const other = swapped(formats[0]!);
    const asked = this.order.orderSaid !== true && other !== formats[0];
    const either = asked ? groups[0]!.find(({ format }) => format.strftime === other)?.format.strftime : undefined;
    return {
      formats,
      min: written(Math.floor(min)),
      max: written(Math.ceil(max)),
      either,
      contradictory: formats.some((one, at) => formats.slice(at + 1).includes(swapped(one))),
    };
  }
}

/** The formats of a group that a cell follows too, if any does. */
function addTo(group: Candidate[], bytes: Buffer, start: number, end: number): boolean {
  let left = 0;
  for (const candidate of group) {
    const at = candidate.format.parse(bytes, start, end);
    if (Number.isNaN(at)) continue;
    if (at < candidate.min) candidate.min = at;
    if (at > candidate.max) candidate.max = at;
    group[left++] = candidate;
  }
  if (left > 0) group.length = left;
  return left > 0;
}

function common(one: readonly DateRange[], other: readonly DateRange[]): DateRange[] {
  return one.flatMap(({ format, min, max }) => {
    const same = other.find((range) => range.format.name === format.name);
    return same === undefined ? [] : [{ format, min: Math.min(min, same.min), max: Math.max(max, same.max) }];
  });
}

/** The same with day and month the other way round. */
const swapped = (strftime: string): string => strftime.replace(/%[dm]/g, (directive) => (directive === '%d' ? '%m' : '%d'));
