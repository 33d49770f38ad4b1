import { usageError } from '../core/errors.ts';
import { type OptionName, optionNames } from '../options/schema.ts';
import type { Given } from '../options/settle.ts';
import { called, type Layer } from './layer.ts';

/** What the layers make of the options of `create`. */
export interface LayeredAnswers {
  /** What was said, and what is locked: as if it had been said. */
  readonly given: Given;
  /** What holds where nobody says anything. */
  readonly defaults: Given;
  /** Options that nobody is asked or shown. */
  readonly hidden: readonly OptionName[];
}

/** Puts the layers' answers under what was said; whoever says otherwise than a locked one is told which layer locks it. */
export function answersUnderLayers(chain: readonly Layer[], given: Given): LayeredAnswers {
  const locked = new Map<OptionName, { value: string; layer: Layer }>();
  const defaults: Partial<Record<OptionName, string>> = {};
  const hidden = new Set<OptionName>();
  for (const layer of chain) {
    for (const option of optionNames) {
      const answer = layer.answers[option];
      if (answer === undefined) continue;
      const below = locked.get(option);
      if (below !== undefined && below.value !== answer.value) {
        throw usageError(`${called(layer)} says ${option}: ${answer.value}, which ${called(below.layer)} locks to ${below.value}.`);
      }
      if (answer.kind === 'default') defaults[option] = answer.value;
      else locked.set(option, below ?? { value: answer.value, layer });
      if (answer.kind === 'hidden') hidden.add(option);
    }
  }
  const problems = [...locked].flatMap(([option, { value, layer }]) => {
    const said = given[option];
    return said === undefined || said === value
      ? []
      : [`--${option}: ${JSON.stringify(said)} is not possible here: ${called(layer)} locks it to ${value}.`];
  });
  if (problems.length > 0) throw usageError(problems.join('\n'), 'Leave it out, or take another preset.');
  const fixed = Object.fromEntries([...locked].map(([option, { value }]) => [option, value]));
  const open = Object.fromEntries(Object.entries(defaults).filter(([option]) => !locked.has(option as OptionName)));
  return { given: { ...given, ...fixed }, defaults: open, hidden: [...hidden] };
}
