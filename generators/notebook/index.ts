import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../core/package-root.ts';
import type { Decision, PartChange, PartDefinition, PartRequest, Project } from '../parts/part.ts';
import { layoutOfProject, newFile, refuseTaken } from '../parts/part-files.ts';
import { PartGenerator } from '../yeoman/part-generator.ts';
import { partName, titleOf } from '../parts/part-name.ts';
import type { PartRecord } from '../plan/spec.ts';
import { withLayout } from '../plan/template-path.ts';

const fileOf = (name: string): string => `notebooks/${name}.ipynb`;

function decideNotebook({ project, name: given }: PartRequest): Decision {
  const name = partName(given, 'notebook');
  refuseTaken(project, [fileOf(name)], name);
  return { record: { part: 'notebook', name } };
}

/** A notebook on the project's own data and functions; the project's tests run every notebook there is. */
function putNotebook({ name }: PartRecord, project: Project): PartChange {
  const template = readFileSync(join(packageRoot, 'generators', 'notebook', 'templates', 'notebook.ipynb'), 'utf8');
  return {
    files: [
      newFile(
        'notebooks/notebook.ipynb',
        fileOf(name),
        withLayout(template, layoutOfProject(project)).replaceAll('notebook_title', titleOf(name)),
        name,
      ),
    ],
    notes: ["It reads the project's data; tests/test_notebooks.py runs it with the others."],
    next: [{ command: `jupyter lab ${fileOf(name)}`, with: 'jupyterlab' }],
  };
}

export const part: PartDefinition = {
  part: 'notebook',
  summary: 'A notebook on the data and functions of the project, run by its tests',
  argument: '<name>',
  options: {},
  examples: ['add notebook first_look'],
  decide: decideNotebook,
  put: putNotebook,
};

/** `create-ml-project/generators/notebook` */
export default class NotebookGenerator extends PartGenerator {
  async writing(): Promise<void> {
    this.deliver(await this.planOf(part));
  }
}
