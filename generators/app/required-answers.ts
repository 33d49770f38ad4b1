import { usageError } from '../core/errors.ts';
import type { ProjectSpec } from '../plan/spec.ts';
import { called, type Layer } from '../layers/layer.ts';
import { answerPartNamed, hasPart } from '../options/answer-parts.ts';
import { renewedAnswers } from '../options/renewed.ts';
import type { OptionName } from '../options/schema.ts';
import type { Given } from '../options/settle.ts';

type Answers = ProjectSpec['answers'];

/** The answers of a project that has what its layers require, as far as that is answers: a service, a batch job, workflows. */
export function withRequiredAnswers(answers: Answers, chain: readonly Layer[]): Answers {
  let so = answers;
  for (const layer of chain) {
    for (const wanted of layer.require) {
      const [word = '', kind, ...more] = wanted.trim().split(/\s+/);
      const part = answerPartNamed(word);
      if (part === undefined) continue;
      if (more.length > 0 || (kind !== undefined && part.kinds?.includes(kind) !== true)) {
        throw usageError(
          `${called(layer)} requires ${JSON.stringify(wanted)}; ${part.kinds === undefined ? `behind ${word} stands nothing` : `behind ${word} stands one of ${part.kinds.join(', ')}`}.`,
        );
      }
      if (hasPart(part, so)) continue;
      const given = part.answersWith(so, kind);
      refuseLocked(given, layer, wanted, chain);
      so = renewedAnswers(so, given).answers;
    }
  }
  return so;
}

function refuseLocked(given: Given, layer: Layer, wanted: string, chain: readonly Layer[]): void {
  for (const [option, value] of Object.entries(given)) {
    const locking = chain.find(
      ({ answers }) => (answers[option as OptionName]?.kind ?? 'default') !== 'default' && answers[option as OptionName]!.value !== value,
    );
    if (locking !== undefined)
      throw usageError(
        `${called(layer)} requires ${wanted}, which makes ${option} ${value}; ${called(locking)} locks it to ${locking.answers[option as OptionName]!.value}.`,
      );
  }
}

/** Who says otherwise than what is required is told so, as with an answer that is locked. */
export function refuseOverruled(given: Given, answers: Answers, chain: readonly Layer[]): void {
  const required = withRequiredAnswers(answers, chain) as unknown as Readonly<Record<string, unknown>>;
  const problems = Object.entries(given).flatMap(([option, said]) => {
    const [asked, wanted] = [(answers as unknown as Readonly<Record<string, unknown>>)[option], required[option]];
    if (said === undefined || asked === wanted) return [];
    return [
      `--${option}: ${JSON.stringify(said)} is not possible here: ${chain.map(called).join(' with ')} requires ${chain.flatMap(({ require }) => require).join(', ')}, which makes it ${String(wanted)}.`,
    ];
  });
  if (problems.length > 0) throw usageError(problems.join('\n'), 'Leave it out, or take another preset.');
}
