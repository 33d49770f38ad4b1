import type { Finding, Profile, TargetedProfile, Task } from '../data/tally/profile.ts';
import { forFile } from '../core/engine.ts';
import type { SplitAdvice } from '../data/index.ts';
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
  readonly table: TargetedProfile;
  /** The file that becomes `data/raw/…`. */
  readonly source: string;
  readonly sample: Sample | undefined;
  /** The standard that the project follows, the lowest layer first. */
  readonly layers?: readonly Layer[];
}

export interface ReadTable {
  readonly source: string;
  readonly profile: Profile;
  readonly likelyTarget: string | undefined;
  readonly splitAdvice: (target: string) => SplitAdvice;
  /** The data set's card, when the data are ours. */
  readonly sample: Sample | undefined;
}

/** Reads the data that the answers name; without any, a real data set of the kind of the task. */
export async function readTable(given: Given): Promise<ReadTable> {
  const { guessTarget, profileTable, splitAdvisor } = await import('../data/index.ts');
  if (given.data !== undefined && given.data !== '') {
    forFile(given.data);
    const profile = await profileTable(given.data, readingOf(given));
    return { source: given.data, profile, likelyTarget: guessTarget(profile), splitAdvice: splitAdvisor(profile), sample: undefined };
  }
  const sample = sampleFor(given.task);
  const profile = await profileTable(sample.source);
  return { source: sample.source, profile, likelyTarget: sample.target, splitAdvice: splitAdvisor(profile), sample };
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
  const { columnNamed, settleSplit, splitFindings, withGroup, withTarget } = await import('../data/index.ts');
  const { source, profile, sample } = read;
  const known = withData(context, read);
  const target = given.target === undefined ? undefined : (columnNamed(profile, given.target) ?? given.target);
  const settled = settle({ ...given, ...(target === undefined ? {} : { target }) }, known);
  if (settled.missing.length > 0) throw missingError(settled.missing, given, settled, known, 'Not everything has a default.');
  const answers = settled.answers as unknown as Answers & { readonly task: Task | 'auto' };
  const { entity } = read.splitAdvice(answers.target);
  const grouped = answers.group == null ? [] : [answers.group, ...(entity?.column === answers.group ? entity.alike : [])];
  const targeted = withTarget(profile, answers.target, answers.task, grouped);
  const split = settleSplit(targeted, answers);
  const findings = [...splitFindings(read.splitAdvice(answers.target), answers), ...targeted.findings];
  const table = { ...targeted, columns: withGroup(targeted.columns, answers.group), findings };
  return { answers: { ...answers, task: table.task, split }, table, source, sample };
}
