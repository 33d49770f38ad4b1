import { usageError } from '../core/errors.ts';
import type { Project } from './part.ts';
import type { PlannedFile } from '../plan/plan.ts';
import { policyOf } from '../plan/policy.ts';
import { type Layout, layoutOf } from '../plan/template-path.ts';
import { packageNameOf } from '../options/names.ts';

export const layer = 'create-ml-project';

/** A text file that a part brings; its id says which template, and for which part of that name if there can be several. */
export const newFile = (template: string, path: string, content: string, name?: string): PlannedFile => ({
  id: name === undefined ? template : `${template}@${name}`,
  path,
  content,
  mode: '644',
  policy: policyOf(path),
  layer,
});

/** The new text of a file that is there; in the lock it keeps the id, policy and layer it has. */
export const changedFile = (path: string, content: string): PlannedFile => ({
  id: path,
  path,
  content,
  mode: '644',
  policy: policyOf(path),
  layer,
});

/** The files whose text differs from the project's. */
export const changesOf = (project: Project, texts: Readonly<Record<string, string>>): PlannedFile[] =>
  Object.entries(texts)
    .filter(([path, text]) => project.read(path) !== text)
    .map(([path, text]) => changedFile(path, text));

export const layoutOfProject = ({ answers }: Project): Layout => layoutOf(answers.layout, packageNameOf(answers.name));

/** The text of a file that the part cannot do without. */
export function textOf(project: Project, path: string): string {
  const text = project.read(path);
  if (text === undefined) throw usageError(`${path} is missing, which this changes.`, `Take it back from git: git checkout -- ${path}`);
  return text;
}

/** Refuses to write over a file that somebody has put where a new one would go. */
export function refuseTaken(project: Project, paths: readonly string[], name: string): void {
  const taken = paths.find((path) => project.exists(path));
  if (taken !== undefined)
    throw usageError(`The name ${name} is taken: ${taken} is there already.`, 'Choose another name, or remove that file.');
}
