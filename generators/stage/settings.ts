import { parseDocument } from 'yaml';
import { usageError } from '../core/errors.ts';
import { type Serializable, serializers } from '../core/serializers.ts';
import { pythonKeywords } from '../options/reserved-names.ts';

/** A stage's section of `params.yaml`, and the same as fields of its Python class. */
export type Settings = Readonly<Record<string, Serializable>>;

/** Reads `--params lower=true,words=[a, b]`; several in one value or in several. */
export function readSettings(given: string | readonly string[] | undefined): Settings {
  const settings: Record<string, Serializable> = {};
  for (const assignment of [given ?? []].flat().flatMap(splitAssignments)) {
    const [, key, text] = /^\s*([^=]*?)\s*=(.*)$/s.exec(assignment) ?? [];
    if (key === undefined || text === undefined) throw usageError(`--params takes key=value, not ${JSON.stringify(assignment)}.`, 'For example: --params lower=true,min_words=3');
    const rule = keyProblem(key);
    if (rule !== undefined) throw usageError(`--params: ${JSON.stringify(key)} cannot be a key: ${rule}.`);
    if (Object.hasOwn(settings, key)) throw usageError(`--params: ${key} is given twice.`);
    settings[key] = valueOf(key, text);
  }
  return settings;
}

/** Cuts at the commas that stand before a next `key=`, not at those inside lists, quotes or sentences. */
const splitAssignments = (text: string): string[] => text.split(/,(?=\s*[A-Za-z_]\w*\s*=(?![^[]*\]))/);

function keyProblem(key: string): string | undefined {
  if (!/^[a-z][a-z0-9_]*$/.test(key)) return 'it takes lower-case letters, digits and underscores, and starts with a letter';
  if (pythonKeywords.has(key)) return 'it is a word of the Python language';
  if (/^model_/.test(key) || ['copy', 'dict', 'json', 'schema', 'construct', 'validate'].includes(key)) return 'pydantic uses it for something else';
  return undefined;
}

/** A value as YAML reads it: `true`, `3`, `0.5`, `null`, `[a, b]`, anything else is text. */
function valueOf(key: string, text: string): Serializable {
  const document = parseDocument(text.trim());
  const value: unknown = document.errors.length > 0 ? text : document.toJS();
  const scalar = (item: unknown): boolean => item === null || ['string', 'number', 'boolean'].includes(typeof item);
  if (scalar(value) || (Array.isArray(value) && value.every(scalar))) return value as Serializable;
  throw usageError(`--params: ${key} should be a number, true, false, text or a list of these, not ${JSON.stringify(text)}.`);
}

const typeOf = (value: Serializable): string => {
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float';
  if (Array.isArray(value)) return `list[${[...new Set(value.map(typeOf))].join(' | ') || 'str'}]`;
  return value === null ? 'str | None' : 'str';
};

/** Lines of a class body: one typed field a setting. */
export const fieldsOf = (settings: Settings): string[] => {
  const fields = Object.entries(settings).map(([key, value]) => `${key}: ${typeOf(value)}`);
  return fields.length > 0 ? ['', ...fields] : [];
};

/** The same values as arguments of that class. */
export const argumentsOf = (settings: Settings): string => Object.entries(settings).map(([key, value]) => `${key}=${serializers.py(value)}`).join(', ');
