import { isMap, parseDocument, type YAMLMap, type YAMLSeq } from 'yaml';
import { blockEnd, columnOf, endOf, findPair, habitsOf, lineBreak, lineEnd, lineStart, partedByBlankLines, startOf } from './yaml-place.ts';
import type { Path } from './structured.ts';
import { inBlock, inFlow, nodeAt, type Parsed, splice } from './yaml-text.ts';

/** Texts with a new entry, in the form of the entries that are there. */

export function insertIntoBlock(parsed: Parsed, map: YAMLMap, position: number, key: string, value: unknown): string {
  const { text } = parsed;
  const eol = lineBreak(text);
  const column = columnOf(text, startOf(map.items[0]!.key));
  const at = position - 1;
  if (at < 0) {
    const first = startOf(map.items[0]!.key);
    const start = lineStart(text, first);
    if (text.slice(start, first).trim() !== '')
      return splice(text, first, first, inBlock({ [key]: value }, parsed, column).trimStart() + eol + ' '.repeat(column));
    const gap = partedByBlankLines(text, map, 0, column) ? eol + eol : eol;
    return splice(text, start, start, inBlock({ [key]: value }, parsed, column) + gap);
  }
  const end = blockEnd(text, map.items[at]!, column);
  // Where the line is blank, blank lines are part of the value above (`|+`), and one more would change it.
  const gap = end > lineStart(text, end) && partedByBlankLines(text, map, at, column) ? eol + eol : eol;
  return splice(text, end, end, gap + inBlock({ [key]: value }, parsed, column));
}

/** The first entry of a map that has none: of the whole text, or under a key without a value; `undefined` where that key is missing too. */
export function insertFirst(parsed: Parsed, path: Path, key: string, value: unknown): string | undefined {
  const { text, doc } = parsed;
  const eol = lineBreak(text);
  if (path.length === 0) {
    const gap = text === '' || text.endsWith('\n') ? '' : eol;
    return `${text}${gap}${inBlock({ [key]: value }, parsed, 0)}${eol}`;
  }
  const parent = nodeAt(parsed, path.slice(0, -1));
  const pair = isMap(parent) ? findPair(parent, String(path.at(-1))) : undefined;
  if (!pair) return undefined;
  const end = lineEnd(text, endOf(pair));
  return splice(text, end, end, eol + inBlock({ [key]: value }, parsed, columnOf(text, startOf(pair.key)) + habitsOf(doc, text).indent));
}

/** A map of one key, its comments kept, for a map that is not there yet. */
export const mapOf = (parsed: Parsed, key: string, value: unknown): unknown =>
  parseDocument(inBlock({ [key]: value }, parsed, 0).replaceAll('\r\n', '\n')).contents;

export function insertIntoFlow({ text }: Parsed, list: YAMLMap | YAMLSeq, position: number, written: string): string {
  const start = (item: unknown): number => startOf(isMap(list) ? (item as { key: unknown }).key : item);
  const last = list.items[position - 1];
  const first = list.items[0];
  const close = list.range![1] - 1;
  if (!first) return splice(text, startOf(list) + 1, close, written);
  if (!last) return splice(text, start(first), start(first), `${written}, `);
  const end = endOf(last);
  const ownLine = text.slice(startOf(list), start(last)).includes('\n');
  const lead = ownLine ? lineBreak(text) + ' '.repeat(columnOf(text, start(last))) : ' ';
  const comma = /^(?:\s|#[^\n]*\n)*,/.exec(text.slice(end, close));
  if (comma) return splice(text, end + comma[0].length, end + comma[0].length, `${lead}${written},`);
  return splice(text, end, end, `,${lead}${written}`);
}

/** Where the dash of a block list's entry stands. */
export const dashOf = (text: string, item: unknown): number => text.lastIndexOf('-', startOf(item) - 1);

export function insertIntoList(parsed: Parsed, list: YAMLSeq, position: number, entries: readonly unknown[]): string {
  const { text } = parsed;
  if (list.flow || list.items.length === 0) return insertIntoFlow(parsed, list, position, inFlow(entries));
  const eol = lineBreak(text);
  const column = columnOf(text, dashOf(text, list.items[0]));
  const written = inBlock(entries, parsed, column, { indent: 2 });
  const above = list.items[position - 1];
  if (above === undefined) {
    const start = lineStart(text, dashOf(text, list.items[0]));
    return splice(text, start, start, written + eol);
  }
  const end = blockEnd(text, above, column);
  return splice(text, end, end, eol + written);
}
