import { standardLibrary } from '../core/reserved-names.ts';
import { lineBreak } from './yaml-place.ts';
import { usageError } from '../core/errors.ts';

/**
 * Python is changed only at marked places, `# create-ml-project: <what>`, and by imports among the imports.
 * A line goes in above its mark, so that what was added first stands first.
 */
export function insertAtMark(text: string, what: string, lines: readonly string[], where: string): string {
  const mark = new RegExp(`^([ \\t]*)# create-ml-project: ${what}[ \\t]*\\r?$`, 'm').exec(text);
  if (!mark) {
    throw usageError(
      `${where} has no line \`# create-ml-project: ${what}\` any more, above which \`add\` writes.`,
      `Put it back where these lines belong:\n${lines.map((line) => `    ${line}`).join('\n')}`,
    );
  }
  const eol = lineBreak(text);
  const block = lines.map((line) => `${line === '' ? '' : mark[1]}${line}${eol}`).join('');
  return text.slice(0, mark.index) + block + text.slice(mark.index);
}

/** A template's mark is filled with lines and goes, since nothing is added there later. */
export function fillMark(text: string, what: string, lines: readonly string[]): string {
  const pattern = new RegExp(`^([ \\t]*)# create-ml-project: ${what}\\n`, 'm');
  return text.replace(pattern, (_, indent: string) => lines.map((line) => `${line === '' ? '' : indent}${line}\n`).join(''));
}

const importLine = /^(?:from ([\w.]+) import |import ([\w.]+))/;

const stringOrComment = /("""|''')[\s\S]*?\1|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|#.*/g;

/** The first line, from 1, whose code has a word as a name: bound, imported or used, but not of an attribute. */
export function lineUsing(text: string, word: string): number | undefined {
  const code = text.replaceAll(stringOrComment, (found) => found.replaceAll(/[^\n]/g, ' '));
  const use = new RegExp(`(?<![.\\w])${word}\\b`).exec(code);
  return use === null ? undefined : code.slice(0, use.index).split('\n').length;
}

/**
 * Adds `from module import name` where sorted imports have their place for it: with the project's own modules, or with
 * the libraries between those of Python and the project's own.
 */
export function addImport(text: string, module: string, name: string, project: string): string {
  const lines = text.split(/\r?\n/);
  const statement = `from ${module} import ${name}`;
  if (lines.includes(statement)) return text;
  const kindOf = (imported: string): number =>
    standardLibrary.has(root(imported)) || imported.startsWith('__') ? 0 : root(imported) === project ? 2 : 1;
  const imports = importsOf(lines);
  const same = imports.filter((found) => kindOf(found.module) === kindOf(module));
  const next = same.find((found) => found.from && found.module > module);
  const before = imports.findLast((found) => kindOf(found.module) < kindOf(module));
  const after = imports.find((found) => kindOf(found.module) > kindOf(module));
  if (next) lines.splice(next.start, 0, statement);
  else if (same.length > 0) lines.splice(same.at(-1)!.end, 0, statement);
  else if (before) lines.splice(before.end, 0, '', statement);
  else if (after) lines.splice(after.start, 0, statement, '');
  else lines.splice(docstringEnd(lines), 0, ...(docstringEnd(lines) > 0 ? ['', statement] : [statement, '']));
  return lines.join(lineBreak(text));
}

const root = (module: string): string => module.split('.')[0]!;

interface Import {
  readonly module: string;
  /** `from module import …`; plain imports stand before these. */
  readonly from: boolean;
  readonly start: number;
  /** The line behind it; a parenthesised import goes over several. */
  readonly end: number;
}

/** Imports at the top level, up to the first statement of another kind. */
function importsOf(lines: readonly string[]): Import[] {
  const found: Import[] = [];
  for (let index = docstringEnd(lines); index < lines.length; index += 1) {
    const line = lines[index]!;
    const match = importLine.exec(line);
    if (!match) {
      if (line.trim() === '' || line.startsWith('#')) continue;
      break;
    }
    const start = index;
    if (line.includes('(') && !line.includes(')')) while (index < lines.length - 1 && !lines[index]!.includes(')')) index += 1;
    found.push({ module: match[1] ?? match[2]!, from: match[1] !== undefined, start, end: index + 1 });
  }
  return found;
}

/** The line behind the module's docstring; 0 without one. */
function docstringEnd(lines: readonly string[]): number {
  const first = lines.findIndex((line) => line.trim() !== '' && !line.startsWith('#'));
  const quote = /^[rRuU]?("""|''')/.exec(lines[first] ?? '')?.[1];
  if (quote === undefined) return 0;
  const opening = lines[first]!.indexOf(quote) + 3;
  if (lines[first]!.indexOf(quote, opening) !== -1) return first + 1;
  const closing = lines.findIndex((line, index) => index > first && line.includes(quote));
  return closing === -1 ? 0 : closing + 1;
}
