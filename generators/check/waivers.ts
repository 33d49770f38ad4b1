import type { Waiver } from '../state/lock.ts';
import { lockPath } from '../core/state-folder.ts';
import type { CheckFinding } from './checked.ts';

/** Lets pass what a waiver with a reason and a day covers; a waiver that is over, or that says too little, is itself a finding. */
export function applyWaivers(
  findings: readonly CheckFinding[],
  waivers: readonly Waiver[],
  today: string,
): { findings: CheckFinding[]; waived: CheckFinding[] } {
  const problems = waivers.flatMap((waiver) => {
    const why = problemWith(waiver, today);
    return why === undefined ? [] : [{ path: typeof waiver?.path === 'string' ? waiver.path : lockPath, kind: 'waiver', message: why }];
  });
  const sound = waivers.filter((waiver) => problemWith(waiver, today) === undefined);
  const covered = ({ path }: CheckFinding): Waiver | undefined =>
    sound.find((waiver) => path === waiver.path || path.startsWith(`${waiver.path.replace(/\/$/, '')}/`));
  return {
    findings: [...findings.filter((finding) => covered(finding) === undefined), ...problems],
    waived: findings.flatMap((finding) => {
      const waiver = covered(finding);
      return waiver === undefined ? [] : [{ ...finding, message: `${finding.message} Waived until ${waiver.until}: ${waiver.reason}` }];
    }),
  };
}

function problemWith(waiver: Waiver | null, today: string): string | undefined {
  const { path, reason, until } = (waiver ?? {}) as Partial<Waiver>;
  if (typeof path !== 'string' || path === '') return 'A waiver in the lock names no path.';
  if (typeof reason !== 'string' || reason.trim() === '') return `The waiver of ${path} gives no reason.`;
  if (typeof until !== 'string' || !isDay(until)) return `The waiver of ${path} says no day, such as until: ${today}.`;
  return until < today ? `The waiver of ${path} ended on ${until}.` : undefined;
}

/** A day that exists, as `2027-01-31`. */
const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text) === true;
