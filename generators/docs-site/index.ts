import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ownCommand } from '../core/own-command.ts';
import { usageError } from '../core/errors.ts';
import { packageRoot } from '../core/package-root.ts';
import type { Decision, PartChange, PartDefinition, PartRequest, Project } from '../parts/part.ts';
import { changesOf, newFile, refuseTaken } from '../parts/part-files.ts';
import { PartGenerator } from '../yeoman/part-generator.ts';
import type { PartRecord } from '../plan/spec.ts';
import { withPackages } from '../parts/part-packages.ts';

const needs = ['docs-site'];
const files = { 'mkdocs.yml': 'mkdocs.yml', 'index.md': 'docs/index.md', 'test.py': 'tests/test_docs_site.py' };

function decideDocsSite({ project, name }: PartRequest): Decision {
  if (name !== undefined)
    throw usageError(`add docs-site takes no name, but ${JSON.stringify(name)} was given.`, `For example: ${ownCommand()} add docs-site`);
  if (project.parts.some(({ part }) => part === 'docs-site')) throw usageError('The project has a docs-site already: see mkdocs.yml.');
  refuseTaken(project, Object.values(files), 'docs-site');
  return { record: { part: 'docs-site', name: 'docs-site', needs } };
}

/** MkDocs Material over docs/: its settings, a start page, and a test that builds it. */
function putDocsSite(_: PartRecord, project: Project): PartChange {
  const render = (template: string): string =>
    readFileSync(join(packageRoot, 'generators', 'docs-site', 'templates', template), 'utf8').replaceAll(
      'project_title',
      project.answers.name,
    );
  /** A row of the start page is about a document that this project has. */
  const isThere = (line: string): boolean => {
    const document = /\]\((.+?\.md)\)/.exec(line)?.[1];
    return document === undefined || project.exists(`docs/${document}`);
  };
  const text = (template: string): string =>
    template === 'index.md' ? render(template).split('\n').filter(isThere).join('\n') : render(template);
  const packages = withPackages(project, needs);
  return {
    files: [
      ...Object.entries(files).map(([template, path]) => newFile(`docs-site/${template}`, path, text(template))),
      ...changesOf(project, packages.texts),
    ],
    notes: ['The documents in docs/ are a site now; tests/test_docs_site.py builds it.', ...packages.notes],
    next: [{ command: 'mkdocs serve' }],
  };
}

export const part: PartDefinition = {
  part: 'docs-site',
  summary: 'The documents as a site (MkDocs Material), built by its tests',
  options: {},
  examples: ['add docs-site'],
  decide: decideDocsSite,
  put: putDocsSite,
};

/** `create-ml-project/generators/docs-site` */
export default class DocsSiteGenerator extends PartGenerator {
  async writing(): Promise<void> {
    this.deliver(await this.planOf(part));
  }
}
