import { usageError } from '../core/errors.ts';
import type { Path, Structured } from './structured.ts';

/** Adds strings to a list, each where the list's order puts it, by `key`; a list that is not there is made. */
export function addToList(
  document: Structured,
  path: Path,
  items: readonly string[],
  key: (item: string) => string = (item) => item,
): Structured {
  return items.reduce((changed, item) => addOne(changed, path, item, key), document);
}

function addOne(document: Structured, path: Path, item: string, key: (item: string) => string): Structured {
  const list = document.get(path) ?? [];
  if (!Array.isArray(list))
    throw usageError(`${document.place(path)}: ${path.join('.')} should be a list.`, 'Make it a list of strings; nothing was changed.');
  if (list.includes(item)) return document;
  if (document.get(path) === undefined) return document.insert(path.slice(0, -1), String(path.at(-1)), [item]);
  const keys = list.map((one: unknown) => key(typeof one === 'string' ? one : ''));
  const sorted = keys.every((text, at) => at === 0 || keys[at - 1]! <= text);
  return document.insertEntry(path, sorted ? keys.filter((text) => text < key(item)).length : list.length, item);
}

/** Takes a string out of a list: the inverse of `addToList`. */
export function dropFromList(document: Structured, path: Path, item: string): Structured {
  const list = document.get(path);
  const index = Array.isArray(list) ? list.indexOf(item) : -1;
  return index === -1 ? document : document.remove([...path, index]);
}
