import { count } from '../tally/count.ts';
import { classLeak, type Leak, numberLeak } from './leakage.ts';
import { wordsOf } from './names.ts';
import type { ColumnProfile, Finding, Profile, Scalar, Task } from '../tally/profile.ts';

export interface TargetFindings {
  readonly findings: readonly Finding[];
  /** Columns that must not be learnt from. */
  readonly excluded: ReadonlySet<string>;
}

const RARE_SHARE = 0.1;
const RARE_ROWS = 10;
/** A column with such a word may hold what was found out later. */
const AFTERWARDS = new Set(['outcome', 'predicted', 'prediction', 'label', 'target', 'result']);

export function targetFindings(
  profile: Profile,
  target: ColumnProfile,
  task: Task,
  positive: Scalar | undefined,
  grouped: readonly string[],
): TargetFindings {
  const { findings, excluded } = leaks(profile, target, task, grouped);
  return { findings: [...aboutTarget(profile, target, task, positive), ...findings], excluded };
}

function aboutTarget(profile: Profile, target: ColumnProfile, task: Task, positive: Scalar | undefined): Finding[] {
  const findings: Finding[] = [];
  const { name } = target;
  if (target.missing > 0) {
    findings.push({
      kind: 'missing-target',
      column: name,
      message: `The target \`${name}\` is missing in ${count(target.missing, 'row')}; they are left out.`,
    });
  }
  if (task === 'regression') return findings;
  const rows = profile.rows - target.missing;
  const classes = target.frequencies!;
  const rarest = classes.reduce((one, other) => (other.count < one.count ? other : one));
  const percent = (number: number): string => `${((number / rows) * 100).toLocaleString('en', { maximumSignificantDigits: 2 })} %`;
  if (rarest.count < rows * Math.min(RARE_SHARE, 0.5 / classes.length)) {
    const which =
      task === 'binary' && rarest.value === positive ? 'Only' : `Of the ${classes.length} classes the rarest is \`${rarest.value}\`: only`;
    findings.push({
      kind: 'imbalance',
      column: name,
      message: `${which} ${percent(rarest.count)} of the rows are \`${name}\` = \`${rarest.value}\`; accuracy says little here.`,
    });
  }
  const rare = classes.filter((one) => one.count < RARE_ROWS);
  if (rare.length > 0) {
    const some =
      rare
        .slice(0, 3)
        .map((one) => `\`${one.value}\` (${one.count})`)
        .join(', ') + (rare.length > 3 ? ', …' : '');
    findings.push({
      kind: 'rare-class',
      column: name,
      message: `${count(rare.length, 'class', 'classes')} of \`${name}\` ${rare.length === 1 ? 'has' : 'have'} fewer than ${RARE_ROWS} rows, too few to learn and to test: ${some}.`,
    });
  }
  return findings;
}

function leaks(profile: Profile, target: ColumnProfile, task: Task, grouped: readonly string[]): TargetFindings {
  const findings: Finding[] = [];
  const excluded = new Set<string>();
  const at = profile.columns.indexOf(target);
  const usable = profile.columns.filter(
    ({ role, name }) => name !== target.name && (role === 'feature' || role === 'text' || role === 'date'),
  );
  for (const column of usable) {
    const numeric = column.type === 'integer' || column.type === 'float';
    const position = profile.columns.indexOf(column);
    const found =
      task === 'regression' ? (numeric ? numberLeak(profile.sample, position, at) : undefined) : classLeak(profile.sample, position, at);
    const leak = found?.kind === 'tells' && grouped.includes(column.name) ? undefined : found;
    // Something must be left to learn from; a copy of the target is better than nothing, and the validation will say so.
    const out = leak !== undefined && leak.kind !== 'tells' && excluded.size + 1 < usable.length;
    if (out) excluded.add(column.name);
    const message = leak === undefined ? suspectName(column.name, target.name) : sentence(column.name, target.name, leak, out);
    if (message !== undefined) findings.push({ kind: 'leakage', column: column.name, message });
  }
  return { findings, excluded };
}

function sentence(name: string, target: string, leak: Leak, excluded: boolean): string {
  const consequence = excluded ? 'it is kept out of training' : 'is it known before the target is?';
  if (leak.kind === 'copy') return `\`${name}\` is the target \`${target}\` in other words; ${consequence}.`.replace('?.', '?');
  if (leak.kind === 'filled-in') return `\`${name}\` is filled in for one class of \`${target}\` only; ${consequence}.`.replace('?.', '?');
  return `\`${name}\` alone tells \`${target}\` nearly always (${(leak.share * 100).toFixed(1)} %); ${consequence}`;
}

/** `Churn Reason` beside `Churn`, or `outcome`: known only afterwards, perhaps. */
function suspectName(name: string, target: string): string | undefined {
  const words = wordsOf(name);
  const targetWords = wordsOf(target);
  const derived =
    targetWords.join('').length >= 4 && words.length > targetWords.length && targetWords.every((word) => words.includes(word));
  return derived || words.some((word) => AFTERWARDS.has(word))
    ? `\`${name}\` sounds as if it were known only with the target \`${target}\`; if so, give it \`role: excluded\` in data/schema.yaml.`
    : undefined;
}
