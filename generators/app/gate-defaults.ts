import type { TargetedFacts } from '../data/tally/profile.ts';
import type { Sample } from './samples.ts';

/** Below this share of positive rows a ROC AUC looks good whatever the model finds; the average precision does not. */
const RARE = 0.05;

/** By what a binary model is judged, what it has to reach, and why a sample may be predicted nearly without error. */
export function gateDefaults(
  { columns, positive, rows }: TargetedFacts,
  sample: Sample | undefined,
): { metric: string; minimum: number; nearPerfect: string } {
  const target = columns.find(({ role }) => role === 'target');
  const found = target?.frequencies?.find(({ value }) => value === positive)?.count ?? rows;
  const share = found / Math.max(1, rows - (target?.missing ?? 0));
  const nearPerfect = sample?.near_perfect ?? '';
  // A model without skill has the share of positive rows as its average precision: twice that is worth a look.
  return share < RARE
    ? { metric: 'average_precision', minimum: Number((2 * share).toPrecision(2)), nearPerfect }
    : { metric: 'roc_auc', minimum: 0.6, nearPerfect };
}
