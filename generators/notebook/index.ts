import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../core/package-root.ts';
import type { PartDefinition, PartPlan, PartRequest } from '../core/part.ts';
import { layoutOfProject, newFile, refuseTaken } from '../core/part-files.ts';
import { PartGenerator } from '../core/part-generator.ts';
import { partName, titleOf } from '../core/part-name.ts';
import { withLayout } from '../core/template-path.ts';

/** A notebook on the project's own data and functions; the project's tests run every notebook there is. */
function addNotebook({ project, name: given }: PartRequest): PartPlan {
  const name = partName(given, 'notebook');
  const file = `notebooks/${name}.ipynb`;
  refuseTaken(project, [file], name);
  const template = readFileSync(join(packageRoot, 'generators', 'notebook', 'templates', 'notebook.ipynb'), 'utf8');
  return {
    files: [newFile('notebooks/notebook.ipynb', file, withLayout(template, layoutOfProject(project)).replaceAll('notebook_title', titleOf(name)), name)],
    removed: [],
    parts: [...project.parts, { part: 'notebook', name }],
    notes: ['It reads the project\'s data; tests/test_notebooks.py runs it with the others.'],
    next: [{ command: `jupyter lab ${file}`, with: 'jupyterlab' }],
  };
}

export const part: PartDefinition = {
  part: 'notebook',
  summary: 'A notebook on the data and functions of the project, run by its tests',
  argument: '<name>',
  options: {},
  examples: ['add notebook first_look'],
  add: addNotebook,
};

/** `create-ml-project/generators/notebook` */
export default class NotebookGenerator extends PartGenerator {
  async writing(): Promise<void> {
    this.deliver(await this.planOf(part));
  }
}
