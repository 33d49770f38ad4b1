// How the bundler is told of what Yeoman brings and nobody asks for, and of what may be loaded later.
import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

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

export const withStandIns = {
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
export const withVersions = (root) => ({
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
});

/** npm may nest the same version of a package under each of those that ask for it; one copy is enough. */
export const withOneCopy = {
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
export const withStart = (root, generators) => ({
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
});
