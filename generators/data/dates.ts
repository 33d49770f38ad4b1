import { type DateFormat, dateFormat, isoFormat, startsWith } from './date-format.ts';

const CLOCKS = ['%H:%M', '%H:%M:%S', '%H:%M:%S.%f', '%I:%M %p', '%I:%M:%S %p', '%I:%M%p'];
const ZONES = ['', '%z', ' %z', ' UTC', ' GMT'];
const NAMED_MONTHS = ['%d %b %Y', '%d-%b-%Y', '%d/%b/%Y', '%d-%b-%y', '%d %b %y', '%b %d, %Y', '%b %d %Y', '%Y-%b-%d'].flatMap((format) => [format, format.replace('%b', '%B')]);
const MONTHS_ONLY = ['%Y-%m', '%Y/%m', '%m/%Y', '%b %Y', '%b-%Y', '%b-%y', '%b %y', '%B %Y', '%B-%Y'];
const WHOLE = ['%a %b %d %H:%M:%S %Y', '%a, %d %b %Y %H:%M:%S %z', '%d/%b/%Y:%H:%M:%S %z', '%A, %B %d, %Y', '%a, %d %b %Y'];

/** In the order of preference; where the data cannot tell day from month, the writer's habits elsewhere in the file do. */
function dayFormats(dayFirst: boolean): string[] {
  const numeric = ['-', '/', '.'].flatMap((mark) => {
    const [first, second] = dayFirst || mark !== '/' ? ['%d', '%m'] : ['%m', '%d'];
    return [['%Y', '%m', '%d'], [first, second, '%Y'], [second, first, '%Y'], [first, second, '%y'], [second, first, '%y'], ['%y', '%m', '%d']].map((parts) => parts.join(mark));
  });
  return [...numeric, ...NAMED_MONTHS];
}

/** With times there are thousands, so only those whose day fits the first value are made. */
function formatsFor(bytes: Buffer, start: number, end: number, dayFirst: boolean): DateFormat[] {
  const days = dayFormats(dayFirst).filter((day) => startsWith(day, bytes, start, end));
  const times = days.flatMap((day) => [' ', 'T', ', '].flatMap((gap) => CLOCKS.flatMap((clock) => ZONES.map((zone) => day + gap + clock + zone))));
  return [isoFormat(false, false), isoFormat(false, true), isoFormat(true, true), ...[...days, ...MONTHS_ONLY, ...WHOLE, ...times].map(dateFormat)];
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

/** Keeps the formats that every value so far has followed; a column is a date when one is left at the end. */
export class DateTally {
  private candidates: Candidate[] | undefined;
  private joined: readonly DateRange[] | undefined;
  private readonly dayFirst: boolean;

  constructor(dayFirst: boolean) {
    this.dayFirst = dayFirst;
  }

  /** False, and nothing changed, for a cell that follows none of the formats left. */
  add(bytes: Buffer, start: number, end: number): boolean {
    if (this.candidates === undefined) {
      const plausible = end - start >= 6 && end - start <= 40 && bytes.subarray(start, end).some(isDigit);
      if (!plausible) return false;
      this.candidates = formatsFor(bytes, start, end, this.dayFirst).map((format) => ({ format, min: Infinity, max: -Infinity }));
    }
    let left = 0;
    for (const candidate of this.candidates) {
      const at = candidate.format.parse(bytes, start, end);
      if (Number.isNaN(at)) continue;
      if (at < candidate.min) candidate.min = at;
      if (at > candidate.max) candidate.max = at;
      this.candidates[left++] = candidate;
    }
    if (left > 0) this.candidates.length = left;
    return left > 0;
  }

  /** The formats left; `undefined` as long as there was no date. */
  get ranges(): readonly DateRange[] | undefined {
    return this.joined ?? this.candidates?.map(({ format: { name, strftime, timed }, min, max }) => ({ format: { name, strftime, timed }, min, max }));
  }

  /** Keeps the formats that the dates of a later part of the table follow too; false when none is left. */
  absorb(later: readonly DateRange[] | undefined): boolean {
    if (later === undefined) return true;
    this.joined = this.ranges?.flatMap(({ format, min, max }) => {
      const same = later.find((range) => range.format.name === format.name);
      return same === undefined ? [] : [{ format, min: Math.min(min, same.min), max: Math.max(max, same.max) }];
    }) ?? later;
    return this.joined.length > 0;
  }

  /** As another thread left them: there is nothing more to be added, but to be absorbed. */
  static revived(ranges: readonly DateRange[] | undefined): DateTally {
    const tally = new DateTally(false);
    tally.joined = ranges;
    return tally;
  }

  /** Of instants with a zone, the range in UTC. */
  get result(): { format?: string; min: string; max: string } | undefined {
    const best = this.ranges?.[0];
    if (best === undefined || best.min > best.max) return undefined;
    const { strftime, timed } = best.format;
    const written = (at: number): string => {
      const iso = new Date(at).toISOString();
      return timed ? iso.slice(0, 23).replace('.000', '') : iso.slice(0, 10);
    };
    // Outward, since a range that cuts off fractions would not hold its own ends.
    return { ...(strftime === undefined ? {} : { format: strftime }), min: written(Math.floor(best.min)), max: written(Math.ceil(best.max)) };
  }
}
