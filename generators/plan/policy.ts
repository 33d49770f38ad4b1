import type { Policy } from './plan.ts';
import { ownPolicies } from './template-source.ts';

type Rules = readonly (readonly [RegExp, Policy])[];

/** Patterns by policy, as `templates/policies.yaml` and a layer's `files.policy` have them, in their order. */
export const rulesOf = (patterns: Readonly<Record<string, readonly string[]>>): Rules =>
  Object.entries(patterns).flatMap(([policy, globs]) => globs.map((glob) => [patternOf(glob), policy as Policy] as const));

/** `**` stands for any path, `*` for any name. */
const patternOf = (glob: string): RegExp =>
  new RegExp(
    `^${glob
      .split(/(\*\*|\*)/)
      .map((piece) => (piece === '**' ? '.*' : piece === '*' ? '[^/]*' : piece.replaceAll(/[.+^${}()|[\]\\?]/g, '\\$&')))
      .join('')}$`,
  );

let ours: Rules | undefined;

export function policyOf(path: string): Policy {
  ours ??= rulesOf(ownPolicies());
  return ours.find(([pattern]) => pattern.test(path))?.[1] ?? 'merge';
}
