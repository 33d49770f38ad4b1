import type { Prepared } from '../app/prepare.ts';
import type { Plan } from '../plan/plan.ts';
import type { Given } from '../options/settle.ts';

/** What a conversation ends with. */
export interface Agreed extends Prepared {
  readonly given: Given;
  /** Whether the project is to be run at once. */
  readonly run: boolean;
}

/** What the review can show before anything is written. */
export interface Preview {
  readonly plan: (prepared: Prepared) => Promise<{ readonly target: string; readonly plan: Plan }>;
  /** The command that does the same without questions. */
  readonly command: (given: Given) => string;
}
