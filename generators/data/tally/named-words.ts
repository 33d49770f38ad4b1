/** A word that is no number, with its count. */
export interface NamedWord {
  readonly text: string;
  /** It means no value, at least among numbers. */
  readonly missing: boolean;
  count: number;
}

/** Odd words among numbers are remembered up to this many; one more, and the column is no column of numbers. */
export const FEW_WORDS = 20;

/** The words of a column that are no numbers: those for a missing value, and the first few others. */
export class NamedWords {
  private readonly words: NamedWord[] = [];
  private others = 0;

  /** There is room for one more that means no missing value. */
  get open(): boolean {
    return this.others < FEW_WORDS;
  }

  /** Counts a word and says its place; -1 for one that there is no room for. */
  add(text: string, missing: boolean, count = 1): number {
    const found = this.words.findIndex((word) => word.text === text);
    if (found !== -1) {
      this.words[found]!.count += count;
      return found;
    }
    if (!missing && !this.open) return -1;
    if (!missing) this.others++;
    return this.words.push({ text, missing, count }) - 1;
  }

  at(place: number): NamedWord {
    return this.words[place]!;
  }

  /** Takes in those of a later part of the table, and says the place of each here. */
  absorb(later: NamedWords): readonly number[] {
    return later.words.map(({ text, missing, count }) => this.add(text, missing, count));
  }

  counts(missing: boolean): ReadonlyMap<string, number> {
    return new Map(this.words.filter((word) => word.missing === missing).map(({ text, count }) => [text, count]));
  }

  /** The same words where only their data arrived, from another thread. */
  static revived(data: object): NamedWords {
    return Object.assign(new NamedWords(), data);
  }
}
