import { jsonText } from './json.ts';
import type { Structured } from './structured.ts';
import { tomlText } from './toml.ts';
import { yamlText } from './yaml.ts';

const editors: readonly (readonly [RegExp, (text: string, where: string) => Structured])[] = [
  [/\.ya?ml$/i, yamlText],
  [/\.toml$/i, tomlText],
  [/\.(json|jsonc|ipynb|code-workspace)$/i, jsonText],
];

/** Whether a file is made of keys and values, so that it can be edited and merged by key. */
export const isStructured = (path: string): boolean => editors.some(([pattern]) => pattern.test(path));

/** The editor of a file's format. */
export function openStructured(path: string, text: string): Structured {
  const [, open] = editors.find(([pattern]) => pattern.test(path)) ?? [];
  if (open === undefined) throw new Error(`${path} is no structured file`);
  return open(text, path);
}
