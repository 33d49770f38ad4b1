export type { ColumnProfile, Finding, Profile, Scalar, TargetedProfile, Task } from './profile.ts';
export { schemaFile } from './schema-file.ts';
export { settleSplit, splitAdvisor, splitFindings, withGroup, type SplitAdvice } from './split-advice.ts';
export { profileTable, type Reading } from './table.ts';
export { columnNamed, guessTarget, withTarget } from './target.ts';
