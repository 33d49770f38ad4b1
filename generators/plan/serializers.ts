import { Document } from 'yaml';
import { shellWord } from '../core/shell-word.ts';

/** One writer per format, so that a template never quotes by hand: `<%- toml(description) %>`. */
export type Serializable = string | number | boolean | null | readonly Serializable[] | { readonly [key: string]: Serializable };

const json = (value: Serializable): string => JSON.stringify(value);

/** A TOML value; arrays go over several lines, as people write dependencies. */
function toml(value: Serializable): string {
  if (typeof value === 'string') return escapeRest(JSON.stringify(value), (code) => `\\u${code}`);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return value.length === 0 ? '[]' : `[\n${value.map((item: Serializable) => `  ${toml(item)},\n`).join('')}]`;
  if (value === null) throw new TypeError('TOML has no null');
  return `{ ${Object.entries(value)
    .map(([key, item]) => `${/^[\w-]+$/.test(key) ? key : toml(key)} = ${toml(item)}`)
    .join(', ')} }`;
}

/** A YAML value in one line, quoted also where only YAML 1.1 would misread it (`Yes`, `3.10`, `12:30`). */
function yaml(value: Serializable): string {
  const document = new Document(value, { compat: 'yaml-1.1' });
  if (document.contents !== null && typeof value === 'object') (document.contents as { flow?: boolean }).flow = true;
  return document
    .toString({ lineWidth: 0, blockQuote: false, flowCollectionPadding: false, singleQuote: false, doubleQuotedAsJSON: true })
    .trimEnd();
}

/** Text in Markdown that renders as it is. */
function md(value: Serializable): string {
  return String(value)
    .replaceAll(/[\\`*[\]<>|~$&]/g, (character) => (character === '&' ? '&amp;' : character === '<' ? '&lt;' : `\\${character}`))
    .replaceAll(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
    .replace(/^(\s*)([#+-])/, '$1\\$2')
    .replace(/^(\s*\d+)([.)])/, '$1\\$2')
    .replaceAll(/\s*[\r\n]+\s*/g, ' ');
}

/** Text as Markdown's inline code, whatever backticks it holds; a pipe is escaped, for tables. */
function code(value: Serializable): string {
  const text = String(value)
    .replaceAll(/[\r\n]+/g, ' ')
    .replaceAll('|', '\\|');
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const padding = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return `${fence}${padding}${text}${padding}${fence}`;
}

const shell = (value: Serializable): string => shellWord(String(value));

/** A Python literal. */
function py(value: Serializable): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return `[${value.map(py).join(', ')}]`;
  if (typeof value === 'object')
    return `{${Object.entries(value)
      .map(([key, item]) => `${py(key)}: ${py(item)}`)
      .join(', ')}}`;
  return escapeRest(JSON.stringify(value), (code) => `\\u${code}`);
}

/** The value of a Dockerfile's ENV, ARG or LABEL. */
const docker = (value: Serializable): string =>
  `"${String(value)
    .replaceAll(/["\\$]/g, '\\$&')
    .replaceAll(/[\r\n]+/g, ' ')}"`;

/** Controls that JSON leaves alone but other formats refuse. */
const escapeRest = (text: string, escaped: (code: string) => string): string =>
  text.replaceAll(/[\u007F-\u009F\u2028\u2029\uFEFF]/g, (character) => escaped(character.charCodeAt(0).toString(16).padStart(4, '0')));

export const serializers = { json, toml, yaml, md, code, shell, py, docker } as const;
