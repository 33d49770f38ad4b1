import { usageError } from '../core/errors.ts';
import { loadPart, partNames } from '../parts/part-loader.ts';
import type { PlannedFile } from '../plan/plan.ts';
import type { ProjectSpec } from '../plan/spec.ts';
import { called, type Layer } from '../layers/layer.ts';
import { answerPartNamed, answerParts } from '../options/answer-parts.ts';
import { didYouMean } from '../core/nearest.ts';
import { projectOf, render } from './render.ts';
import { withRequiredAnswers } from './required-answers.ts';

/** A spec with the parts that its layers require, each decided for the project that the ones before it make. */
export async function withRequiredParts(bare: ProjectSpec, chain: readonly Layer[], made: readonly PlannedFile[]): Promise<ProjectSpec> {
  let spec: ProjectSpec = { ...bare, answers: withRequiredAnswers(bare.answers, chain) };
  for (const layer of chain) {
    for (const wanted of layer.require) {
      const words = wanted.trim().split(/\s+/);
      // A stage of the layer's own may stand by its name alone.
      const [part = '', name, ...more] = words.length === 1 && layer.stages.has(wanted) ? ['stage', wanted] : words;
      if (more.length > 0)
        throw usageError(`${called(layer)} requires ${JSON.stringify(wanted)}; a part and its name are two words, such as "stage impute".`);
      if (answerPartNamed(part) !== undefined) continue;
      const known = [...partNames(), ...Object.keys(answerParts)];
      if (!partNames().includes(part))
        throw usageError(
          `${called(layer)} requires the part ${JSON.stringify(part)}, which there is not.${didYouMean(part, known)}`,
          `There are: ${known.join(', ')}`,
        );
      if (spec.parts.some((present) => present.part === part && (name === undefined || present.name === name))) continue;
      const definition = await loadPart(part);
      const files = new Map([...(await render(spec, chain)).files, ...made].map((file) => [file.path, file]));
      const { record } = await definition.decide({ project: projectOf(files, spec, spec.parts), name, options: {}, yes: true });
      spec = { ...spec, parts: [...spec.parts, record] };
    }
  }
  return spec;
}
