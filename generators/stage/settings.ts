import { parseDocument, Scalar, YAMLSeq } from 'yaml';
import { type CliError, usageError } from '../core/errors.ts';
import { serializers } from '../plan/serializers.ts';
import { pydanticNames, pythonKeywords } from '../core/reserved-names.ts';

/** A value that was given, as each of the files that it goes into has it. */
export interface Setting {
  readonly yaml: Scalar | YAMLSeq;
  /** Its type in Python, and itself as a Python literal. */
  readonly type: string;
  readonly python: string;
}

/** A stage's section of `params.yaml`, and the same as fields of its Python class. */
export type Settings = Readonly<Record<string, Setting>>;

/** Reads `--params lower=true,words=[a, b]`; several in one value or in several. */
export function readSettings(given: string | readonly string[] | undefined): Settings {
  const settings: Record<string, Setting> = {};
  for (const assignment of [given ?? []].flat().flatMap(splitAssignments)) {
    const [, key, text] = /^\s*([^=]*?)\s*=(.*)$/s.exec(assignment) ?? [];
    if (key === undefined || text === undefined)
      throw usageError(`--params takes key=value, not ${JSON.stringify(assignment)}.`, 'For example: --params lower=true,min_words=3');
    const rule = keyProblem(key);
    if (rule !== undefined) throw usageError(`--params: ${JSON.stringify(key)} cannot be a key: ${rule}.`);
    if (Object.hasOwn(settings, key)) throw usageError(`--params: ${key} is given twice.`);
    settings[key] = settingOf(key, text.trim());
  }
  return settings;
}

const quoted = /"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'/.source;
const assignments = new RegExp(String.raw`(?:=\s*(?:${quoted})|,(?!\s*[A-Za-z_]\w*\s*=(?![^[]*\]))|[^,])+`, 'gs');
const wholeQuoted = new RegExp(`^(?:${quoted})$`, 's');
/** An entry of a list with the comma behind it. */
const listItem = new RegExp(String.raw`\s*(${quoted}|[^,[\]{"'\s][^,[\]]*?)\s*(?:,|$)`, 'gsy');

/** Cuts at the commas that stand before a next `key=`, not at those inside lists, quotes or sentences. */
const splitAssignments = (text: string): string[] => text.match(assignments) ?? [text];

function keyProblem(key: string): string | undefined {
  if (!/^[a-z][a-z0-9_]*$/.test(key)) return 'it takes lower-case letters, digits and underscores, and starts with a letter';
  if (pythonKeywords.has(key)) return 'it is a word of the Python language';
  if (/^model_/.test(key) || pydanticNames.has(key)) return 'pydantic uses it for something else';
  return undefined;
}

function settingOf(key: string, text: string): Setting {
  const list = /^\[(.*)\]$/s.exec(text)?.[1];
  if (/^\{.*\}$/s.test(text)) throw mistaken(key, 'should be a number, true, false, text or a list of these', text);
  return list === undefined ? scalarOf(key, text) : listOf(key, list.trim());
}

function listOf(key: string, inside: string): Setting {
  const found = [...inside.matchAll(listItem)];
  if (found.map(([whole]) => whole).join('') !== inside || inside.endsWith(','))
    throw mistaken(key, 'should be a list of numbers, true, false or texts, with commas between them', `[${inside}]`);
  const items = found.map(([, item = '']) => scalarOf(key, item));
  const yaml = new YAMLSeq();
  yaml.items.push(...items.map((item) => item.yaml));
  const types = new Set(items.flatMap(({ type }) => type.split(' | ')));
  return { yaml, type: `list[${[...types].join(' | ') || 'str'}]`, python: `[${items.map(({ python }) => python).join(', ')}]` };
}

/** `true`, `3`, `0.5`, `null` and what is in quotes as YAML reads them; anything else is text as it stands. */
function scalarOf(key: string, text: string): Setting {
  if (/^(?:null|Null|NULL|~|)$/.test(text)) return { yaml: new Scalar(null), type: 'str | None', python: 'None' };
  if (/^(?:[Tt]rue|TRUE|[Ff]alse|FALSE)$/.test(text)) {
    const value = text.toLowerCase() === 'true';
    return { yaml: new Scalar(value), type: 'bool', python: serializers.py(value) };
  }
  if (/^[-+]?(?:0|[1-9]\d*)$/.test(text)) return integerOf(key, text);
  if (/^[-+]?(?:(?:0|[1-9]\d*)(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?$/.test(text)) return floatOf(key, text);
  if (/^[-+]?\.(?:inf|nan)$/i.test(text)) throw mistaken(key, 'should be a finite number, or text in quotes', text);
  return textOf(key, wholeQuoted.test(text) ? unquoted(key, text) : text);
}

function integerOf(key: string, text: string): Setting {
  if (!Number.isSafeInteger(Number(text)))
    throw mistaken(key, `should be a whole number of at most ${Number.MAX_SAFE_INTEGER}, or text in quotes`, text);
  return { yaml: new Scalar(Number(text)), type: 'int', python: text };
}

/** Written as a float it is one, also where its value is whole: an edit may make it 0.5. */
function floatOf(key: string, text: string): Setting {
  if (!Number.isFinite(Number(text))) throw mistaken(key, 'should be a finite number', text);
  const yaml = new Scalar(Number(text));
  yaml.minFractionDigits = Math.max(1, /\.(\d*)/.exec(text)?.[1]?.length ?? 0);
  return {
    yaml,
    type: 'float',
    python: text
      .toLowerCase()
      .replace(/^([-+]?)\./, '$10.')
      .replace(/\.(?=e|$)/, '.0'),
  };
}

/** Quoted unless every reader takes it for text: only words, and of these YAML's writer knows the ones that mean something. */
function textOf(key: string, text: string): Setting {
  if (/[^\t\n\x20-\x7E\xA0-\uFFFD]|[\u2028\u2029\uFEFF]/.test(text)) throw mistaken(key, 'should have no control characters', text);
  const yaml = new Scalar(text);
  if (!/^[A-Za-z][\w ./-]*$/.test(text)) yaml.type = 'QUOTE_DOUBLE';
  return { yaml, type: 'str', python: serializers.py(text) };
}

function unquoted(key: string, text: string): string {
  const { errors, contents } = parseDocument(text);
  if (errors.length > 0)
    throw mistaken(key, 'has a text in quotes that YAML cannot read: a backslash is written twice there, or in single quotes once', text);
  return String((contents as Scalar).value);
}

const mistaken = (key: string, rule: string, text: string): CliError =>
  usageError(`--params: ${key} ${rule}, not ${JSON.stringify(text)}.`);

/** Lines of a class body: one typed field a setting. */
export const fieldsOf = (settings: Settings): string[] => {
  const fields = Object.entries(settings).map(([key, { type }]) => `${key}: ${type}`);
  return fields.length > 0 ? ['', ...fields] : [];
};

/** The same values as arguments of that class. */
export const argumentsOf = (settings: Settings): string =>
  Object.entries(settings)
    .map(([key, { python }]) => `${key}=${python}`)
    .join(', ');
