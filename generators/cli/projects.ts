import { rootAbove } from '../core/root-above.ts';

/** The projects that a command line names; without a name, the one that the command runs in. */
export const projectsNamed = (words: readonly string[]): readonly string[] => (words.length > 0 ? words : [rootAbove(process.cwd())]);
