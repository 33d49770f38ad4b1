import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readAlphabetsFor } from '../options/alphabets.ts';
import { rawDataFiles, rawNameOf } from '../app/raw-data.ts';
import { ownCommand } from '../core/own-command.ts';
import { lineBreak } from '../edit/yaml-place.ts';
import { yamlText } from '../edit/yaml.ts';
import { usageError } from '../core/errors.ts';
import { packageRoot } from '../core/package-root.ts';
import { type Decision, type PartChange, type PartRequest, type Project, runAndTest } from '../parts/part.ts';
import { changesOf, layoutOfProject, newFile, refuseTaken, textOf } from '../parts/part-files.ts';
import { partName, titleOf } from '../parts/part-name.ts';
import { serializers } from '../plan/serializers.ts';
import type { PartRecord } from '../plan/spec.ts';
import { withLayout } from '../plan/template-path.ts';
import { profileTable } from '../data/index.ts';
import { type Join, readJoin, refuseRepeated, withSource } from './describe.ts';
import { grouped } from '../data/tally/count.ts';
import { fewMatches } from './matches.ts';

const schemaPath = 'data/schema.yaml';
const document = 'docs/data-sources.md';
const ignored = 'data/raw/.gitignore';

const template = (file: string): string => readFileSync(join(packageRoot, 'generators', 'source', 'templates', file), 'utf8');

const testOf = (name: string): string => `tests/test_source_${name}.py`;

/** The file goes under DVC and into the schema here, where it is at hand; what is written about it elsewhere follows from the record. */
export async function decideSource({ project, name: given, options }: PartRequest): Promise<Decision> {
  const name = partName(given, 'source');
  const source = fileOf(options['data'] as string | undefined);
  await readAlphabetsFor(source);
  const rawFile = `data/raw/${rawNameOf(source)}`;
  refuseTaken(project, [rawFile, testOf(name)], name);
  const schema = yamlText(textOf(project, schemaPath), schemaPath);
  if (schema.get(['sources', name]) !== undefined)
    throw usageError(`The name ${name} is taken: see ${schema.place(['sources', name])}.`, `For example: ${name}_2`);

  const profile = await profileTable(source);
  const joined = readJoin(options['on'] as string | undefined, schema, profile);
  refuseRepeated(profile, joined.key, source);
  const { on, key } = joined;
  const data = await rawDataFiles(source, rawNameOf(source));
  return {
    record: {
      part: 'source',
      name,
      data: rawFile,
      on: on === key ? on : `${on}=${key}`,
      joined,
      rows: profile.rows,
      columns: profile.columns.length,
    },
    given: [
      ...data.filter(({ path }) => path !== ignored),
      ...changesOf(project, {
        [schemaPath]: withSource(schema, profile, name, joined, rawFile).text,
        [ignored]: withLine(project.read(ignored) ?? '', `/${rawNameOf(source)}`),
      }),
    ],
    notes: await fewMatches(project, profile, joined),
  };
}

interface SourceRecord extends PartRecord {
  readonly data: string;
  readonly joined: Join;
  readonly rows: number;
  readonly columns: number;
}

/** What a second source knows about a row is looked up wherever rows are read. */
export function putSource(record: PartRecord, project: Project): PartChange {
  const {
    name,
    data: rawFile,
    joined: { on, key },
    rows,
    columns,
  } = record as SourceRecord;
  const section = filled(template('document.md'), {
    source_title: titleOf(name),
    source_name: name,
    source_file: rawFile,
    source_rows: grouped(rows),
    source_columns: String(columns),
    source_on: on === key ? serializers.code(on) : `${serializers.code(on)}, which is ${serializers.code(key)} in the file`,
  });
  return {
    files: [
      newFile(
        'sources/test.py',
        testOf(name),
        withLayout(template('test.py'), layoutOfProject(project)).replaceAll('source_name', name),
        name,
      ),
      ...changesOf(project, {
        ...(project.exists('dvc.yaml') ? { 'dvc.yaml': withDependency(textOf(project, 'dvc.yaml'), rawFile) } : {}),
        ...(project.exists(document) ? { [document]: withSection(textOf(project, document), section) } : {}),
      }),
    ],
    notes: [
      `Each row is read with what ${rawFile} knows about it; ${schemaPath} has these columns: correct there what is not a feature.`,
      `Say in ${document} where it comes from.`,
      ...(project.exists('dvc.yaml') ? [] : ['The stages from ingest on are run by hand.']),
    ],
    next: runAndTest(project),
  };
}

/** A record of 1.0.0 says by what the file is joined in one text. */
export function completeSource(record: PartRecord): PartRecord {
  if (record['joined'] !== undefined) return record;
  const text = String(record['on']);
  const [on = text, key = on] = text.split('=');
  return { ...record, joined: { on, key } };
}

function fileOf(given: string | undefined): string {
  if (given === undefined)
    throw usageError(
      '--data is missing: the file of the second source.',
      `For example: ${ownCommand()} add source weather --data weather.csv --on city`,
    );
  return resolve(given);
}

const filled = (text: string, values: Readonly<Record<string, string>>): string =>
  Object.entries(values).reduce((done, [token, value]) => done.replaceAll(token, () => value), text);

/** The stage that reads the raw file runs again when the second one changes. */
function withDependency(text: string, rawFile: string): string {
  const dvc = yamlText(text, 'dvc.yaml');
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

export const sourcesOf = ({ parts }: Project): string[] =>
  parts.filter(({ part }) => part === 'source').map(({ name, data }) => `${name} (${String(data)})`);
