import { usageError } from '../core/errors.ts';
import type { OptionDefinition, SoFar, Context } from './define.ts';
import { didYouMean } from '../core/nearest.ts';
import { definitionOf, type OptionName, optionNames } from './schema.ts';

/** What was said, by flag, file or prompt, still as text: one reading and one check for all of them. */
export type Given = Readonly<Partial<Record<OptionName, string>>>;

export interface Settled {
  readonly answers: SoFar;
  /** Options without a default that nobody gave. */
  readonly missing: readonly OptionName[];
}

/** Defaults filled in and everything checked; throws one error that lists all that is wrong. */
export function settle(given: Given, context: Context): Settled {
  const answers: Record<string, string | number | null | undefined> = {};
  const missing: OptionName[] = [];
  const problems: string[] = [];
  for (const name of optionNames) {
    const definition = definitionOf(name);
    const standard = context.defaults?.[name];
    const said = given[name] ?? (standard === undefined || definition.applies?.(answers) === false ? undefined : standard);
    if (definition.applies?.(answers) === false) {
      answers[name] = null;
      if (said !== undefined) problems.push(`--${name}: ${misplaced(definition, answers)}`);
      continue;
    }
    if (said === undefined) {
      const initial = definition.initial?.(answers, context);
      answers[name] = initial;
      if (initial === undefined) missing.push(name);
      else if (typeof initial === 'string') pushProblem(problems, name, definition.problem?.(initial, answers, context));
      continue;
    }
    answers[name] = valueOf(definition, said);
    pushProblem(problems, name, problemWith(definition, said, answers, context));
  }
  if (problems.length > 0) throw usageError(problems.join('\n'));
  return { answers, missing };
}

/** What is wrong with one value, for the prompt that has just been answered and for the checks of all. */
export function problemWith(definition: OptionDefinition, said: string, answers: SoFar, context: Context): string | undefined {
  const unknown = unknownChoice(definition, said);
  if (unknown !== undefined) return unknown;
  if (said === '' && definition.kind !== 'file') return 'must not be empty';
  return said === '' ? undefined : definition.problem?.(said, answers, context);
}

/** What may be said instead of a value that is none of those to choose from. */
export function unknownChoice({ choices }: OptionDefinition, said: string): string | undefined {
  const known = choices?.map(({ value }) => String(value));
  return known === undefined || known.includes(said)
    ? undefined
    : `${shortened(said)} is not one of ${known.join(', ')}.${didYouMean(said.slice(0, 60), known)}`;
}

/** Beside which other answer an option would mean something. */
function misplaced({ applies }: OptionDefinition, answers: SoFar): string {
  const fits = (name: string, value: string | number | null): boolean => applies?.({ ...answers, [name]: value }) === true;
  for (const name of optionNames.filter((other) => answers[other] !== undefined)) {
    const fitting =
      definitionOf(name)
        .choices?.filter(({ value }) => fits(name, value))
        .map(({ value }) => String(value)) ?? [];
    if (fitting.length > 0) return `has no meaning beside --${name} ${answers[name]}; it goes with ${fitting.join(' or ')}`;
  }
  return fits('data', '-') ? 'has no meaning without --data' : 'has no meaning beside the other answers';
}

const shortened = (said: string): string => (said.length > 60 ? `${JSON.stringify(said.slice(0, 57))}…` : JSON.stringify(said));

/** What was said as the answer that it is. */
export function valueOf(definition: OptionDefinition, said: string): string | number | null {
  if (said === '' && definition.kind === 'file') return null;
  return definition.choices?.find(({ value }) => String(value) === said)?.value ?? said;
}

function pushProblem(problems: string[], name: OptionName, problem: string | undefined): void {
  if (problem !== undefined) problems.push(`--${name}: ${problem}`);
}
