import { isStructured, openStructured } from '../edit/open.ts';
import { usageError } from '../core/errors.ts';
import { didYouMean } from '../core/nearest.ts';

/** Answers by name, as templates of layers see them. */
export type AnswerValues = Readonly<Record<string, string | number | null | undefined>>;

/**
 * Puts answers in for `{{ name }}`; there is nothing else to it, so that a layer's text cannot do anything. What stands behind a
 * dollar sign, as in workflows, or is no plain name, as in Jinja, stays.
 */
export function filled(text: string, answers: AnswerValues, where: string): string {
  const result = text.replaceAll(/(?<![${])\{\{[ \t]*([a-z][a-z0-9-]*)[ \t]*\}\}(?!\})/g, (whole, name: string, at: number) => {
    if (!Object.hasOwn(answers, name)) {
      const line = text.slice(0, at).split('\n').length;
      throw usageError(
        `${where}:${line}: ${whole} names no answer.${didYouMean(name, Object.keys(answers))}`,
        `There are: ${Object.keys(answers).join(', ')}`,
      );
    }
    return String(answers[name] ?? '');
  });
  if (isStructured(where.replace(/\.tmpl$/, ''))) openStructured(where.replace(/\.tmpl$/, ''), result);
  return result;
}
