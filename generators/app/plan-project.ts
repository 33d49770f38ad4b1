import { join } from 'node:path';
import { packageVersion, templatesRoot } from '../core/package-root.ts';
import type { Plan, PlannedFile } from '../core/plan.ts';
import { newFile } from '../core/part-files.ts';
import { layoutOf } from '../core/template-path.ts';
import { renderTemplates, type Values } from '../core/templates.ts';
import { schemaFile } from '../data/schema-file.ts';
import { packageNameOf } from '../options/names.ts';
import type { Answers } from '../options/schema.ts';
import { environmentFrom, type PythonEnvironment } from '../python/environment.ts';
import { readMaster } from '../python/master.ts';
import { dvcFiles } from './dvc-config.ts';
import type { Prepared } from './prepare.ts';
import { rawDataFiles, rawNameOf } from './raw-data.ts';

/** Everything a new project consists of. The same answers and data give the same bytes: no dates, no randomness, no paths of this machine. */
export async function planProject({ answers: given, table, source }: Prepared, { git }: { readonly git: boolean }): Promise<Plan> {
  const rawName = rawNameOf(source);
  const rawFile = `data/raw/${rawName}`;
  const answers: Answers = { ...given, data: rawFile };
  const layout = layoutOf(answers.layout, packageNameOf(answers.name));
  const environment = environmentOf(answers);
  const values = valuesOf(answers, { table, rawName, rawFile, environment, module: layout.module });
  const made = (path: string, content: string): PlannedFile => newFile(`made/${path}`, path, content);
  const files = new Map<string, PlannedFile>();
  for (const file of [
    ...renderTemplates(answers, values, layout),
    made('data/schema.yaml', schemaFile(table, rawFile)),
    made('uv.lock', environment.uvLock),
    made('requirements.txt', environment.requirements),
    ...dvcFiles(answers, git),
    ...(await rawDataFiles(source, rawName)),
  ])
    files.set(file.path, file);
  return { answers, parts: [], files: [...files.values()] };
}

/** The environment of the chosen options, each set of the master project that is called `<option>-<answer>`, and of added parts. */
export function environmentOf(answers: Answers, added: readonly string[] = []): PythonEnvironment {
  const master = readMaster(join(templatesRoot, 'environment'));
  const extras = Object.entries(answers)
    .map(([option, value]) => `${option}-${value}`)
    .filter((set) => master.extras.has(set) || master.groups.has(set));
  return environmentFrom(master, {
    projectName: answers.name,
    layout: answers.layout,
    python: answers.python,
    extras: [...extras, ...added],
  });
}

interface Facts {
  readonly table: Prepared['table'];
  readonly rawName: string;
  readonly rawFile: string;
  readonly environment: PythonEnvironment;
  readonly module: string;
}

/** What templates may name: every answer in camelCase, and what follows from them. */
function valuesOf(answers: Answers, { table, rawName, rawFile, environment, module }: Facts): Values {
  const [, authorName = answers.author, authorEmail = null] = /^(.*?)\s*<([^<>\s]+@[^<>\s]+)>$/.exec(answers.author) ?? [];
  const camel = (name: string): string => name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  const { table: tableName, positive = null, rows, columns, findings, file } = table;
  const { uvLock: _lock, requirements: _requirements, ...environmentFacts } = environment;
  return {
    ...Object.fromEntries(Object.entries(answers).map(([name, value]) => [camel(name), value])),
    ...environmentFacts,
    authorName,
    authorEmail,
    package: module,
    packageName: packageNameOf(answers.name),
    table: tableName,
    positive,
    rows,
    columns,
    findings,
    file,
    rawName,
    rawFile,
    generator: { name: 'create-ml-project', version: packageVersion() },
  };
}
