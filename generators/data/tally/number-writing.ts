import { BLANKS, DASHES, type NumberWriting } from './number-text.ts';

type Mark = '.' | ',';

/** What the numbers of a column show of how they are written. */
export interface NumberEvidence {
  /** A mark that certainly stands before a fraction, as in `1.5`, `0,950` or `1.234,5`. */
  readonly decimal: Mark | undefined;
  /** A mark that certainly groups digits, as in `1.234.567`, `12,34,567`, `1 234` or `1'234`. */
  readonly thousands: string | undefined;
  /** A mark that could do either: all that is known are numbers such as `1.074`, and how many. */
  readonly either: Mark | undefined;
  readonly eithers: number;
  /** Numbers without any mark, below a thousand and above. */
  readonly below: boolean;
  readonly above: boolean;
  readonly unit: string;
  readonly scale: NumberWriting['scale'];
  /** More than one unit, so that the numbers are of different kinds. */
  readonly units: readonly string[];
}

/** Few numbers that could be either say nothing against what the rest of the file shows. */
const FEW_EITHER = 10;

interface Decision {
  readonly writing: NumberWriting;
  /** The mark might as well stand before the fraction (or, if it is taken for that, group digits). */
  readonly either: boolean;
}

const GAP = `[${BLANKS}]*`;
/** What stands before the digits, the digits with their marks, and what stands behind them. */
const PIECES = new RegExp(
  `^${GAP}\\(?${GAP}[+${DASHES}]?${GAP}([^\\d,(+${DASHES}]*?)${GAP}[+${DASHES}]?${GAP}([.,]?\\d(?:[\\d.,'\\u2019${BLANKS}]*\\d)?[.,]?)([eE][+-]?\\d+)?${GAP}(\\D*?(?:\\p{L}[23])?)${GAP}[${DASHES}]?${GAP}\\)?${GAP}$`,
  'u',
);
const CURRENCIES =
  'USD|EUR|GBP|JPY|CHF|CAD|AUD|NZD|CNY|RMB|HKD|SGD|INR|KRW|SEK|NOK|DKK|PLN|CZK|HUF|RON|BGN|TRY|RUB|UAH|ILS|ZAR|BRL|MXN|ARS|CLP|COP|PEN|THB|IDR|MYR|PHP|VND|TWD|AED|SAR|EGP|NGN|KES|PKR|BDT|LKR|Rs\\.?|kr\\.?|Fr\\.?|zł|Kč|Ft|лв\\.?|R';
const CURRENCY = new RegExp(`^(?:[A-Z]{0,3}\\p{Sc}|${CURRENCIES})$`, 'iu');
/** A word of few letters, with what units are made of: `km/h`, `m²`, `°C`, `sq ft`, `%`, `+`. */
const UNIT = /^(?:\+|[%‰°"″′\p{Sc}\p{L}µ][\p{L}\p{Sc}²³/°.%·*^-]{0,11}[23]?|\p{L}{1,5}\.? \p{Ll}{1,5}\.?[23]?)$/u;
/** `12A` is a seat or a flat; 12 A are amperes, and few other units of one capital letter stand at the digits. */
const CODE = /\d(?![KMBVWL])\p{Lu}\s*$/u;
/** Such words say what the number counts within, not in what. */
const NO_UNIT = /^(?:st|nd|rd|th|am|pm|a\.m\.|p\.m\.|e)$/i;
const SCALE: Readonly<Record<string, number>> = {
  k: 1e3,
  tsd: 1e3,
  тыс: 1e3,
  万: 1e4,
  lakh: 1e5,
  m: 1e6,
  mn: 1e6,
  mln: 1e6,
  млн: 1e6,
  mio: 1e6,
  million: 1e6,
  millions: 1e6,
  crore: 1e7,
  cr: 1e7,
  億: 1e8,
  亿: 1e8,
  b: 1e9,
  bn: 1e9,
  mld: 1e9,
  млрд: 1e9,
  mrd: 1e9,
  billion: 1e9,
};
const factorOf = (letter: string): number | undefined => SCALE[letter.toLowerCase().replace(/\.$/, '')];

const ONE_IN_TWENTY = 0.05;

/** Of cells as they are written; those without a digit tell nothing. */
function evidenceOf(cells: ReadonlySet<string>): NumberEvidence {
  const marks = new Marks();
  const units = new Units();
  let numbers = 0;
  let withUnit = 0;
  let others = 0;
  for (const cell of cells) {
    const pieces = PIECES.exec(cell);
    let [, before = '', body = '', exponent = '', after = ''] = pieces ?? [];
    // The point of `Rs.500` is the word's.
    if (/\p{L}$/u.test(before) && body.startsWith('.')) [before, body] = [`${before}.`, body.slice(1)];
    if (pieces !== null && !CODE.test(cell) && units.add(before, after)) {
      marks.add(body, exponent !== '');
      numbers++;
      if (before + after !== '') withUnit++;
    } else if (/\d/.test(cell)) others++;
  }
  const { unit, units: several, scale } = units.result;
  return {
    ...marks.result,
    ...(numbers > others && withUnit > ONE_IN_TWENTY * numbers
      ? { unit, units: several, scale }
      : { unit: '', units: [], scale: undefined }),
  };
}

/** The digits of numbers and what stands between them. */
class Marks {
  private readonly decimals = new Map<Mark, number>();
  private readonly groups = new Map<string, number>();
  private readonly eithers = new Map<Mark, number>();
  private below = false;
  private above = false;

  add(body: string, raised: boolean): void {
    const between = body.replace(/\d/g, '');
    if (between === '') {
      if (body.length <= 3) this.below = true;
      else this.above = true;
      return;
    }
    const last = between.at(-1)!;
    const decimal = last === '.' || last === ',' ? (last as Mark) : undefined;
    if (decimal === undefined) return this.group(body, '');
    if (between.length > 1 && between !== last.repeat(between.length)) return this.group(body, decimal);
    if (between.length > 1) return this.group(body, '');
    const fraction = body.length - body.indexOf(last) - 1;
    // Before three digits, of which not the first is a zero, it could group.
    if (!raised && fraction === 3 && /^[1-9]\d{0,2}\D/.test(body)) count(this.eithers, decimal);
    else count(this.decimals, decimal);
  }

  /** More than one mark, or one that groups: are there groups before the decimal mark? */
  private group(body: string, decimal: '' | Mark): void {
    const whole = decimal === '' ? body : body.slice(0, body.lastIndexOf(decimal));
    const mark = /\D/.exec(whole)![0];
    const same = whole.split(mark);
    if (!/^[1-9]\d{0,2}$/.test(same[0]!) || !same.slice(1, -1).every((part) => /^\d{2,3}$/.test(part)) || !/^\d{3}$/.test(same.at(-1)!))
      return;
    count(this.groups, mark === '.' || mark === ',' ? mark : /['\u2019]/.test(mark) ? "'" : ' ');
    if (decimal !== '') count(this.decimals, decimal);
  }

  get result(): Omit<NumberEvidence, 'unit' | 'units' | 'scale'> {
    const { below, above } = this;
    const thousands = most(this.groups);
    const decimal = most(this.decimals);
    return {
      decimal: decimal === thousands ? undefined : decimal,
      thousands,
      either: most(this.eithers),
      eithers: sum(this.eithers),
      below,
      above,
    };
  }
}

/** Words and signs beside the numbers. */
class Units {
  private readonly words = new Map<string, Map<string, number>>();
  private readonly letters = new Map<string, number>();
  private plain = 0;

  /** False for a cell that is no number with a unit. */
  add(before: string, after: string): boolean {
    if (before === '' && after === '') return this.plain++ >= 0;
    if (before !== '' && !CURRENCY.test(before)) return false;
    const letter = factorOf(after) === undefined ? '' : after;
    if (before !== '' && after !== '' && letter === '') return this.withLetterAndUnit(before, after);
    if (letter === '' && after !== '' && (!UNIT.test(after) || NO_UNIT.test(after))) return this.withLetterAndUnit('', after);
    if (letter === '') this.unit(before + after);
    else {
      count(this.letters, letter);
      if (before !== '') this.unit(before);
    }
    return true;
  }

  /** `1.5M €` */
  private withLetterAndUnit(before: string, after: string): boolean {
    const [, letter = '', unit = ''] = /^(\p{L}+\.?) *(\p{Sc}|[A-Z]{3}|\p{L}{2,3}\.?)$/iu.exec(after) ?? [];
    if (factorOf(letter) === undefined || before !== '' || !CURRENCY.test(unit)) return false;
    count(this.letters, letter);
    this.unit(unit);
    return true;
  }

  private unit(word: string, times = 1): void {
    const spellings = this.words.get(word.toLowerCase()) ?? new Map<string, number>();
    this.words.set(word.toLowerCase(), spellings);
    count(spellings, word, times);
  }

  get result(): Pick<NumberEvidence, 'unit' | 'scale' | 'units'> {
    const scale = this.scale;
    if (scale === undefined) for (const [letter, times] of this.letters) this.unit(letter, times);
    const words = [...this.words.values()]
      .map((spellings) => ({ word: most(spellings)!, times: sum(spellings) }))
      .sort((one, other) => other.times - one.times);
    const all = words.reduce((total, { times }) => total + times, 0);
    const [first] = words;
    if (first === undefined || first.times >= (1 - ONE_IN_TWENTY) * all) return { unit: first?.word ?? '', scale, units: [] };
    return { unit: '', scale: undefined, units: words.map(({ word }) => word) };
  }

  /** Letters multiply where there are several of them, or one beside money or beside plain numbers: `5 m` are metres, if all are. */
  private get scale(): NumberWriting['scale'] {
    const letters = [...new Set([...this.letters.keys()].map((letter) => letter.toLowerCase()))].sort();
    const money = this.words.size > 0 && [...this.words.values()].every((spellings) => CURRENCY.test(most(spellings)!));
    const multiply = this.words.size === 0 ? letters.length > 1 || (letters[0] === 'k' && this.plain > 0) : money;
    const spelled = [...this.letters].sort(([, one], [, other]) => other - one).map(([letter]) => letter);
    return letters.length > 0 && multiply
      ? Object.fromEntries(letters.map((letter) => [spelled.find((one) => one.toLowerCase() === letter)!, factorOf(letter)!]))
      : undefined;
  }
}

function count<K>(counts: Map<K, number>, key: K, times = 1): void {
  counts.set(key, (counts.get(key) ?? 0) + times);
}
const sum = (counts: ReadonlyMap<unknown, number>): number => [...counts.values()].reduce((total, one) => total + one, 0);
const most = <K>(counts: ReadonlyMap<K, number>): K | undefined => [...counts].sort(([, one], [, other]) => other - one)[0]?.[0];

/** The decimal mark of most columns that show one; `undefined` when none does. */
function decimalOfFile(columns: readonly NumberEvidence[]): Mark | undefined {
  const marks = new Map<Mark, number>();
  for (const { decimal } of columns) if (decimal !== undefined) count(marks, decimal);
  return most(marks);
}

/** Whoever divides by semicolons usually has commas in numbers. */
export const usualDecimal = (delimiter: string | null): Mark => (delimiter === ';' ? ',' : '.');

const other = (mark: string): Mark => (mark === ',' ? '.' : ',');

/** How a column is written: where its own numbers do not tell, by what the rest of the file shows, else as such files usually are. */
function decide(evidence: NumberEvidence, shown: Mark | undefined, usual: Mark, said: Mark | undefined): Decision {
  const { decimal, thousands, either, eithers, below, above, unit, scale } = evidence;
  const as = (mark: Mark, group: string | undefined, either = false): Decision => ({
    writing: { decimal: mark, thousands: group ?? other(mark), unit, scale },
    either,
  });
  if (decimal !== undefined) return as(decimal, thousands);
  if (thousands !== undefined) return as(thousands === '.' || thousands === ',' ? other(thousands) : (shown ?? usual), thousands);
  if (either === undefined) return as(shown ?? usual, undefined);
  if (said !== undefined) return said === either ? as(either, undefined) : as(other(either), either);
  // `1500` beside `1.074`: whoever groups, groups all.
  if (above) return as(either, undefined);
  // `1,074` among English numbers is no question.
  const english = usual === '.' && either === ',';
  if (below && (shown !== either || eithers >= FEW_EITHER)) return as(other(either), either, shown !== other(either) && !english);
  return as(shown ?? usual, undefined, shown === undefined && !english);
}

/** How the numbers of a file are written. */
export interface NumbersOfFile {
  /** In most columns. */
  readonly decimal: Mark;
  readonly numbers: readonly NumberWriting[];
}

export interface Decisions extends NumbersOfFile {
  /** Columns whose mark might as well do the other. */
  readonly either: readonly boolean[];
  readonly evidence: readonly NumberEvidence[];
}

/** By some cells of each column; where they could be read two ways, as a person `said`. */
export function decideAll(columns: readonly ReadonlySet<string>[], usual: Mark, said?: Mark): Decisions {
  const evidence = columns.map(evidenceOf);
  const shown = decimalOfFile(evidence);
  const decisions = evidence.map((one) => decide(one, shown, said ?? usual, said));
  return {
    decimal: shown ?? said ?? usual,
    numbers: decisions.map(({ writing }) => writing),
    either: decisions.map(({ either }) => either),
    evidence,
  };
}

/** Whether a column that was read by the first way of writing would be read otherwise by the second. */
export function differs(one: NumberWriting, other: NumberWriting, { decimal, thousands, either, unit, scale }: NumberEvidence): boolean {
  if (one.unit !== other.unit || JSON.stringify(one.scale) !== JSON.stringify(other.scale))
    return unit !== '' || scale !== undefined || one.unit !== '' || one.scale !== undefined;
  const marked = decimal !== undefined || thousands !== undefined || either !== undefined;
  return marked && (one.decimal !== other.decimal || one.thousands !== other.thousands);
}
