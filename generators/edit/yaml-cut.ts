import { type Pair, isMap, type YAMLMap, type YAMLSeq } from 'yaml';
import { blockEnd, columnOf, endOf, lineEnd, lineStart, startOf } from './yaml-place.ts';
import { dashOf } from './yaml-insert.ts';
import { type Parsed, splice } from './yaml-text.ts';

/** Texts without an entry: the inverse of `yaml-insert.ts`, blank lines included. */

export function cutFromFlow({ text }: Parsed, list: YAMLMap | YAMLSeq, at: number): string {
  const start = (item: unknown): number => startOf(isMap(list) ? (item as Pair).key : item);
  const [before, item, next] = [list.items[at - 1], list.items[at], list.items[at + 1]];
  if (before) return splice(text, endOf(before), endOf(item), '');
  return splice(text, start(item), next ? start(next) : endOf(item), '');
}

export function cutFromBlock({ text }: Parsed, list: YAMLMap | YAMLSeq, at: number): string {
  const itemStart = (item: unknown): number => (isMap(list) ? startOf((item as Pair).key) : dashOf(text, item));
  const [above, item] = [list.items[at - 1], list.items[at]];
  const column = columnOf(text, itemStart(item));
  const start = lineStart(text, itemStart(item));
  const end = blockEnd(text, item, column);
  const lead = text.slice(start, itemStart(item));
  // The first key behind a dash: the next one moves up to it.
  if (lead.trim() !== '' && list.items.length > 1) return splice(text, itemStart(item), end + /^\s*/.exec(text.slice(end))![0].length, '');
  if (!above && list.items.length > 1) {
    const [lines = ''] = /^\r?\n(?:[ \t]*\r?\n)?/.exec(text.slice(end)) ?? [];
    return splice(text, start, end + lines.length, '');
  }
  if (start === 0) return text.slice(end).replace(/^\r?\n/, '');
  let from = lineEnd(text, lineStart(text, start - 1));
  if (above && text.slice(lineStart(text, from), from).trim() === '') {
    const higher = lineEnd(text, lineStart(text, lineStart(text, from) - 1));
    from = Math.max(higher, blockEnd(text, above, column));
  }
  return splice(text, from, end, '');
}
