import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { addImport, insertAtMark } from '../edit/edit-python.ts';
import { yamlText } from '../edit/yaml.ts';
import { usageError } from '../core/errors.ts';
import { packageRoot } from '../core/package-root.ts';
import { type Decision, type PartChange, type PartRequest, type Project, runAndTest } from '../parts/part.ts';
import { changesOf, layoutOfProject, newFile, refuseTaken, textOf } from '../parts/part-files.ts';
import { filledIn, partName, refuseUsed, titleOf } from '../parts/part-name.ts';
import type { PartRecord } from '../plan/spec.ts';
import { withLayout } from '../plan/template-path.ts';

const templates = join(packageRoot, 'generators', 'feature', 'templates');

const filesOf = (name: string, project: Project): { file: string; test: string; list: string } => {
  const { folder } = layoutOfProject(project);
  return { file: `${folder}/features/${name}.py`, test: `tests/test_feature_${name}.py`, list: `${folder}/features/__init__.py` };
};

export function decideFeature({ project, name: given }: PartRequest): Decision {
  const name = partName(given, 'feature');
  const { file, test, list } = filesOf(name, project);
  refuseTaken(project, [file, test], name);
  refuseColumn(name, project);
  refuseUsed(name, 'feature', [name], textOf(project, list), (line) => `${list}:${line}`);
  for (const template of ['feature.py', 'test.py'])
    refuseUsed(name, 'feature', [name], templateText(template), () => "a feature's code or test");
  return { record: { part: 'feature', name } };
}

/** A function that makes a feature of each row, and enters the list that training, notebooks and service compute. */
export function putFeature({ name }: PartRecord, project: Project): PartChange {
  const layout = layoutOfProject(project);
  const { file, test, list } = filesOf(name, project);
  const render = (template: string): string =>
    filledIn(withLayout(templateText(template), layout), { feature_name: name, feature_title: titleOf(name) });
  const registered = addImport(
    insertAtMark(textOf(project, list), 'features', [`${name},`], list),
    `${layout.module}.features.${name}`,
    name,
    layout.module,
  );
  return {
    files: [
      newFile('features/feature.py', file, render('feature.py'), name),
      newFile('features/test.py', test, render('test.py'), name),
      ...changesOf(project, { [list]: registered }),
    ],
    notes: [
      `${name} is computed with the other features; reports/feature_cost.json says what it costs, reports/feature_selection.json what it tells.`,
      `Write it in ${file}; so far it is the share of columns that are filled.`,
    ],
    next: runAndTest(project),
  };
}

const templateText = (template: string): string => readFileSync(join(templates, template), 'utf8');

/** A column of that name would make two features of one name. */
function refuseColumn(name: string, project: Project): void {
  const schema = yamlText(textOf(project, 'data/schema.yaml'), 'data/schema.yaml');
  const columns = (schema.get(['columns']) ?? []) as readonly { name?: unknown }[];
  const index = columns.findIndex((column) => column.name === name);
  if (index !== -1)
    throw usageError(`The name ${name} is taken: ${schema.place(['columns', index])} has a column of that name.`, `For example: ${name}_2`);
}
