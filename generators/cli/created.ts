import type { Prepared } from '../app/prepare.ts';
import type { Applied } from '../apply/apply.ts';
import type { Plan } from '../plan/plan.ts';
import type { GitOutcome } from './git.ts';

/** What has come of making a project. */
export interface Created {
  readonly target: string;
  readonly prepared: Prepared;
  readonly applied: Applied;
  readonly git: GitOutcome;
  readonly plan: Plan;
  /** The command that does the same without questions, if any were asked. */
  readonly again: string | undefined;
}
