// Writes the tables of options into README.md, between their markers, and the pages of the commands, from what the command line itself is made of.
import { build } from 'esbuild';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bundles = join(root, 'dist', 'documents');
await build({
  entryPoints: [join(root, 'generators/options/markdown-table.ts'), join(root, 'generators/cli/command-pages.ts')],
  bundle: true,
  splitting: true,
  outdir: bundles,
  outbase: join(root, 'generators'),
  outExtension: { '.js': '.mjs' },
  format: 'esm',
  platform: 'node',
  banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
});
const { optionsTable, flagsTable } = await import(join(bundles, 'options/markdown-table.mjs'));
const { commandPages } = await import(join(bundles, 'cli/command-pages.mjs'));
const generators = readdirSync(join(root, 'dist', 'generators'))
  .filter((name) => name !== 'app')
  .sort();
const parts = await Promise.all(
  generators.map(async (name) => (await import(pathToFileURL(join(root, 'dist', 'generators', name, 'index.js')))).part),
);
rmSync(bundles, { recursive: true });

const readme = join(root, 'README.md');
const between = (text, name, content) =>
  text.replace(new RegExp(`(<!-- ${name} -->\n)[^]*?(<!-- /${name} -->)`), (_, open, close) => `${open}${content}\n${close}`);
writeFileSync(readme, between(between(readFileSync(readme, 'utf8'), 'options', optionsTable()), 'flags', flagsTable()));

const pages = join(root, 'docs', 'commands');
rmSync(pages, { recursive: true, force: true });
mkdirSync(pages, { recursive: true });
for (const [name, text] of commandPages(parts)) writeFileSync(join(pages, name), text);
