import { usageError } from '../core/errors.ts';
import { nothingKnown } from './define.ts';
import { type Answers, definitionOf, type OptionName, optionNames } from './schema.ts';
import { type Given, problemWith, valueOf } from './settle.ts';

/** What was found out from the data when the project was made, and would have to be found out anew. */
const fixed: readonly OptionName[] = ['data', 'target', 'task'];

/** A project's answers for this version: changed where that is asked for, defaults where the project was not asked yet. */
export function renewedAnswers(old: Answers, given: Given): { readonly answers: Answers; readonly dropped: readonly string[] } {
  const known = old as Readonly<Record<string, string | number | null | undefined>>;
  const answers: Record<string, string | number | null | undefined> = {};
  const problems: string[] = [];
  for (const name of optionNames) {
    const definition = definitionOf(name);
    const said = given[name];
    if (said !== undefined && fixed.includes(name) && said !== String(known[name]))
      problems.push(`--${name} cannot change in a project that is there: make a new one.`);
    else if (definition.applies?.(answers) === false) answers[name] = null;
    else if (said !== undefined) {
      const problem = problemWith(definition, said, answers, nothingKnown);
      if (problem !== undefined) problems.push(`--${name}: ${problem}`);
      answers[name] = valueOf(definition, said);
    } else answers[name] = known[name] ?? definition.initial?.(answers, nothingKnown) ?? null;
  }
  if (problems.length > 0) throw usageError(problems.join('\n'));
  return {
    answers: answers as unknown as Answers,
    dropped: Object.keys(known).filter((name) => !(optionNames as readonly string[]).includes(name)),
  };
}
