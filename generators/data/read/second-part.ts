import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { packageRoot } from '../../core/package-root.ts';
import { type Encoding, EncodingFault } from './decode.ts';
import { type Division, middleOf } from './division.ts';
import { type Outcome, type Part, readPart, tallyOfPart } from './part.ts';
import type { Source } from './source.ts';
import type { TableTally } from '../tally/tally.ts';
import { TextFault } from './text-fault.ts';

/** Of the bundle; the sources run in one thread. */
const program = join(packageRoot, 'dist', 'part-thread.js');
const bundled = import.meta.url.endsWith('.js');

/** The second half of a table, read while the first one is if there is a thread to spare. */
export class SecondPart {
  readonly start: number;
  private part: Part | undefined;
  private readonly worker: Worker | undefined;
  /** `undefined` when there is no thread, or it ended without a word, as for want of memory. */
  private readonly outcome: Promise<Outcome | undefined>;

  constructor(start: number, threads: number) {
    this.start = start;
    const worker =
      threads > 1 && bundled && existsSync(program) ? new Worker(program, { resourceLimits: { maxYoungGenerationSizeMb: 8 } }) : undefined;
    this.worker = worker;
    this.outcome = new Promise((resolve) => {
      if (worker === undefined) resolve(undefined);
      worker
        ?.once('message', resolve)
        .once('error', () => resolve(undefined))
        .once('exit', () => resolve(undefined));
    });
  }

  /** Tells the thread, which has had the time to start, what to read. */
  begin(part: Part): void {
    this.part = part;
    this.worker?.postMessage(part);
  }

  get begun(): boolean {
    return this.part !== undefined;
  }

  /** What was found in it; `line` is the one it begins on. */
  async tally(line: number): Promise<TableTally> {
    const part = this.part!;
    try {
      return restored(part, await this.outcome) ?? (await readPart(part));
    } catch (cause) {
      throw cause instanceof TextFault ? new TextFault(line - 1 + cause.line, cause.kind, cause.values, cause.columns) : cause;
    }
  }

  async stop(): Promise<void> {
    await this.worker?.terminate();
  }
}

/** Hands on the second part where the table can be divided, and leaves no thread behind. */
export async function withSecondPart<T>(
  source: Source,
  encoding: Encoding,
  division: Division,
  use: (second: SecondPart | undefined) => Promise<T>,
): Promise<T> {
  const middle = await middleOf(source, encoding, division);
  if (middle === undefined) return use(undefined);
  const second = new SecondPart(middle, division.threads);
  try {
    return await use(second);
  } finally {
    await second.stop();
  }
}

function restored({ header, dialect }: Part, outcome: Outcome | undefined): TableTally | undefined {
  if (outcome === undefined) return undefined;
  if ('found' in outcome) {
    const tally = tallyOfPart(header.length, dialect);
    tally.restore(outcome.found);
    return tally;
  }
  const { fault } = outcome;
  throw fault === 'encoding' ? new EncodingFault() : new TextFault(fault.line, fault.kind, fault.values, fault.columns);
}
