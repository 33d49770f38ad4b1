/** Exit codes of the public contract. */
export const exitCode = { done: 0, environment: 1, usage: 2, conflict: 3, interrupted: 130, terminated: 143 } as const;
export type FailureCode = typeof exitCode.environment | typeof exitCode.usage | typeof exitCode.conflict;

export interface Retry {
  readonly why: string;
  readonly words: readonly string[];
}

/** The one error a user is meant to read: what is wrong and where, and in `hint` what would be right. */
export class CliError extends Error {
  readonly exit: FailureCode;
  readonly hint: string | undefined;
  /** Words with which the same command would do. */
  readonly retry: Retry | undefined;

  constructor(message: string, { exit, hint, retry, cause }: { exit: FailureCode; hint?: string; retry?: Retry; cause?: unknown }) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'CliError';
    this.exit = exit;
    this.hint = hint;
    this.retry = retry;
  }
}

/** An error as programs read it. */
export interface ErrorRecord {
  readonly code: 'environment' | 'usage' | 'conflict' | 'interrupted' | 'unexpected';
  readonly message: string;
  readonly hint: string | null;
  readonly exit: number;
}

const codes = { [exitCode.environment]: 'environment', [exitCode.usage]: 'usage', [exitCode.conflict]: 'conflict' } as const;

export const errorRecord = ({
  message,
  hint,
  exit,
}: {
  readonly message: string;
  readonly hint?: string | undefined;
  readonly exit: FailureCode;
}): ErrorRecord => ({
  code: codes[exit],
  message,
  hint: hint ?? null,
  exit,
});

export const usageError = (message: string, hint?: string): CliError =>
  new CliError(message, hint === undefined ? { exit: exitCode.usage } : { exit: exitCode.usage, hint });
