// Bundles the command line and every generator into dist/, so that the package installs as one, without dependencies;
// with --pack also what only a published package needs.
import { build } from 'esbuild';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withOneCopy, withStandIns, withStart, withVersions } from './bundle-plugins.mjs';
import { keepSamples } from './keep-samples.mjs';
import { licensesOf } from './licenses.mjs';
import { packEnvironment } from './pack-environment.mjs';
import { packTemplates } from './pack-templates.mjs';
import { asking, askingFile, startingAtOnce, withBuiltins } from './quick-start.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const output = join(root, 'dist');
const packing = process.argv.includes('--pack');

/** A folder is a generator if its index exports one as default; the other folders are what generators are made of. */
const generators = readdirSync(join(root, 'generators')).filter((name) => {
  const index = join(root, 'generators', name, 'index.ts');
  return existsSync(index) && /^export default class/m.test(readFileSync(index, 'utf8'));
});

const shared = {
  metafile: true,
  absWorkingDir: root,
  outdir: output,
  bundle: true,
  write: false,
  format: 'esm',
  platform: 'node',
  target: 'node20.17',
  chunkNames: 'chunks/[name]-[hash]',
  minifySyntax: true,
  minifyWhitespace: true,
  minifyIdentifiers: true,
  legalComments: 'none',
  logLevel: 'warning',
  // Its main file loads its parts in a way that no bundler follows.
  alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
};
const [commands, thread] = await Promise.all([
  build({
    ...shared,
    entryPoints: {
      cli: 'generators/cli/entry.ts',
      ...Object.fromEntries(generators.map((name) => [`generators/${name}/index`, `generators/${name}/index.ts`])),
    },
    splitting: true,
    plugins: [withStandIns, withOneCopy, withVersions(root), withStart(root, generators)],
  }),
  // What it shared with the commands would be a file of its own at each start.
  build({ ...shared, entryPoints: { 'part-thread': 'generators/data/read/part-thread.ts' } }),
]);

const outputFiles = [
  ...startingAtOnce(commands.outputFiles, output),
  ...thread.outputFiles,
  { path: join(output, askingFile), contents: Buffer.from(asking) },
  { path: join(output, 'templates.json'), contents: packTemplates(join(root, 'templates')) },
  { path: join(output, 'samples.json'), contents: await keepSamples(root, output) },
];

// Each file is replaced in one step: another process may be running the former build.
const written = new Set();
for (const { path, contents: bundled } of outputFiles) {
  const contents = path.endsWith(askingFile) ? bundled : withBuiltins(path, Buffer.from(bundled));
  written.add(relative(output, path).replaceAll('\\', '/'));
  if (existsSync(path) && readFileSync(path).equals(contents)) continue;
  mkdirSync(dirname(path), { recursive: true });
  const part = `${path}.${process.pid}`;
  writeFileSync(part, contents);
  renameSync(part, path);
}
for (const path of readdirSync(output, { recursive: true })) {
  const name = path.replaceAll('\\', '/');
  if ((packing ? /\.\w+$/ : /\.js$/).test(name) && !written.has(name)) rmSync(join(output, path), { force: true });
}
chmodSync(join(output, 'cli.js'), 0o755);

if (packing) {
  packEnvironment(join(root, 'templates'));
  writeFileSync(join(output, 'LICENSES.txt'), licensesOf(root, Object.keys(commands.metafile.inputs)));
}
