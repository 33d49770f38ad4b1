import { CsvScanner, type RecordTaker } from './csv-scanner.ts';
import type { Dialect } from './dialect-form.ts';
import { TextFault } from './text-fault.ts';

/** A record longer than this is a quote that is never closed, or no table. */
const LONGEST_RECORD = 16 * 1024 * 1024;

/** Hands on the records of UTF-8 text that comes in pieces; what a piece cuts off is kept for the next. */
export class CsvReader {
  private readonly scanner: CsvScanner;
  private readonly taker: RecordTaker;
  private waiting = Buffer.allocUnsafe(1024 * 1024);
  private length = 0;
  private tried = 0;

  constructor(dialect: Dialect, taker: RecordTaker) {
    this.scanner = new CsvScanner(dialect);
    this.taker = taker;
  }

  async read(pieces: AsyncIterable<Uint8Array>): Promise<void> {
    for await (const piece of pieces) {
      this.take(piece);
      // What was cut off is read again from its beginning: a long record waits for twice as much, so that this stays linear.
      if (this.length >= 2 * this.tried) this.scan(false);
    }
  }

  /** No more pieces will come. */
  finish(): void {
    this.scan(true);
  }

  /** What has come so far ended with a record. */
  get complete(): boolean {
    return this.length === 0;
  }

  /** The line on which the next record begins. */
  get nextLine(): number {
    return this.scanner.nextLine;
  }

  private take(piece: Uint8Array): void {
    const start = this.length;
    this.length += piece.length;
    if (this.length > this.waiting.length) this.waiting = Buffer.concat([this.waiting.subarray(0, start)], 2 * this.length);
    this.waiting.set(piece, start);
    const nul = piece.indexOf(0);
    if (nul !== -1) throw new TextFault(this.nextLine + newlines(this.waiting, start + nul), 'nul');
  }

  private scan(last: boolean): void {
    const { scanner, waiting, length } = this;
    const done = scanner.scan(waiting, length, last, this.taker);
    waiting.copyWithin(0, done, length);
    this.length = this.tried = length - done;
    if (this.tried > LONGEST_RECORD) throw new TextFault(scanner.nextLine, 'endless');
  }
}

const newlines = (bytes: Buffer, end: number): number => bytes.subarray(0, end).reduce((count, byte) => count + Number(byte === 10), 0);
