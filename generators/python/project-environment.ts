import { join } from 'node:path';
import { templatesRoot } from '../core/package-root.ts';
import { type Answers, definitionOf, type OptionName } from '../options/schema.ts';
import { environmentFrom, type PythonEnvironment } from './environment.ts';
import { readMaster } from './master.ts';

/** The environment of the chosen options, each set of the master project that an answer names or that is called `<option>-<answer>`, and of added parts. */
export function environmentOf(answers: Answers, added: readonly string[] = []): PythonEnvironment {
  const master = readMaster(join(templatesRoot, 'environment'));
  const extras = Object.entries(answers)
    .flatMap(
      ([option, value]) =>
        definitionOf(option as OptionName).choices?.find((choice) => choice.value === value)?.sets ?? [`${option}-${value}`],
    )
    .filter((set) => master.extras.has(set) || master.groups.has(set));
  return environmentFrom(master, {
    projectName: answers.name,
    layout: answers.layout,
    python: answers.python,
    extras: [...extras, ...(/\.xls[xm]$/i.test(answers.data ?? '') ? ['data-excel'] : []), ...added],
  });
}
