import { isDeepStrictEqual } from 'node:util';
import {
  applyEdits,
  findNodeAtLocation,
  type FormattingOptions,
  getNodeValue,
  modify,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';
import { usageError } from '../core/errors.ts';
import { type Json, type Path, putIn, readIn, setByKey, type Structured, unshared } from './structured.ts';

/** A JSON text that can be edited, comments allowed; `where` is what messages call it. */
export function jsonText(text: string, where: string): Structured {
  const tree = parse(text, where);
  const value = valueOf(tree) as Json;
  const proved = (changed: string, change: (wanted: Json) => void): Structured => {
    const wanted = unshared(value);
    change(wanted);
    const next = jsonText(changed, where);
    if (isDeepStrictEqual(next.value, wanted)) return next;
    throw usageError(`${where} is written in a way that cannot be changed safely by a tool.`, 'Nothing was changed.');
  };
  const edited = (
    path: Path,
    wanted: unknown,
    options: { isArrayInsertion?: boolean; getInsertionIndex?: (names: string[]) => number } = {},
  ): string => applyEdits(text, modify(text, [...path], wanted, { formattingOptions: habitsOf(text), ...options }));
  const self: Structured = {
    text,
    value,
    get: (path) => readIn(value, path),
    place: (path) => placeOf(text, tree, path, where),
    set(path, wanted) {
      if (isDeepStrictEqual(self.get(path), wanted)) return self;
      const byKey = setByKey(self, path, wanted, (key) => (wanted as Json)[key]);
      return byKey ?? proved(edited(path, wanted), (changed) => putIn(changed, path, wanted));
    },
    insert(path, key, added, { after, before } = {}) {
      const holder = self.get(path);
      if (holder !== undefined && Object.hasOwn(holder as Json, key))
        throw usageError(`${self.place([...path, key])} already has \`${key}\`.`);
      const index = (names: string[]): number => {
        const at = names.indexOf((after ?? before)!);
        return at === -1 ? names.length : after === undefined ? at : at + 1;
      };
      return proved(edited([...path, key], added, { getInsertionIndex: index }), (wanted) => putIn(wanted, [...path, key], added));
    },
    insertEntry: (path, index, added) =>
      proved(
        edited([...path, index], added, { isArrayInsertion: true }),
        (wanted) => void (readIn(wanted, path) as unknown[]).splice(index, 0, added),
      ),
    append: (path, entries) =>
      entries.reduce<Structured>((list, entry) => list.insertEntry(path, (list.get(path) as unknown[]).length, entry), self),
    remove: (path) => (self.get(path) === undefined ? self : proved(edited(path, undefined), (wanted) => drop(wanted, path))),
    copy: (path) => self.get(path),
    // Comments are no part of JSON, and the few files that have them are merged by lines first.
    span: () => undefined,
    reread: (other) => jsonText(other, where),
  };
  return self;
}

function parse(text: string, where: string): Node | undefined {
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true });
  const [error] = errors;
  if (error !== undefined)
    throw usageError(
      `${where}:${lineAndColumn(text, error.offset)} is not valid JSON: ${printParseErrorCode(error.error)}.`,
      'Mend that line, then try again; nothing was changed.',
    );
  const twice = tree && repeatedKey(tree);
  if (twice)
    throw usageError(
      `${where}:${lineAndColumn(text, twice.offset)} is not valid JSON: the key ${JSON.stringify(twice.value)} stands there twice.`,
      'Mend that line, then try again; nothing was changed.',
    );
  return tree;
}

function repeatedKey(node: Node): Node | undefined {
  const seen = new Set<unknown>();
  for (const child of node.children ?? []) {
    const [key] = child.type === 'property' ? child.children! : [];
    if (key !== undefined && seen.has(key.value)) return key;
    seen.add(key?.value);
    const inner = repeatedKey(child);
    if (inner) return inner;
  }
  return undefined;
}

/** Plain values, with prototypes that compare as equal to other plain ones. */
const valueOf = (tree: Node | undefined): unknown => (tree === undefined ? {} : structuredClone(getNodeValue(tree)));

function placeOf(text: string, tree: Node | undefined, path: Path, where: string): string {
  for (let depth = path.length; tree && depth > 0; depth -= 1) {
    const node = findNodeAtLocation(tree, path.slice(0, depth));
    if (node) return `${where}:${lineAndColumn(text, node.parent?.type === 'property' ? node.parent.offset : node.offset)}`;
  }
  return `${where}:1:1`;
}

function lineAndColumn(text: string, offset: number): string {
  const lines = text.slice(0, offset).split('\n');
  return `${lines.length}:${lines.at(-1)!.length + 1}`;
}

function habitsOf(text: string): FormattingOptions {
  const [, indent = '  '] = /^[{[]\s*?\r?\n([ \t]+)/.exec(text.trimStart()) ?? [];
  return {
    insertSpaces: !indent.startsWith('\t'),
    tabSize: indent.startsWith('\t') ? 4 : indent.length,
    eol: text.includes('\r\n') ? '\r\n' : '\n',
  };
}

function drop(value: Json, path: Path): void {
  const holder = readIn(value, path.slice(0, -1)) as Json | unknown[];
  if (Array.isArray(holder)) holder.splice(Number(path.at(-1)), 1);
  else delete holder[String(path.at(-1))];
}
