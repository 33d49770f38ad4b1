export type { ColumnProfile, Finding, Profile, Scalar, TargetedProfile, Task } from './tally/profile.ts';
export { schemaFile } from './infer/schema-file.ts';
export { settleSplit, splitAdvisor, splitFindings, withGroup, type SplitAdvice } from './infer/split-advice.ts';
export { profileTable, type Reading } from './table.ts';
export { columnNamed } from './infer/names.ts';
export { guessTarget, withTarget } from './infer/target.ts';
