import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { templatesRoot } from '../core/package-root.ts';

/** A real data set that ships inside scikit-learn, for projects without data of their own, as the card beside it says. */
export interface Sample {
  /** The file, compressed. */
  readonly source: string;
  readonly task: string;
  readonly target: string;
  readonly description: string;
  readonly origin: string;
  readonly licence: string;
  /** Why a model may predict it nearly without error. */
  readonly near_perfect?: string;
}

export const datasets = join(templatesRoot, 'datasets');

export const allSamples = (): Sample[] =>
  readdirSync(datasets)
    .sort()
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => ({
      ...(parse(readFileSync(join(datasets, name), 'utf8')) as Omit<Sample, 'source'>),
      source: join(datasets, name.replace(/\.yaml$/, '.csv.gz')),
    }));

/** The sample for a task; for `auto`, the one with two classes. */
export function sampleFor(task: string | undefined): Sample {
  const cards = allSamples();
  const wanted = cards.some((card) => card.task === task) ? task : 'binary';
  return cards.find((card) => card.task === wanted)!;
}
