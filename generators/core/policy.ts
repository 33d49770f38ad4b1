import type { Policy } from './plan.ts';

/** The first pattern that fits says what `update` may do with a file later. */
const policies: readonly (readonly [RegExp, Policy])[] = [
  [/^data\/(raw|interim|processed)\//, 'once'],
  [/^notebooks\//, 'once'],
  [/^(LICENSE|\.dvc\/config|data\/schema\.yaml)$/, 'once'],
  [/^(uv\.lock|requirements\.txt|\.dvcignore|\.dvc\/\.gitignore)$/, 'managed'],
];

export const policyOf = (path: string): Policy => policies.find(([pattern]) => pattern.test(path))?.[1] ?? 'merge';
