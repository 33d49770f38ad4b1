import { pydanticNames, pythonKeywords, standardLibrary, windowsDevices } from '../core/reserved-names.ts';
import { ownCommand } from '../core/own-command.ts';
import { lineUsing } from '../edit/edit-python.ts';
import { usageError } from '../core/errors.ts';

/** So that a line with the name of a class, a function and a module stays a line. */
const longest = 30;
/** Words that mean something else to pydantic, pytest or the project where a part's name becomes a Python name. */
const claimed = new Set(['conftest', 'copy', 'dict', 'json', 'main', 'schema', 'section', 'stages', 'test', 'tests', 'train_test_split']);

/** What a person would call one. */
const usual: Readonly<Record<string, string>> = { model: 'lightgbm', feature: 'price_per_room', notebook: 'outliers' };

/**
 * A part's name as the Python module and the key that it becomes: `clean-text` is `clean_text`.
 * Anything that Python, YAML or a file system would stumble over is refused with a name that would do.
 */
export function partName(name: string | undefined, part: string): string {
  if (name === undefined)
    throw usageError(`add ${part} needs a name.`, `For example: ${ownCommand()} add ${part} ${usual[part] ?? 'clean_text'}`);
  const module = name.replaceAll('-', '_');
  if (part === 'stage' && pydanticNames.has(module))
    throw usageError(
      `${JSON.stringify(name)} cannot name a stage: pydantic, which reads its settings, uses it for something else.`,
      `For example: ${module}_stage`,
    );
  const rule = ruleBrokenBy(name, module);
  if (rule !== undefined) throw usageError(`${JSON.stringify(name)} cannot name a ${part}: ${rule}.`, `For example: ${usable(module)}`);
  return module;
}

function ruleBrokenBy(name: string, module: string): string | undefined {
  if (name === '') return 'it is empty';
  if (/[/\\]/.test(name)) return 'a name is not a path';
  if (name.endsWith('.py')) return 'it goes without the .py';
  if (!/^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/.test(module))
    return 'it takes lower-case letters a-z, digits, and single underscores or dashes between them, and starts with a letter';
  if (name.length > longest) return `it has ${name.length} characters, the limit is ${longest}`;
  if (pythonKeywords.has(module) || pythonKeywords.has(className(module))) return 'it is a word of the Python language';
  if (standardLibrary.has(module)) return "it is a module of Python's standard library";
  if (windowsDevices.has(module)) return 'Windows reserves it for a device';
  if (claimed.has(module) || /^(test|model)_/.test(module)) return 'the project uses that word for something else';
  return undefined;
}

/**
 * Refuses a name where the Python text that it goes into uses it, as one of the words that it becomes there, for
 * something else: the one would stand in the way of the other.
 */
export function refuseUsed(name: string, part: string, words: readonly string[], text: string, where: (line: number) => string): void {
  for (const word of words) {
    const line = lineUsing(text, word);
    if (line === undefined) continue;
    const end = `_${part}`;
    throw usageError(
      `${JSON.stringify(name)} cannot name a ${part}: \`${word}\` is something else in ${where(line)}.`,
      `For example: ${name.slice(0, longest - end.length).replace(/_+$/, '')}${end}`,
    );
  }
}

function usable(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\.py$/g, '')
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^[^a-z]+|_+$/g, '')
    .slice(0, 24)
    .replace(/_+$/, '');
  const candidate = plain === '' ? 'clean_text' : plain;
  return ruleBrokenBy(candidate, candidate) === undefined ? candidate : `my_${candidate}`;
}

/** `clean_text` as the name of a Python class: `CleanText`. */
export const className = (name: string): string =>
  name
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

/** `clean_text` as the start of a sentence: `Clean text`. */
export const titleOf = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1).replaceAll('_', ' ');

/** A template's text with its words replaced, all at once: a name may look like another of these words. */
export const filledIn = (text: string, words: Readonly<Record<string, string>>): string =>
  text.replaceAll(new RegExp(Object.keys(words).join('|'), 'g'), (word) => words[word]!);
