// Bundles the command line and every generator into dist/, so that the package installs as one, without dependencies;
// with --pack also what only a published package needs.
import { build } from 'esbuild';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { askBuiltins } from './ask-builtins.mjs';
import { keepSamples } from './keep-samples.mjs';
import { licensesOf } from './licenses.mjs';
import { packEnvironment } from './pack-environment.mjs';
import { packTemplates } from './pack-templates.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const output = join(root, 'dist');
const packing = process.argv.includes('--pack');

/** A folder is a generator if its index exports one as default; the other folders are what generators are made of. */
const generators = readdirSync(join(root, 'generators')).filter((name) => {
  const index = join(root, 'generators', name, 'index.ts');
  return existsSync(index) && /^export default class/m.test(readFileSync(index, 'utf8'));
});

/**
 * What Yeoman and inquirer bring for work that we never ask of it, and what stands in: installing packages, asking through its own adapter, looking
 * generators up, running git, resolving conflicts. Without them the bundle is a third, and starts in a fraction of the time.
 */
const never = (what) => `() => { throw new Error('${what} is not a part of this bundle'); }`;
const standIns = {
  'fly-import': `export class FlyRepository {}\nexport const flyImport = ${never('installing packages')};`,
  '@yeoman/adapter': `export class QueuedAdapter { constructor() { (${never('an adapter')})(); } }`,
  '@yeoman/conflicter': `export const createConflicterTransform = ${never('resolving conflicts')}, createYoResolveTransform = createConflicterTransform, forceYoFiles = createConflicterTransform;`,
  'simple-git': `export const simpleGit = ${never('git')}, CheckRepoActions = {}, CleanOptions = {};`,
  'latest-version': `export default ${never('asking a registry')};`,
  'read-package-up': 'export const readPackageUpSync = () => undefined;',
  'which-package-manager': `export const whichPackageManager = ${never('installing packages')};`,
  commander: 'export class Command {}\nexport class Option {}\nexport class Argument {}',
  '@inquirer/editor': `export default ${never('a text editor')};`,
  execa: `export const execa = ${never('running commands')}, execaSync = execa, execaCommand = execa, execaCommandSync = execa;`,
  // Node.js has both itself; the package's own dictionary alone is 80 kB.
  './brotli.js':
    "import { brotliDecompressSync } from 'node:zlib';\nexport const decompressBrotli = (input) => brotliDecompressSync(input);",
  './gzip.js': "import { gunzipSync } from 'node:zlib';\nexport const gunzip = (input, output) => (output.set(gunzipSync(input)), output);",
  // It queues what is opened asynchronously; what is written here is written one by one.
  'graceful-fs': "module.exports = require('node:fs');",
  globby: `export const globby = ${never('looking up generators')}, globbySync = globby;`,
};

const withStandIns = {
  name: 'with-stand-ins',
  setup({ onResolve, onLoad }) {
    onResolve(
      {
        filter: new RegExp(
          `^(${Object.keys(standIns)
            .map((name) => name.replaceAll('.', '\\.'))
            .join('|')})$`,
        ),
      },
      ({ path, importer }) =>
        /node_modules\/(yeoman-|@yeoman|@inquirer|inquirer|hyparquet-compressors|fs-extra|jsonfile)/.test(importer.replaceAll('\\', '/'))
          ? { path, namespace: 'stand-in' }
          : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'stand-in' }, ({ path }) => ({ contents: standIns[path] }));
  },
};

/** Yeoman's packages read their own manifest, which is not beside them in a bundle. */
const withVersions = {
  name: 'with-versions',
  setup({ onLoad }) {
    const manifestOf = (name) => {
      const { version } = JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8'));
      return JSON.stringify({ name, version });
    };
    const replacing = (file, name, pattern) =>
      onLoad({ filter: file }, ({ path }) => {
        const text = readFileSync(path, 'utf8');
        const contents = text.replace(pattern, manifestOf(name));
        if (contents === text) throw new Error(`${path} no longer reads its version as expected`);
        return { contents };
      });
    replacing(/yeoman-environment\/dist\/environment-base\.js$/, 'yeoman-environment', "require('../package.json')");
    replacing(
      /yeoman-environment\/dist\/module-lookup\.js$/,
      'yeoman-environment',
      "JSON.parse(readFileSync(join(PROJECT_ROOT, 'package.json')).toString())",
    );
    replacing(
      /yeoman-generator\/dist\/generator\.js$/,
      'yeoman-generator',
      "JSON.parse(readFileSync(pathJoin(_dirname, '../package.json'), 'utf8'))",
    );
  },
};

/** npm may nest the same version of a package under each of those that ask for it; one copy is enough. */
const withOneCopy = {
  name: 'with-one-copy',
  setup({ onResolve, resolve }) {
    const first = new Map();
    onResolve({ filter: /^@inquirer\/core$/ }, async ({ path, pluginData, ...options }) => {
      if (pluginData === 'resolving') return undefined;
      const found = await resolve(path, { ...options, pluginData: 'resolving' });
      const folder = /^.*node_modules[\\/]@inquirer[\\/]core/.exec(found.path)?.[0];
      if (folder === undefined) return found;
      const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      if (!first.has(version)) first.set(version, found);
      return first.get(version);
    });
  },
};

/** The modules that are loaded only when they are needed, each with a word for the bundler: what is there always need not be split by who uses it. */
const withStart = {
  name: 'with-start',
  setup({ onLoad }) {
    const files = readdirSync(join(root, 'generators'), { recursive: true })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(root, 'generators', name));
    const later = new Set(
      files.flatMap((file) =>
        [...readFileSync(file, 'utf8').matchAll(/import\('(\.[^']+)'\)/g)].map(([, path]) => join(dirname(file), path)),
      ),
    );
    for (const name of generators) later.add(join(root, 'generators', name, 'index.ts'));
    const start = join(root, 'generators', 'cli', 'always.ts');
    later.delete(start);
    // Relative, for names are shortened by how often letters occur: the same code anywhere gives the same bytes.
    const seenFrom = (path) => `./${relative(dirname(path), start).replaceAll('\\', '/')}`;
    // Yeoman's environment loads it so.
    later.add(realpathSync(join(root, 'node_modules', 'yeoman-generator', 'dist', 'index.js')));
    onLoad({ filter: /generators.*\.ts$|yeoman-generator.dist.index\.js$/ }, ({ path }) =>
      later.has(path) ? { contents: `import ${JSON.stringify(seenFrom(path))};\n${readFileSync(path, 'utf8')}`, loader: 'ts' } : undefined,
    );
  },
};

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
    plugins: [withStandIns, withOneCopy, withVersions, withStart],
  }),
  // What it shared with the commands would be a file of its own at each start.
  build({ ...shared, entryPoints: { 'part-thread': 'generators/data/read/part-thread.ts' } }),
]);

const outputFiles = [
  ...commands.outputFiles,
  ...thread.outputFiles,
  { path: join(output, 'templates.json'), contents: packTemplates(join(root, 'templates')) },
  { path: join(output, 'samples.json'), contents: await keepSamples(root, output) },
];

/** CommonJS packages inside an ES module bundle ask for Node's own modules through require; where none is, making it would cost each start. */
const withBuiltins = (path, contents) => {
  if (!path.endsWith('.js')) return contents;
  const text = contents.toString('utf8');
  const [shebang = ''] = /^#!.*\n/.exec(text) ?? [];
  const code = askBuiltins(text.slice(shebang.length));
  const made = 'const require=process.getBuiltinModule("node:module").createRequire(import.meta.url);';
  return Buffer.from(shebang + (/\brequire\b/.test(code) ? made : '') + code);
};

// The bundler puts a file between the start and what every run loads, in which it only passes that on.
const start = outputFiles.find(({ path }) => path === join(output, 'cli.js'));
const [stub] = /\.\/chunks\/always-\w+\.js/.exec(Buffer.from(start.contents).toString());
const between = outputFiles.findIndex(({ path }) => path === join(output, stub));
const [, main, , chunk] =
  /^import\{([\w$]+)(?: as ([\w$]+))?\}from"\.\/(chunk-\w+\.js)";(?:import"[^"]+";)*export\{(?:\2|\1) as main\};\s*$/.exec(
    Buffer.from(outputFiles[between].contents).toString(),
  ) ?? [];
if (chunk === undefined) throw new Error(`${stub} is not what the build expects`);
start.contents = Buffer.from(Buffer.from(start.contents).toString().replace(stub, `./chunks/${chunk}`).replace(').main()', `).${main}()`));
outputFiles.splice(between, 1);

// Each file is replaced in one step: another process may be running the former build.
const written = new Set();
for (const { path, contents: bundled } of outputFiles) {
  const contents = withBuiltins(path, Buffer.from(bundled));
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
