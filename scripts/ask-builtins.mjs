// Node.js's own modules without importing them: an import evaluates all that a module exports, streams and web interfaces that nobody asked for
// among it, which is a quarter of the time that help takes.
import { builtinModules } from 'node:module';

const statement = /import(?:\s*\*\s*as\s+([\w$]+)|\s+([\w$]+))?\s*,?\s*(?:\{([^{}]*)\})?\s*from\s*"([\w:/]+)";/g;
const isBuiltin = (name) => name.startsWith('node:') || builtinModules.includes(name);

/** The code of an ES module in which imports of Node.js's modules ask for them instead, before anything else. */
export function askBuiltins(code) {
  const asked = [];
  const rest = code.replaceAll(statement, (whole, all, standard, named, name) => {
    if (!isBuiltin(name)) return whole;
    const module = `process.getBuiltinModule(${JSON.stringify(name)})`;
    for (const binding of [all, standard]) if (binding !== undefined) asked.push(`${binding}=${module}`);
    if (named !== undefined) asked.push(`{${named.replaceAll(/\s+as\s+/g, ':')}}=${module}`);
    return '';
  });
  const left = [...rest.matchAll(/\bfrom\s*"([\w:/]+)"/g)].find(([, name]) => isBuiltin(name));
  if (left !== undefined) throw new Error(`An import of ${left[1]} is written in a form that the build does not know`);
  return asked.length === 0 ? code : `const ${asked.join(',')};${rest}`;
}
