import type { FailureCode } from '../core/errors.ts';
import type { Answers } from '../options/schema.ts';

export interface RunOutcome {
  readonly metrics: Readonly<Record<string, unknown>> | null;
  readonly failure?: { readonly message: string; readonly exit: FailureCode; readonly hint: string };
}

export async function runPipeline(root: string, answers: Answers): Promise<RunOutcome> {
  throw new Error(`${root} ${answers.name}`);
}
