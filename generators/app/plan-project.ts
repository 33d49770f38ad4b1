import { newFile } from '../parts/part-files.ts';
import type { Plan } from '../plan/plan.ts';
import type { ProjectSpec } from '../plan/spec.ts';
import { schemaFile } from '../data/infer/schema-file.ts';
import { gateDefaults } from './gate-defaults.ts';
import { knowStagesOf } from '../stage/catalogue.ts';
import { readAlphabetsFor } from '../options/alphabets.ts';
import type { Prepared } from './prepare.ts';
import { rawDataFiles, rawNameOf } from './raw-data.ts';
import { render } from './render.ts';
import { withRequiredParts } from './required-parts.ts';

/** A new project: what its spec renders to, and the data with what was found out about them. */
export async function planProject(prepared: Prepared, { git }: { readonly git: boolean }): Promise<Plan> {
  const { table, source, layers = [] } = prepared;
  knowStagesOf(layers);
  await readAlphabetsFor(source);
  const bare = specOf(prepared, git);
  const schema = newFile('made/data/schema.yaml', 'data/schema.yaml', schemaFile(table, bare.answers.data!));
  const plan = await render(await withRequiredParts(bare, layers, [schema]), layers);
  const files = [...plan.files, schema, ...(await rawDataFiles(source, rawNameOf(source)))];
  // The ignored folder of raw data has its list from here.
  return { ...plan, files: [...new Map(files.map((file) => [file.path, file])).values()] };
}

/** What the project is rendered from, now and later. */
function specOf({ answers, table, source, sample, layers = [] }: Prepared, git: boolean): ProjectSpec {
  const { format, compression, encoding, delimiter } = table.file;
  return {
    layers: layers.map(({ name, version, source: from, integrity }) => ({ name, version, source: from, integrity })),
    answers: { ...answers, data: `data/raw/${rawNameOf(source)}` },
    facts: {
      table: table.table,
      rows: table.rows,
      columns: table.columns.length,
      positive: table.positive ?? null,
      ...gateDefaults(table, sample),
      format,
      compression,
      encoding,
      delimiter,
      git,
      ...(table.aside.rows > 0 ? { rowsAside: table.aside.rows } : {}),
    },
    parts: [],
  };
}
