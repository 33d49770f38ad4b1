import { TextCell } from '../tally/cell.ts';
import { isBlank } from '../tally/missing.ts';
import type { NumberWriting } from '../tally/number-text.ts';
import { NumberScanner } from '../tally/numbers.ts';
import type { TableTally } from '../tally/tally.ts';

/** What a report writes before a sum of the rows above it. */
const TOTAL =
  /^(?:(?:grand|sub|over-?all)[ -]?)?totals?\b|\b(?:sub-?|grand )?totals?:?$|^(?:gesamt|summe|zwischensumme|insgesamt|sum|sums|somme|sous-total|ensemble|suma|razem|celkem|spolu|totaal|eindtotaal|subtotaal|totale|summa|sammanlagt|samlet|i alt|totalt|yhteensä|összesen|toplam|ukupno|iš viso|kopā|kokku|jumlah|tổng(?: cộng)?|σύνολο|итого|всего|всього|разом|общо|укупно|المجموع|الإجمالي|סה"כ|รวม|कुल|합계|총계|소계|合计|总计|小计|合計|小計|総計)(?!\p{L})|^gesamtsumme$/iu;
const LONGEST_LABEL = 40;
/** Sums are often shown rounded. */
const ROUNDED = 1e-3;

const labelOf = (cells: readonly string[]): string => cells.find((cell) => cell.trim() !== '')?.trim() ?? '';

/** Words that may mark a row as a total: short ones, in columns with which a row may begin, for each sends the reader through the table once more. */
export function totalWords({ columns }: TableTally): ReadonlySet<string> {
  const full = columns.findIndex(({ blank, tokens }) => blank === 0 && ![...tokens.keys()].some(isBlank));
  const first = full === -1 ? columns : columns.slice(0, full + 1);
  const words = first
    .filter(({ typed, texts }) => !typed && texts > 0)
    .flatMap(({ words: all, otherWords }) => [...all, ...otherWords.keys()]);
  return new Set(words.map((word) => word.trim()).filter((word) => word.length <= LONGEST_LABEL && TOTAL.test(word)));
}

/** Rows that begin with such a word, and whether they are the sums of rows above them. */
export class TotalRows {
  readonly lines: number[] = [];
  private readonly labels = new Set<string>();
  private summed = 0;
  private readonly scanners: readonly NumberScanner[];
  private readonly whole: number[];
  private readonly sinceLast: number[];
  private addends = 0;
  private readonly cell = new TextCell();
  private readonly words: ReadonlySet<string>;

  constructor(words: ReadonlySet<string>, numbers: readonly NumberWriting[]) {
    this.words = words;
    this.scanners = numbers.map((writing) => new NumberScanner(writing));
    this.whole = numbers.map(() => 0);
    this.sinceLast = numbers.map(() => 0);
  }

  /** Whether a row is none of the table; any other is added up. */
  take(line: number, cells: readonly string[]): boolean {
    const values = this.scanners.map((scanner, at) => this.valueOf(scanner, cells[at] ?? ''));
    if (!this.words.has(labelOf(cells))) {
      for (const [at, value] of values.entries()) {
        this.whole[at]! += value ?? 0;
        this.sinceLast[at]! += value ?? 0;
      }
      this.addends++;
      return false;
    }
    this.lines.push(line);
    this.labels.add(labelOf(cells));
    if (
      this.addends > 1 &&
      values.some((value, at) => value !== undefined && (isSum(value, this.whole[at]!) || isSum(value, this.sinceLast[at]!)))
    )
      this.summed++;
    this.sinceLast.fill(0);
    return true;
  }

  /** What marks the rows, if most of them are sums: a word alone may be a brand's name. */
  get proven(): readonly string[] {
    return this.summed > this.lines.length / 2 ? [...this.labels] : [];
  }

  private valueOf(scanner: NumberScanner, text: string): number | undefined {
    this.cell.set(text);
    return scanner.scan(this.cell.bytes, 0, this.cell.length) ? scanner.value : undefined;
  }
}

const isSum = (value: number, sum: number): boolean => sum !== 0 && Math.abs(value - sum) <= ROUNDED * Math.abs(sum);
