import ejs from 'ejs';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { composed, contradictions, isComposed } from '../edit/compose.ts';
import { templatesRoot } from './package-root.ts';
import type { PlannedFile } from './plan.ts';
import { policyOf } from './policy.ts';
import { serializers } from './serializers.ts';
import { bySpecificity, type Condition, conditionOf, holds, implies, type Layout, targetPath, withLayout } from './template-path.ts';

/** What `<%- … %>` in a template may name. */
export type Values = Readonly<Record<string, unknown>>;

const binary = /\.(png|jpg|ico|gz|parquet|woff2)$/;

/**
 * Every template whose folder's condition holds, rendered. Of several for one path the more particular wins, in structured files key by
 * key; where neither is more particular than the other, they must not contradict each other.
 */
export function renderTemplates(
  answers: Readonly<Record<string, unknown>>,
  values: Values,
  layout: Layout,
  root = templatesRoot,
): PlannedFile[] {
  const conditions = readdirSync(root)
    .map(conditionOf)
    .filter((condition) => condition !== undefined);
  const files = new Map<string, Composed>();
  for (const condition of conditions.filter((candidate) => holds(candidate, answers)).sort(bySpecificity)) {
    for (const file of renderFolder(root, condition.folder, values, layout)) {
      const below = files.get(file.path);
      files.set(file.path, { file: below === undefined ? file : over(below, file, condition), from: [...(below?.from ?? []), { condition, file }] });
    }
  }
  return [...files.values()].map(({ file }) => file);
}

/** One template folder, whatever its name says; stages and other parts of `add` come through here too. */
export function renderFolder(root: string, folder: string, values: Values, layout: Layout): PlannedFile[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => !isResidue(path) && statSync(join(root, folder, path)).isFile())
    .sort()
    .map((path) => {
      const source = join(root, folder, path);
      const target = targetPath(path, layout);
      return {
        id: `${conditionOf(folder) === undefined ? folder : 'base'}/${path.replace(/\.ejs$/, '')}`,
        path: target,
        content: binary.test(path) ? readFileSync(source) : renderText(source, values, layout),
        mode: statSync(source).mode & 0o100 ? ('755' as const) : ('644' as const),
        policy: policyOf(target),
        layer: 'create-ml-project',
      };
    });
}

function renderText(source: string, values: Values, layout: Layout): string {
  const text = withLayout(readFileSync(source, 'utf8'), layout);
  if (!source.endsWith('.ejs')) return text;
  return ejs.render(text, { ...serializers, ...values }, { filename: source }) as string;
}

/** What tools leave behind when the templates are checked in place. */
const isResidue = (path: string): boolean => /(^|\/)(__pycache__|\.[a-z_]+_cache|\.venv|\.ruff_cache)(\/|$)|\.pyc$/.test(path);

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
    return above;
  }
  const text = above.content;
  for (const { condition: other, file } of beside) {
    const [key] = contradictions(above.path, String(file.content), text);
    if (key !== undefined) throw tie(other.folder, `${key} of ${above.path}`);
  }
  return { ...below, content: composed(above.path, below.content, text) };
}
