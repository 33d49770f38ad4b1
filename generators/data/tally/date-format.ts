const MONTHS = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december'];
const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/** One way of writing dates, and how to read it. */
export interface DateFormat {
  readonly name: string;
  /** For pandas; `undefined` means ISO 8601, which needs none. */
  readonly strftime: string | undefined;
  readonly timed: boolean;
  /** Milliseconds since 1970 in UTC; NaN when the text is no such date. */
  readonly parse: (bytes: Buffer, start: number, end: number) => number;
}

/**
 * Reads a cell from left to right, field by field; one reader serves all formats, for this runs once per cell. A
 * failed step leaves `ok` false.
 */
class Reader {
  bytes: Buffer = Buffer.alloc(0);
  at = 0;
  end = 0;
  ok = true;
  year = 0;
  month = 1;
  day = 1;
  hour = 0;
  minute = 0;
  second = 0;
  milliseconds = 0;
  offset = 0;
  afternoon: boolean | undefined;

  reset(bytes: Buffer, start: number, end: number): void {
    this.bytes = bytes;
    this.at = start;
    this.end = end;
    this.ok = true;
    this.month = this.day = 1;
    this.year = this.hour = this.minute = this.second = this.milliseconds = this.offset = 0;
    this.afternoon = undefined;
  }

  digits(least: number, most: number): number {
    let value = 0;
    let read = 0;
    while (read < most && this.at < this.end) {
      const digit = this.bytes[this.at]! - 48;
      if (!(digit >= 0 && digit <= 9)) break;
      value = value * 10 + digit;
      this.at++;
      read++;
    }
    if (read < least) this.ok = false;
    return value;
  }

  literal(code: number): void {
    if (this.sees(code)) this.at++;
    else this.ok = false;
  }

  sees(code: number): boolean {
    return this.at < this.end && this.bytes[this.at] === code;
  }

  /** The place of the name that stands here, whole or by its first three letters. */
  name(names: readonly string[], whole: boolean): number {
    const found = names.findIndex((name) => {
      const expected = whole ? name : name.slice(0, 3);
      return this.bytes.toString('latin1', this.at, Math.min(this.at + expected.length, this.end)).toLowerCase() === expected;
    });
    if (found === -1) this.ok = false;
    else this.at += whole ? names[found]!.length : 3;
    return found;
  }

  fraction(most: number): void {
    const start = this.at;
    const value = this.digits(1, most);
    this.milliseconds = (value * 1000) / 10 ** (this.at - start);
  }

  zone(): void {
    if (this.sees(90) || this.sees(122)) {
      this.at++;
      return;
    }
    const west = this.sees(45);
    if (!west && !this.sees(43)) this.ok = false;
    this.at++;
    const hours = this.digits(2, 2);
    if (this.sees(58)) this.at++;
    const minutes = this.at < this.end ? this.digits(2, 2) : 0;
    this.offset = (west ? -1 : 1) * (hours * 60 + minutes) * 60_000;
  }

  /** The instant, if the text was read to its end and is a real date. */
  instant(): number {
    const { year, month, day, minute, second } = this;
    if (!this.ok || this.at !== this.end) return NaN;
    let { hour } = this;
    if (this.afternoon !== undefined) {
      if (hour < 1 || hour > 12) return NaN;
      hour = (hour % 12) + (this.afternoon ? 12 : 0);
    }
    if (year < 100 || month < 1 || month > 12 || day < 1 || day > daysOf(year, month) || hour > 23 || minute > 59 || second > 59)
      return NaN;
    return Date.UTC(year, month - 1, day, hour, minute, second) + this.milliseconds - this.offset;
  }
}

const daysOf = (year: number, month: number): number =>
  month === 2 ? (leap(year) ? 29 : 28) : month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
const leap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

const reader = new Reader();

/** What each strftime directive reads, as pandas' strptime does. */
const DIRECTIVES: Readonly<Record<string, () => void>> = {
  Y: () => {
    reader.year = reader.digits(4, 4);
  },
  // POSIX: 69 and above are the last century's.
  y: () => {
    const year = reader.digits(2, 2);
    reader.year = year < 69 ? 2000 + year : 1900 + year;
  },
  m: () => {
    reader.month = reader.digits(1, 2);
  },
  d: () => {
    reader.day = reader.digits(1, 2);
  },
  H: () => {
    reader.hour = reader.digits(1, 2);
  },
  I: () => {
    reader.hour = reader.digits(1, 2);
  },
  M: () => {
    reader.minute = reader.digits(2, 2);
  },
  S: () => {
    reader.second = reader.digits(2, 2);
  },
  f: () => {
    reader.fraction(6);
  },
  p: () => {
    reader.afternoon = reader.name(['am', 'pm'], true) === 1;
  },
  z: () => {
    reader.zone();
  },
  b: () => {
    reader.month = reader.name(MONTHS, false) + 1;
  },
  B: () => {
    reader.month = reader.name(MONTHS, true) + 1;
  },
  a: () => {
    reader.name(DAYS, false);
  },
  A: () => {
    reader.name(DAYS, true);
  },
};

function compile(strftime: string): readonly (() => void)[] {
  return (strftime.match(/%?./gsu) ?? []).map((piece) => {
    const code = piece.charCodeAt(0);
    return piece.startsWith('%') ? DIRECTIVES[piece.slice(1)]! : () => reader.literal(code);
  });
}

function run(steps: readonly (() => void)[], bytes: Buffer, start: number, end: number): void {
  reader.reset(bytes, start, end);
  for (const step of steps) {
    step();
    if (!reader.ok) return;
  }
}

export function dateFormat(strftime: string): DateFormat {
  const steps = compile(strftime);
  const parse: DateFormat['parse'] = (bytes, start, end) => {
    run(steps, bytes, start, end);
    return reader.instant();
  };
  return { name: strftime, strftime, timed: /%[HI]/.test(strftime), parse };
}

/** Whether a cell begins with a date so written. */
export function startsWith(strftime: string, bytes: Buffer, start: number, end: number): boolean {
  run(compile(strftime), bytes, start, end);
  return reader.ok;
}

/** ISO 8601 proper, where parts may be left out from the right; a column is zoned throughout or nowhere. */
export function isoFormat(zoned: boolean, timed: boolean): DateFormat {
  const parse: DateFormat['parse'] = (bytes, start, end) => {
    reader.reset(bytes, start, end);
    reader.year = reader.digits(4, 4);
    reader.literal(45);
    reader.month = reader.digits(2, 2);
    reader.literal(45);
    reader.day = reader.digits(2, 2);
    if (timed && (zoned || reader.at < end)) isoClock(zoned);
    return reader.instant();
  };
  return { name: `ISO 8601${timed ? ', timed' : ''}${zoned ? ', zoned' : ''}`, strftime: undefined, timed, parse };
}

function isoClock(zoned: boolean): void {
  if (!reader.sees(32) && !reader.sees(84)) reader.ok = false;
  reader.at++;
  reader.hour = reader.digits(2, 2);
  reader.literal(58);
  reader.minute = reader.digits(2, 2);
  if (reader.sees(58)) {
    reader.at++;
    reader.second = reader.digits(2, 2);
    if (reader.sees(46)) {
      reader.at++;
      reader.fraction(9);
    }
  }
  if (zoned) reader.zone();
}
