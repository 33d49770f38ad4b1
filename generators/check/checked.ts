export type Status = 'ok' | 'drift' | 'pending' | 'invalid' | 'outdated';

export interface CheckFinding {
  readonly path: string;
  readonly kind: string;
  readonly message: string;
}

export interface Checked {
  readonly path: string;
  readonly status: Status;
  readonly findings: readonly CheckFinding[];
  /** What is let pass, each by a waiver that says why and until when. */
  readonly waived: readonly CheckFinding[];
}
