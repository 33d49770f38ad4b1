import type { Finding, Profile, Task } from './profile.ts';
import { count } from './findings.ts';

export interface TargetFindings {
  readonly findings: readonly Finding[];
  /** Columns that must not be learnt from. */
  readonly excluded: ReadonlySet<string>;
}

export function targetFindings(profile: Profile, target: string, task: Task): TargetFindings {
  const findings: Finding[] = [];
  const column = profile.columns.find(({ name }) => name === target)!;
  if (column.missing > 0) findings.push({ kind: 'missing-target', column: target, message: `The target \`${target}\` is missing in ${count(column.missing, 'row')}, which cannot be learnt from.` });
  void task;
  return { findings, excluded: new Set() };
}
