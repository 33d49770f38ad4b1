import { resolve } from 'node:path';
import type { TableFacts, Finding, Profile, TargetedFacts, Task } from '../data/tally/profile.ts';
import { forFile } from '../core/engine.ts';
import { columnNamed } from '../data/infer/names.ts';
import { settleSplit, type SplitAdvice, splitFindings, withGroup } from '../data/infer/split-advice.ts';
import { readAlphabetsFor } from '../options/alphabets.ts';
import type { Context } from '../options/define.ts';
import type { Answers } from '../options/schema.ts';
import { missingError } from '../options/missing.ts';
import { readingOf } from '../options/reading-options.ts';
import { type Given, settle } from '../options/settle.ts';
import type { Layer } from '../layers/layer.ts';
import { type Sample, sampleFor } from './samples.ts';

/** All that a plan is made from: answers, and what is known of the data. */
export interface Prepared {
  readonly answers: Answers;
  readonly table: TargetedFacts;
  /** The file that becomes `data/raw/…`. */
  readonly source: string;
  readonly sample: Sample | undefined;
  /** The standard that the project follows, the lowest layer first. */
  readonly layers?: readonly Layer[];
}

export interface ReadTable {
  readonly source: string;
  readonly profile: TableFacts;
  readonly likelyTarget: string | undefined;
  readonly splitAdvice: (target: string) => SplitAdvice;
  /** What is settled once the target is known, and the columns by which rows are kept together. */
  readonly targeted: (target: string, task: Task | 'auto', grouped: readonly string[]) => TargetedFacts;
  /** The data set's card, when the data are ours. */
  readonly sample: Sample | undefined;
}

/** Reads the data that the answers name; without any, a real data set of the kind of the task. */
export async function readTable(given: Given): Promise<ReadTable> {
  if (given.data === undefined || given.data === '') return readSample(sampleFor(given.task));
  const { guessTarget, profileTable } = await import('../data/index.ts');
  forFile(given.data);
  const profile = await profileTable(given.data, readingOf(given));
  return { source: given.data, ...(await answering(profile)), likelyTarget: guessTarget(profile), sample: undefined };
}

export async function readSample(sample: Sample): Promise<ReadTable> {
  const { profileTable } = await import('../data/index.ts');
  return { source: sample.source, ...(await answering(await profileTable(sample.source))), likelyTarget: sample.target, sample };
}

async function answering(profile: Profile): Promise<Pick<ReadTable, 'profile' | 'splitAdvice' | 'targeted'>> {
  const { splitAdvisor, withTarget } = await import('../data/index.ts');
  return { profile, splitAdvice: splitAdvisor(profile), targeted: (...known) => withTarget(profile, ...known) };
}

/** What is known around the answers, once the data have been read. */
export const withData = (context: Context, { profile, likelyTarget, splitAdvice, sample }: ReadTable): Context => ({
  ...context,
  columns: profile.columns.map(({ name }) => name),
  likelyTarget,
  splitAdvice,
  openReadings: openReadings(profile.findings),
  sample,
});

function openReadings(findings: readonly Finding[]): Record<string, string[]> {
  const open: Record<string, string[]> = {};
  for (const { decides, message } of findings) if (decides !== undefined) (open[decides] ??= []).push(message);
  return open;
}

/** Answers and data together, complete and checked. */
export async function prepare(given: Given, context: Context, read: ReadTable): Promise<Prepared> {
  const { source, profile, sample } = read;
  await readAlphabetsFor(given.name, context.defaults?.name, resolve(context.directory ?? ''));
  const known = withData(context, read);
  const target = given.target === undefined ? undefined : (columnNamed(profile, given.target) ?? given.target);
  const settled = settle({ ...given, ...(target === undefined ? {} : { target }) }, known);
  if (settled.missing.length > 0) throw missingError(settled.missing, given, settled, known, 'Not everything has a default.');
  const answers = settled.answers as unknown as Answers & { readonly task: Task | 'auto' };
  const { entity } = read.splitAdvice(answers.target);
  const grouped = answers.group == null ? [] : [answers.group, ...(entity?.column === answers.group ? entity.alike : [])];
  const targeted = read.targeted(answers.target, answers.task, grouped);
  const split = settleSplit(targeted, answers);
  const findings = [...splitFindings(read.splitAdvice(answers.target), answers), ...targeted.findings];
  const table = { ...targeted, columns: withGroup(targeted.columns, answers.group), findings };
  return { answers: { ...answers, task: table.task, split }, table, source, sample };
}
