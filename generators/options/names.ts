import { basename, join, resolve } from 'node:path';
import { templatesRoot } from '../core/package-root.ts';
import { masterLockText } from '../core/master-text.ts';
import { importNames, projectNames, pythonKeywords, standardLibrary, windowsDevices } from '../core/reserved-names.ts';

const longest = 50;
const wellFormed = /^[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*$/;

/** Python's import name of a project. */
export const packageNameOf = (name: string): string => name.replaceAll('-', '_');

export const isPlain = (text: string): boolean => /^[\0-\x7F]*$/.test(text);

let transliterated: ((text: string) => string) | undefined;

/** Brings the table of alphabets, of whose reading commands with plain names would feel the time. */
export const readAlphabetsWith = (table: (text: string) => string): void => void (transliterated = table);

/** Letters of other alphabets and with marks as plain ones: `größe` is `groesse`. */
export function latin(text: string): string {
  if (isPlain(text)) return text;
  if (transliterated === undefined) throw new Error(`${JSON.stringify(text)} came before the alphabets were read`);
  return withoutMarks(transliterated(text));
}

const withoutMarks = (text: string): string => text.normalize('NFKD').replaceAll(/\p{M}/gu, '');

/** A directory's name as a project name: lower case, spaces and dots as dashes; whatever else is wrong stays for `nameProblem` to say. */
export function nameFromDirectory(directory: string): string {
  return latin(basename(resolve(directory)))
    .toLowerCase()
    .replaceAll(/[\s.]+/gu, '-');
}

/** What is wrong with a project's name, with the rule and a name that would do; undefined if nothing is. */
export function nameProblem(name: string): string | undefined {
  const rule = ruleBrokenBy(name);
  return rule === undefined ? undefined : `${quoted(name)} cannot name a project: ${rule}. For example: ${usableNameFor(name)}`;
}

function ruleBrokenBy(name: string): string | undefined {
  if (name === '') return 'it is empty';
  if (/[/\\]/.test(name)) return 'a name is not a path';
  if (name.length > longest) return `it has ${name.length} characters, the limit is ${longest}`;
  if (!wellFormed.test(name))
    return 'it takes lower-case letters a-z, digits, and single dashes or underscores between them, and starts with a letter';
  const module = packageNameOf(name);
  if (pythonKeywords.has(module)) return 'it is a word of the Python language';
  if (windowsDevices.has(module)) return 'Windows reserves it for a device';
  if (projectNames.has(module)) return 'the project uses that name for its own folder';
  if (standardLibrary.has(module)) return "it is a module of Python's standard library, which it would hide";
  if (importNames.has(module) || dependencyNames().has(module)) return 'it is a package that the project depends on, which it would hide';
  return undefined;
}

function usableNameFor(name: string): string {
  // A suggestion without the alphabets is better than none.
  const plain = (transliterated === undefined ? withoutMarks(name) : latin(name))
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    // `2-percent` is `percent-2`: a name starts with a letter.
    .replace(/^([\d-]+)(.*)$/, '$2-$1')
    .replaceAll(/^-+|-+$/g, '')
    .replaceAll(/-{2,}/g, '-')
    .slice(0, 30)
    .replace(/-+$/, '');
  const suggestion = /[a-z]/.test(plain) ? plain : plain === '' ? 'churn' : `model-${plain}`;
  return ruleBrokenBy(suggestion) === undefined ? suggestion : `${suggestion}-model`;
}

/** Long or unprintable input is shortened, so that the sentence stays readable. */
function quoted(name: string): string {
  const shown = JSON.stringify(name);
  return shown.length <= 60 ? shown : `${shown.slice(0, 56)}…"`;
}

let fromLock: ReadonlySet<string> | undefined;

/** Everything in the master lock file, as import names. */
function dependencyNames(): ReadonlySet<string> {
  fromLock ??= new Set(
    [...masterLockText(join(templatesRoot, 'environment')).matchAll(/^name = "([^"]+)"/gm)].map(([, name]) => packageNameOf(name ?? '')),
  );
  return fromLock;
}
