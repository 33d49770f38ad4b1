import { isDeepStrictEqual } from 'node:util';
import { usageError } from '../core/errors.ts';
import type { Path, Structured } from './structured.ts';

/** The comments of an entry: whole lines above it, without their indentation, and what stands behind it on its line. */
export interface Comments {
  readonly above: readonly string[];
  readonly behind: string;
}

interface Place {
  /** Offsets: where the lines above begin, where the entry's own line begins, where its head and that line end. */
  readonly top: number;
  readonly line: number;
  readonly head: number;
  readonly lineEnd: number;
  readonly indent: string;
}

const lineStart = (text: string, offset: number): number => (offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1);

function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end === -1 ? text.length : text[end - 1] === '\r' ? end - 1 : end;
}

function placeOf({ text, span }: Structured, path: Path): Place | undefined {
  const found = span(path);
  if (found === undefined) return undefined;
  const line = lineStart(text, found.start);
  const indent = text.slice(line, found.start);
  // The first key of a list's entry stands behind the dash; the lines above are the entry's.
  if (/^[ \t]*(?:-[ \t]+)+$/.test(indent))
    return { top: found.start, line: found.start, head: found.head, lineEnd: lineEnd(text, found.head), indent: '' };
  if (indent.trim() !== '') return undefined;
  let top = line;
  while (top > 0) {
    const above = lineStart(text, top - 1);
    const [whole, space = ''] = /^([ \t]*)(?:#.*)?\r?\n$/.exec(text.slice(above, top)) ?? [];
    // A comment that is indented deeper belongs to the entry above.
    if (whole === undefined || (whole.trim() !== '' && space.length > indent.length)) break;
    top = above;
  }
  return { top, line, head: found.head, lineEnd: lineEnd(text, found.head), indent };
}

/** The comments of the entry at a path; `undefined` where it has no line of its own. */
export function commentsOf(document: Structured, path: Path): Comments | undefined {
  const place = placeOf(document, path);
  if (place === undefined) return undefined;
  const above = document.text
    .slice(place.top, place.line)
    .split('\n')
    .slice(0, -1)
    .map((line) => line.trim());
  const first = above.findIndex((line) => line !== '');
  const [, behind = ''] = /^[ \t]*(#.*)$/.exec(document.text.slice(place.head, place.lineEnd)) ?? [];
  return { above: first === -1 ? [] : above.slice(first), behind };
}

/** The text with other comments at an entry; its values stay, which is proved. */
export function withComments(document: Structured, path: Path, { above, behind }: Comments): Structured {
  const place = placeOf(document, path);
  const present = commentsOf(document, path);
  if (place === undefined || present === undefined) return document;
  const { text } = document;
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const line = text.slice(place.line, place.head);
  const rest = text.slice(place.head, place.lineEnd);
  const end =
    behind === present.behind
      ? rest
      : behind === ''
        ? rest.replace(/[ \t]*#.*$/, '')
        : `${rest.replace(/[ \t]*#.*$/, '')}${present.behind === '' ? '  ' : ' '}${behind}`;
  const blank = text
    .slice(place.top, place.line)
    .split('\n')
    .slice(0, -1)
    .findIndex((one) => one.trim() !== '');
  const kept =
    blank === -1
      ? text.slice(place.top, place.line)
      : text
          .slice(place.top, place.line)
          .split('\n')
          .slice(0, blank)
          .map((one) => `${one}\n`)
          .join('');
  const lines = isDeepStrictEqual(above, present.above)
    ? text.slice(place.top, place.line)
    : kept + above.map((one) => (one === '' ? newline : place.indent + one + newline)).join('');
  const changed = document.reread(text.slice(0, place.top) + lines + line + end + text.slice(place.lineEnd));
  if (isDeepStrictEqual(changed.value, document.value)) return changed;
  throw usageError(`${document.place(path)}: its comments cannot be changed safely by a tool.`, 'Nothing was changed.');
}

/** The comment lines at the end of a text, behind its last entry, and the text in front of them. */
export function tailOf(text: string): { readonly body: string; readonly tail: readonly string[] } {
  const lines = text.split('\n');
  let from = lines.length;
  while (from > 0 && /^(?:#.*)?$/.test(lines[from - 1]!.trimEnd())) from -= 1;
  const tail = lines.slice(from).map((line) => line.trimEnd());
  const first = tail.findIndex((line) => line !== '');
  return first === -1
    ? { body: text, tail: [] }
    : {
        body: lines
          .slice(0, from + first)
          .map((line) => `${line}\n`)
          .join(''),
        tail: tail.slice(first).filter((line, at, all) => line !== '' || at < all.length - 1),
      };
}
