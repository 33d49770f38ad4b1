import ejs from 'ejs';
import { composed, contradictions, isComposed } from '../edit/compose.ts';
import type { PlannedFile } from './plan.ts';
import { policyOf } from './policy.ts';
import { bringsSections, withoutMarks, withSections } from './sections.ts';
import { serializers } from './serializers.ts';
import { bySpecificity, type Condition, conditionOf, holds, implies, type Layout, targetPath, withLayout } from './template-path.ts';
import { ownTemplates, type TemplateSource } from './template-source.ts';

/** What `<%- … %>` in a template may name. */
export type Values = Readonly<Record<string, unknown>>;

/**
 * Every template whose folder's condition holds, rendered. Of several for one path the more particular wins, in structured files key by
 * key, in documents section by section; where neither is more particular than the other, they must not contradict each other.
 */
export function renderTemplates(
  answers: Readonly<Record<string, unknown>>,
  values: Values,
  layout: Layout,
  source: TemplateSource = ownTemplates(),
): PlannedFile[] {
  const conditions = source.folders.map(conditionOf).filter((condition) => condition !== undefined);
  const files = new Map<string, Composed>();
  for (const condition of conditions.filter((candidate) => holds(candidate, answers)).sort(bySpecificity)) {
    for (const file of renderFolder(source, condition.folder, values, layout)) {
      const below = files.get(file.path);
      files.set(file.path, {
        file: below === undefined ? file : over(below, file, condition),
        from: [...(below?.from ?? []), { condition, file }],
      });
    }
  }
  return [...files.values()].map(({ file }) =>
    typeof file.content === 'string' ? { ...file, content: withoutMarks(file.path, file.content) } : file,
  );
}

function renderFolder(source: TemplateSource, folder: string, values: Values, layout: Layout): PlannedFile[] {
  return source.filesOf(folder).map(({ path, executable, content }) => {
    const target = targetPath(path, layout);
    const found = content();
    return {
      id: `base/${path.replace(/\.ejs$/, '')}`,
      path: target,
      content: typeof found === 'string' ? renderText(found, `${folder}/${path}`, values, layout) : found,
      mode: executable ? ('755' as const) : ('644' as const),
      policy: policyOf(target),
      layer: 'create-ml-project',
    };
  });
}

function renderText(found: string, filename: string, values: Values, layout: Layout): string {
  const text = withLayout(found, layout);
  return filename.endsWith('.ejs') ? (ejs.render(text, { ...serializers, ...values }, { filename }) as string) : text;
}

/** A file as it stands so far, and what it was put together from. */
interface Composed {
  readonly file: PlannedFile;
  readonly from: readonly { readonly condition: Condition; readonly file: PlannedFile }[];
}

function over({ file: below, from }: Composed, above: PlannedFile, condition: Condition): PlannedFile {
  const beside = from.filter((earlier) => !implies(condition, earlier.condition));
  const tie = (folder: string, what: string): Error =>
    new Error(`The template folders ${folder} and ${condition.folder} both hold, neither is more particular, and they differ in ${what}`);
  if (!isComposed(above.path) || typeof below.content !== 'string' || typeof above.content !== 'string') {
    if (beside[0] !== undefined) throw tie(beside[0].condition.folder, above.path);
    if (typeof below.content !== 'string' || typeof above.content !== 'string' || !bringsSections(above.path, above.content)) return above;
    return { ...below, content: withSections(above.path, below.content, above.content) };
  }
  const text = above.content;
  for (const { condition: other, file } of beside) {
    const [key] = contradictions(above.path, String(file.content), text);
    if (key !== undefined) throw tie(other.folder, `${key} of ${above.path}`);
  }
  return { ...below, content: composed(above.path, below.content, text) };
}
