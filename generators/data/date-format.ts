const MONTHS = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december'];
const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const short = (names: readonly string[]): string => names.map((name) => name.slice(0, 3)).join('|');

/** What each strftime directive matches, as pandas' strptime does. */
const DIRECTIVES: Readonly<Record<string, string>> = {
  Y: '(?<Y>\\d{4})', y: '(?<y>\\d{2})', m: '(?<m>\\d{1,2})', d: '(?<d>\\d{1,2})',
  H: '(?<H>\\d{1,2})', I: '(?<I>\\d{1,2})', M: '(?<M>\\d{2})', S: '(?<S>\\d{2})', f: '(?<f>\\d{1,6})', p: '(?<p>am|pm)',
  z: '(?<z>z|[+-]\\d{2}:?\\d{2})', b: `(?<b>${short(MONTHS)})`, B: `(?<B>${MONTHS.join('|')})`, a: `(?:${short(DAYS)})`, A: `(?:${DAYS.join('|')})`,
};

/** One way of writing dates, and how to read it. */
export interface DateFormat {
  /** For pandas; `undefined` means ISO 8601, which needs none. */
  readonly strftime: string | undefined;
  readonly timed: boolean;
  readonly zoned: boolean;
  /** Milliseconds since 1970 in UTC; NaN when the text is no such date. */
  readonly parse: (text: string) => number;
}

export function dateFormat(strftime: string): DateFormat {
  const pattern = compile(strftime);
  return { strftime, timed: /%[HI]/.test(strftime), zoned: strftime.includes('%z'), parse: (text) => instant(pattern.exec(text)?.groups) };
}

/** ISO 8601 proper, where parts may be left out from the right; a column is zoned throughout or nowhere. */
export const isoFormat = (time: 'none' | 'local' | 'zoned'): DateFormat => {
  const date = compile('%Y-%m-%d').source.slice(1, -1).replaceAll('{1,2}', '{2}');
  const clock = '[t ](?<H>\\d{2}):(?<M>\\d{2})(?::(?<S>\\d{2})(?:\\.(?<f>\\d{1,9}))?)?';
  const rest = { none: '', local: `(?:${clock})?`, zoned: `${clock} ?(?<z>z|[+-]\\d{2}(?::?\\d{2})?)` }[time];
  const pattern = new RegExp(`^${date}${rest}$`, 'i');
  return { strftime: undefined, timed: time !== 'none', zoned: time === 'zoned', parse: (text) => instant(pattern.exec(text)?.groups) };
};

/** Whether a text begins with a date so written. */
export const startsWith = (strftime: string): ((text: string) => boolean) => {
  const pattern = compile(strftime, '');
  return (text) => pattern.test(text);
};

function compile(strftime: string, end = '$'): RegExp {
  const source = strftime.replace(/%(\w)|([.*+?^${}()|[\]\\])/g, (_, directive?: string, special?: string) =>
    directive === undefined ? `\\${special}` : DIRECTIVES[directive]!);
  return new RegExp(`^${source}${end}`, 'i');
}

function instant(parts: Record<string, string | undefined> | undefined): number {
  if (parts === undefined) return NaN;
  const year = parts.Y === undefined ? centuryOf(Number(parts.y)) : Number(parts.Y);
  const named = parts.B ?? parts.b;
  const month = named === undefined ? Number(parts.m ?? 1) : MONTHS.findIndex((name) => name.startsWith(named.toLowerCase())) + 1;
  const day = Number(parts.d ?? 1);
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysOf(year, month)) return NaN;
  const hour = parts.I === undefined ? Number(parts.H ?? 0) : halfDayHour(Number(parts.I), parts.p);
  const minute = Number(parts.M ?? 0);
  const second = Number(parts.S ?? 0);
  if (!(hour < 24 && minute < 60 && second < 60)) return NaN;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.setUTCHours(hour, minute, second) + Number(`0.${parts.f ?? 0}`) * 1000 - offset(parts.z);
}

/** POSIX: 69 and above are the last century's. */
const centuryOf = (year: number): number => (year < 69 ? 2000 + year : 1900 + year);
const daysOf = (year: number, month: number): number => (month === 2 ? (leap(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31);
const leap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
const halfDayHour = (hour: number, half: string | undefined): number =>
  hour < 1 || hour > 12 ? NaN : (hour % 12) + (half?.toLowerCase() === 'pm' ? 12 : 0);

function offset(zone: string | undefined): number {
  if (zone === undefined || zone.toLowerCase() === 'z') return 0;
  const digits = zone.replace(/\D/g, '').padEnd(4, '0');
  return (zone.startsWith('-') ? -1 : 1) * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))) * 60_000;
}
