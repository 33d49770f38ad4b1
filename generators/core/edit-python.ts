import { usageError } from './errors.ts';
import { lineBreak } from './edit-yaml-place.ts';

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

/**
 * Adds `from module import names` where a sorted block of imports of the same package has its place for it, behind the
 * last import otherwise.
 */
export function addImport(text: string, module: string, names: readonly string[]): string {
  const eol = lineBreak(text);
  const lines = text.split(/\r?\n/);
  const statement = `from ${module} import ${names.join(', ')}`;
  if (lines.includes(statement)) return text;
  const imports = importsOf(lines);
  const own = imports.filter((found) => found.module.split('.')[0] === module.split('.')[0]);
  const next = own.find((found) => found.module > module);
  const last = own.at(-1) ?? imports.at(-1);
  if (next) lines.splice(next.start, 0, statement);
  else if (last) lines.splice(last.end, 0, ...(own.length > 0 ? [statement] : ['', statement]));
  else lines.splice(docstringEnd(lines), 0, ...(docstringEnd(lines) > 0 ? ['', statement] : [statement, '']));
  return lines.join(eol);
}

interface Import {
  readonly module: string;
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
    found.push({ module: match[1] ?? match[2]!, start, end: index + 1 });
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
