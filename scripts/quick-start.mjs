// What is done to the bundle so that it starts at once.
import { builtinModules } from 'node:module';
import { join } from 'node:path';

const statement = /import(?:\s*\*\s*as\s+([\w$]+)|\s+([\w$]+))?\s*,?\s*(?:\{([^{}]*)\})?\s*from\s*"([\w:/]+)";/g;
const isBuiltin = (name) => name.startsWith('node:') || builtinModules.includes(name);

/**
 * The code of an ES module in which imports of Node.js's own modules ask for them instead, before anything else: an import evaluates all that a
 * module exports, streams and web interfaces that nobody asked for among it, which is a quarter of the time that help takes.
 */
function askBuiltins(code) {
  const asked = [];
  const rest = code.replaceAll(statement, (whole, all, standard, named, name) => {
    if (!isBuiltin(name) || /\bdefault as\b/.test(named)) return whole;
    const module = `process.getBuiltinModule(${JSON.stringify(name)})`;
    for (const binding of [all, standard]) if (binding !== undefined) asked.push(`${binding}=${module}`);
    if (named !== undefined) asked.push(`{${named.replaceAll(/\s+as\s+/g, ':')}}=${module}`);
    return '';
  });
  const left = [...rest.matchAll(/\bfrom\s*"([\w:/]+)"/g)].find(([, name]) => isBuiltin(name));
  if (left !== undefined) throw new Error(`An import of ${left[1]} is written in a form that the build does not know`);
  return asked.length === 0 ? code : `const ${asked.join(',')};${rest}`;
}

/** What the command line does first for a Node.js that does not tell its own modules so; whatever else is started needs it too. */
export const askingFile = 'ask-builtins.js';
export const asking = 'import{createRequire as r}from"node:module";process.getBuiltinModule??=r(import.meta.url);\n';

/** Any file of the bundle. CommonJS packages in it ask for Node's modules through require; where none is, making it would cost each start. */
export function withBuiltins(path, contents) {
  if (!path.endsWith('.js')) return contents;
  const text = contents.toString('utf8');
  const [shebang = ''] = /^#!.*\n/.exec(text) ?? [];
  const isStarted = /\/(?:part-thread|generators\/[\w-]+\/index)\.js$/.exec(path.replaceAll('\\', '/'));
  const first = isStarted === null ? '' : `import"${'../'.repeat(isStarted[0].split('/').length - 2) || './'}${askingFile}";`;
  const code = first + askBuiltins(text.slice(shebang.length));
  const made = 'const require=process.getBuiltinModule("node:module").createRequire(import.meta.url);';
  return Buffer.from(shebang + (/\brequire\b/.test(code) ? made : '') + code);
}

/** The bundler puts a file between the start and what every run loads, in which it only passes that on: the start does without. */
export function startingAtOnce(files, output) {
  const textAt = (path) => Buffer.from(files.find((file) => file.path === path).contents).toString();
  const cli = join(output, 'cli.js');
  const [stub] = /\.\/chunks\/always-\w+\.js/.exec(textAt(cli)) ?? [];
  if (stub === undefined) throw new Error('cli.js does not load what it should');
  const passesOn = /^import\{([\w$]+)(?: as ([\w$]+))?\}from"\.\/(chunk-\w+\.js)";(?:import"[^"]+";)*export\{(?:\2|\1) as main\};\s*$/;
  const [, main, , chunk] = passesOn.exec(textAt(join(output, stub))) ?? [];
  if (chunk === undefined) throw new Error(`${stub} is not what the build expects`);
  const start = textAt(cli).replace(stub, `./chunks/${chunk}`).replace(').main()', `).${main}()`);
  if (!start.includes(`).${main}()`)) throw new Error('cli.js does not start what it loads in the way that the build expects');
  return files
    .filter(({ path }) => path !== join(output, stub))
    .map((file) => (file.path === cli ? { path: cli, contents: Buffer.from(start) } : file));
}
