import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { builtFile } from '../core/package-root.ts';
import type { TableFacts, TargetedFacts } from '../data/tally/profile.ts';
import type { SplitAdvice } from '../data/infer/split-advice.ts';
import type { SoFar } from '../options/define.ts';
import { type ReadTable, readSample } from './prepare.ts';
import { allSamples, datasets, type Sample } from './samples.ts';

/** What reading a built-in data set finds out, for its own target: always the same, so the build does it once. */
export interface KeptSample {
  readonly card: Sample;
  readonly facts: TableFacts;
  readonly advice: SplitAdvice;
  readonly targeted: TargetedFacts;
}

export const keptName = 'samples.json';

/** What the build keeps: of every built-in data set, without its rows. */
export async function keepSamples(): Promise<KeptSample[]> {
  return Promise.all(
    allSamples().map(async (card) => {
      const { profile, splitAdvice, targeted } = await readSample(card);
      const { target } = card;
      return {
        card: { ...card, source: basename(card.source) },
        facts: withoutRows(profile, target),
        advice: splitAdvice(target),
        targeted: withoutRows(targeted(target, 'auto', []), target),
      };
    }),
  );
}

function withoutRows<Facts extends TableFacts>(profile: Facts, target: string): Facts {
  const columns = profile.columns.map(({ frequencies, ...column }) => ({
    ...column,
    ...(column.name === target && frequencies !== undefined ? { frequencies } : {}),
  }));
  return { ...profile, columns, sample: undefined };
}

/** The built-in data set as the build has read it; undefined where an answer asks for more than that. */
export function keptReading(answers: SoFar, file = builtFile(keptName)): ReadTable | undefined {
  const { task = 'auto' } = answers;
  if (file === undefined || ['data', 'target', 'group'].some((name) => answers[name] !== undefined)) return undefined;
  const kept = JSON.parse(readFileSync(file, 'utf8')) as readonly KeptSample[];
  const found = kept.find(({ targeted }) => targeted.task === (task === 'auto' ? 'binary' : task));
  if (found === undefined) return undefined;
  const { card, facts, advice, targeted } = found;
  const sample = { ...card, source: join(datasets, card.source) };
  return { source: sample.source, profile: facts, likelyTarget: card.target, splitAdvice: () => advice, targeted: () => targeted, sample };
}
