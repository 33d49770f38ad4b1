import { loadPart } from '../parts/part-loader.ts';
import { newFile } from '../parts/part-files.ts';
import type { PartDefinition, Project } from '../parts/part.ts';
import { setsOfParts } from '../parts/part-packages.ts';
import { packageVersion } from '../core/package-root.ts';
import type { Plan, PlannedFile } from '../plan/plan.ts';
import type { PartRecord, ProjectSpec } from '../plan/spec.ts';
import { layoutOf } from '../plan/template-path.ts';
import { renderTemplates, type Values } from '../plan/templates.ts';
import { packageNameOf } from '../options/names.ts';
import { optionNames } from '../options/schema.ts';
import type { PythonEnvironment } from '../python/environment.ts';
import { environmentOf } from '../python/project-environment.ts';
import { applyLayers } from '../layers/apply-layers.ts';
import { absentFiles, withDemandedKeys } from '../layers/demands.ts';
import type { AnswerValues } from '../layers/fill.ts';
import type { Layer } from '../layers/layer.ts';
import { dvcFiles } from './dvc-config.ts';
import { automationSection, automationTree, codeOwner, deliveryTexts, predictionsIn, serviceNameOf } from './delivery.ts';
import { formsOf, interfacesOf, usageRows } from './usage.ts';

/**
 * Everything that a project consists of but its data. The same spec gives the same bytes, on any machine and without the data: no
 * dates, no randomness, no paths. `chain` are the layers that the spec names, as they were loaded.
 */
export async function render(spec: ProjectSpec, chain: readonly Layer[] = []): Promise<Plan> {
  const rendered = applyLayers(renderedWithoutParts(spec), chain, answersIn(spec));
  const files = new Map(rendered.map((file) => [file.path, file]));
  const parts: PartRecord[] = [];
  for (const record of spec.parts) {
    const definition = await loadPart(record.part);
    const project = projectOf(files, spec, parts);
    const complete = definition.complete?.(record, project) ?? record;
    putInto(files, definition, complete, project);
    parts.push(complete);
  }
  const all = [...files.values()];
  return { ...spec, parts, files: withDemandedKeys(all, chain), absent: absentFiles(all, chain) };
}

/** A project that is older than an option has no answer to it, so nothing that the option brings. */
const unanswered = Object.fromEntries(optionNames.map((name) => [name, null]));

function renderedWithoutParts({ answers, facts, parts }: ProjectSpec): PlannedFile[] {
  const layout = layoutOf(answers.layout, packageNameOf(answers.name));
  const environment = environmentOf(answers, setsOfParts({ parts }));
  return [
    ...renderTemplates(
      { ...unanswered, ...answers, format: facts.format },
      valuesOf({ answers, facts }, environment, layout.module),
      layout,
    ),
    newFile('made/uv.lock', 'uv.lock', environment.uvLock),
    newFile('made/requirements.txt', 'requirements.txt', environment.requirements),
    ...dvcFiles(answers, facts.git),
  ];
}

/** A part changes texts; a file that is there keeps what it is besides. */
function putInto(files: Map<string, PlannedFile>, definition: PartDefinition, record: PartRecord, project: Project): void {
  for (const file of definition.put(record, project).files)
    files.set(file.path, { ...(files.get(file.path) ?? file), content: file.content });
}

/** What a layer's texts may name: all answers of single values. */
const answersIn = ({ answers }: ProjectSpec): AnswerValues =>
  Object.fromEntries(Object.entries(answers).map(([name, value]) => [name, value as string | number | null]));

/** A rendered project as parts see it. */
export const projectOf = (files: ReadonlyMap<string, PlannedFile>, { answers }: ProjectSpec, parts: readonly PartRecord[]): Project => ({
  root: '',
  answers,
  parts: [...parts],
  read: (path) => {
    const content = files.get(path)?.content;
    return typeof content === 'string' ? content : undefined;
  },
  exists: (path) => files.has(path),
  list: (folder) => [...files.keys()].filter((path) => path.startsWith(`${folder}/`)).sort(),
  edited: () => false,
});

/** What templates may name: every answer in camelCase, the facts of the table, and what follows from them. */
/** The licence as model cards name it; one that their list does not have is named beside the file. */
function cardLicense({ license }: Pick<ProjectSpec['answers'], 'license'>): string {
  if (license === 'Proprietary') return 'license: other\nlicense_name: proprietary\nlicense_link: LICENSE';
  return `license: ${license === 'GPL-3.0-or-later' ? 'gpl-3.0' : license.toLowerCase()}`;
}

function valuesOf({ answers, facts }: Pick<ProjectSpec, 'answers' | 'facts'>, environment: PythonEnvironment, module: string): Values {
  const [, authorName = answers.author, authorEmail = null] = /^(.*?)\s*<([^<>\s]+@[^<>\s]+)>$/.exec(answers.author) ?? [];
  const camel = (name: string): string => name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  const { uvLock: _lock, requirements: _requirements, ...environmentFacts } = environment;
  const rawFile = answers.data ?? '';
  return {
    ...Object.fromEntries(Object.entries(answers).map(([name, value]) => [camel(name), value])),
    ...environmentFacts,
    ...facts,
    maxBadRows: mostBadRows(facts),
    authorName,
    authorEmail,
    package: module,
    packageName: packageNameOf(answers.name),
    usage: usageRows(answers, module),
    forms: formsOf(answers),
    cardLicense: cardLicense(answers),
    interfaces: interfacesOf(answers),
    automation: automationSection(answers),
    tree: automationTree(answers),
    serviceName: serviceNameOf(answers.name),
    predictions: predictionsIn(answers),
    codeOwner: codeOwner(authorEmail),
    ...deliveryTexts(answers),
    rawName: rawFile.split('/').at(-1),
    rawFile,
    generator: { name: 'create-ml-project', version: packageVersion() },
  };
}

/** Room for half as many rows that do not fit again, in whole hundredths. */
const mostBadRows = ({ rows, rowsAside = 0 }: ProjectSpec['facts']): number =>
  Math.max(1, Math.ceil((150 * rowsAside) / (rows + rowsAside))) / 100;
