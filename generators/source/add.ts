import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { rawDataFiles, rawNameOf } from '../app/raw-data.ts';
import { lineBreak } from '../core/edit-yaml-place.ts';
import { YamlText } from '../core/edit-yaml.ts';
import { usageError } from '../core/errors.ts';
import { packageRoot } from '../core/package-root.ts';
import { type PartPlan, type PartRequest, type Project, runAndTest } from '../core/part.ts';
import { changesOf, layoutOfProject, newFile, refuseTaken, textOf } from '../core/part-files.ts';
import { partName, titleOf } from '../core/part-name.ts';
import { serializers } from '../core/serializers.ts';
import { withLayout } from '../core/template-path.ts';
import { profileTable } from '../data/index.ts';
import { readJoin, refuseRepeated, withSource } from './describe.ts';

const schemaPath = 'data/schema.yaml';
const document = 'docs/data-sources.md';
const ignored = 'data/raw/.gitignore';

const template = (file: string): string => readFileSync(join(packageRoot, 'generators', 'source', 'templates', file), 'utf8');

/** A second file under DVC, described in the schema and in the documents; what it knows about a row is looked up wherever rows are read. */
export async function addSource({ project, name: given, options }: PartRequest): Promise<PartPlan> {
  const name = partName(given, 'source');
  const source = fileOf(options['data'] as string | undefined);
  const rawFile = `data/raw/${rawNameOf(source)}`;
  const test = `tests/test_source_${name}.py`;
  refuseTaken(project, [rawFile, test], name);
  const schema = new YamlText(textOf(project, schemaPath), schemaPath);
  if (schema.get(['sources', name]) !== undefined) throw usageError(`The name ${name} is taken: see ${schema.place(['sources', name])}.`, `For example: ${name}_2`);

  const profile = await profileTable(source);
  const joined = readJoin(options['on'] as string | undefined, schema, profile);
  refuseRepeated(profile, joined.key, source);
  const { on, key } = joined;
  const section = filled(template('document.md'), {
    source_title: titleOf(name), source_name: name, source_file: rawFile, source_rows: profile.rows.toLocaleString('en'), source_columns: String(profile.columns.length),
    source_on: on === key ? serializers.code(on) : `${serializers.code(on)}, which is ${serializers.code(key)} in the file`,
  });
  const data = await rawDataFiles(source, rawNameOf(source));
  return {
    files: [
      ...data.filter(({ path }) => path !== ignored),
      newFile('sources/test.py', test, withLayout(template('test.py'), layoutOfProject(project)).replaceAll('source_name', name), name),
      ...changesOf(project, {
        [schemaPath]: withSource(schema, profile, name, joined, rawFile).text,
        [ignored]: withLine(project.read(ignored) ?? '', `/${rawNameOf(source)}`),
        ...(project.exists('dvc.yaml') ? { 'dvc.yaml': withDependency(textOf(project, 'dvc.yaml'), rawFile) } : {}),
        ...(project.exists(document) ? { [document]: withSection(textOf(project, document), section) } : {}),
      }),
    ],
    removed: [],
    parts: [...project.parts, { part: 'source', name, data: rawFile, on: on === key ? on : `${on}=${key}` }],
    notes: [
      `Each row is read with what ${rawFile} knows about it; ${schemaPath} has these columns: correct there what is not a feature.`,
      `Say in ${document} where it comes from.`,
      ...(project.exists('dvc.yaml') ? [] : ['The stages from ingest on are run by hand.']),
    ],
    next: runAndTest(project),
  };
}

function fileOf(given: string | undefined): string {
  if (given === undefined) throw usageError('--data is missing: the file of the second source.', 'For example: create-ml-project add source weather --data weather.csv --on city');
  return resolve(given);
}

const filled = (text: string, values: Readonly<Record<string, string>>): string => Object.entries(values).reduce((done, [token, value]) => done.replaceAll(token, () => value), text);

/** The stage that reads the raw file runs again when the second one changes. */
function withDependency(text: string, rawFile: string): string {
  const dvc = new YamlText(text, 'dvc.yaml');
  return dvc.get(['stages', 'ingest', 'deps']) === undefined ? text : dvc.append(['stages', 'ingest', 'deps'], [rawFile]).text;
}

const withLine = (text: string, line: string): string => {
  if (text.split(/\r?\n/).includes(line)) return text;
  const eol = lineBreak(text);
  return `${text === '' || text.endsWith('\n') ? text : text + eol}${line}${eol}`;
};

/** A section at the end of a document, one blank line below what is there. */
function withSection(text: string, section: string): string {
  const eol = lineBreak(text);
  return `${text.replace(/(\r?\n)*$/, '')}${eol}${eol}${section.replaceAll('\n', eol)}`;
}

export const sourcesOf = ({ parts }: Project): string[] => parts.filter(({ part }) => part === 'source').map(({ name, data }) => `${name} (${String(data)})`);
