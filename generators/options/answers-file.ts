import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { isMap, isScalar, parseDocument, stringify } from 'yaml';
import { usageError } from '../core/errors.ts';
import { didYouMean } from '../core/nearest.ts';
import { definitionOf, type OptionName, optionNames } from './schema.ts';
import { type Given, unknownChoice } from './settle.ts';

/** Reads a YAML or JSON file of answers, `-` for standard input. Scalars are taken as they are written, so that `python: 3.10` stays 3.10. */
export async function readAnswers(file: string): Promise<Given> {
  const shown = file === '-' ? 'the answers on standard input' : file;
  const document = parseDocument(await textOf(file, shown));
  const [broken] = document.errors;
  if (broken !== undefined) throw usageError(`${shown} is not valid YAML or JSON: ${broken.message.split('\n')[0]}`);
  if (document.contents === null) return {};
  if (!isMap(document.contents)) throw usageError(`${shown} must map option names to values, such as "name: churn"`);
  const given: Partial<Record<OptionName, string>> = {};
  for (const { key, value } of document.contents.items) {
    const name = String(isScalar(key) ? key.value : key);
    if (!isOptionName(name)) throw usageError(`${shown}: there is no option ${JSON.stringify(name)}.${didYouMean(name, optionNames)}`);
    if (value !== null && !isScalar(value)) throw usageError(`${shown}: ${name} must be a single value`);
    if (value === null || value.value === null) continue;
    const said = typeof value.value === 'string' ? value.value : (value.source ?? String(value.value));
    const unknown = unknownChoice(definitionOf(name), said);
    if (unknown !== undefined) throw usageError(`${shown}: ${name}: ${unknown}`);
    given[name] = said;
  }
  return given;
}

const isOptionName = (name: string): name is OptionName => (optionNames as readonly string[]).includes(name);

async function textOf(file: string, shown: string): Promise<string> {
  try {
    // Waiting for standard input must not keep a signal from being heard.
    return file === '-' ? await text(process.stdin) : readFileSync(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT')
      throw usageError(`There is no file ${shown} of answers.`, 'Check the path; it is relative to the folder you are in.');
    throw usageError(code === 'EISDIR' ? `${shown} is a folder, and no file of answers.` : `${shown} cannot be read: ${message}`);
  }
}

/** The same answers as a file that `--answers` takes back. */
export function writeAnswers(answers: object): string {
  return stringify(Object.fromEntries(Object.entries(answers).filter(([, value]) => value !== null)), { lineWidth: 0 });
}
