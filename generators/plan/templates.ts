import ejs from 'ejs';
import { composed, composedAndProved, contradictions, isComposed } from '../edit/compose.ts';
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
  const files = new Map<string, Piece[]>();
  for (const condition of conditions.filter((candidate) => holds(candidate, answers)).sort(bySpecificity)) {
    for (const file of renderFolder(source, condition.folder, values, layout)) {
      const below = files.get(file.path) ?? [];
      if (source.checked) refuseTie(below, { condition, file });
      files.set(file.path, [...below, { condition, file }]);
    }
  }
  const compose = source.checked ? composedAndProved : composed;
  return [...files.values()].map((pieces) =>
    together(
      pieces.map(({ file }) => file),
      compose,
    ),
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

/** What one folder brings of a file. */
interface Piece {
  readonly condition: Condition;
  readonly file: PlannedFile;
}

/** Of two folders neither of which is more particular than the other no order follows, so they must agree. */
function refuseTie(below: readonly Piece[], { condition, file: { path, content } }: Piece): void {
  for (const { condition: other, file } of below.filter((earlier) => !implies(condition, earlier.condition))) {
    const structured = isComposed(path) && typeof file.content === 'string' && typeof content === 'string';
    const [key] = structured ? contradictions(path, file.content, content) : [undefined];
    if (structured && key === undefined) continue;
    const what = key === undefined ? path : `${key} of ${path}`;
    throw new Error(
      `The template folders ${other.folder} and ${condition.folder} both hold, neither is more particular, and they differ in ${what}`,
    );
  }
}

/** A file of what folders bring of it, the most general first. */
function together(files: readonly PlannedFile[], compose: typeof composed): PlannedFile {
  const [lowest] = files;
  const texts = files.map(({ content }) => content).filter((content) => typeof content === 'string');
  const joined = isComposed(lowest!.path) && files.length > 1 && texts.length === files.length;
  const file = joined ? { ...lowest!, content: compose(lowest!.path, ...texts) } : files.reduce(withSectionsOf);
  return typeof file.content === 'string' ? { ...file, content: withoutMarks(file.path, file.content) } : file;
}

const withSectionsOf = (below: PlannedFile, above: PlannedFile): PlannedFile =>
  typeof below.content === 'string' && typeof above.content === 'string' && bringsSections(above.path, above.content)
    ? { ...below, content: withSections(above.path, below.content, above.content) }
    : above;
