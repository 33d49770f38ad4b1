// Writes the tables of options into README.md, between their markers, from the schema of the options.
import { build } from 'esbuild';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bundle = join(root, 'dist', 'readme-tables.mjs');
await build({
  entryPoints: [join(root, 'generators/options/markdown-table.ts')],
  bundle: true,
  outfile: bundle,
  format: 'esm',
  platform: 'node',
});
const { optionsTable, flagsTable } = await import(bundle);
rmSync(bundle);

const readme = join(root, 'README.md');
const between = (text, name, content) =>
  text.replace(new RegExp(`(<!-- ${name} -->\n)[^]*?(<!-- /${name} -->)`), (_, open, close) => `${open}${content}\n${close}`);
writeFileSync(readme, between(between(readFileSync(readme, 'utf8'), 'options', optionsTable()), 'flags', flagsTable()));
