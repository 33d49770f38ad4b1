import { isDeepStrictEqual } from 'node:util';
import { type AST, getStaticTOMLValue, ParseError, parseTOML } from 'toml-eslint-parser';
import { usageError } from './errors.ts';

type Json = Record<string, unknown>;

/**
 * A TOML text that is changed by inserting characters at the places its parser gives, so that every line that an edit
 * does not mean stays byte for byte. Each edit gives a new text and is checked: it must mean exactly what was asked for.
 */
export class TomlText {
  readonly value: Json;
  private readonly program: AST.TOMLProgram;
  private readonly newline: string;

  constructor(readonly text: string, private readonly where: string) {
    try {
      this.program = parseTOML(text);
    } catch (error) {
      if (!(error instanceof ParseError)) throw error;
      throw usageError(`${where}:${error.lineNumber}:${error.column + 1} is not valid TOML: ${error.message.replace(/\.$/, '')}.`, 'Mend that line, then try again; nothing was changed.');
    }
    this.value = getStaticTOMLValue(this.program) as Json;
    this.newline = text.includes('\r\n') ? '\r\n' : '\n';
  }

  get(path: readonly string[]): unknown {
    return path.reduce<unknown>((value, key) => (value as Json | undefined)?.[key], this.value);
  }

  /** Adds strings to the list at a path, each where the list's order puts it, by `key`; a list that is not there is made. */
  add(path: readonly string[], items: readonly string[], key: (item: string) => string = (item) => item): TomlText {
    const added = items.reduce<TomlText>((document, item) => document.addOne(path, item, key), this);
    const before = (this.get(path) as readonly string[] | undefined) ?? [];
    const after = added.get(path) as readonly string[];
    if (!isDeepStrictEqual(after.filter((item) => !items.includes(item) || before.includes(item)), before)) {
      throw new Error(`${this.where}: the list ${path.join('.')} was not changed as meant`);
    }
    return added;
  }

  private addOne(path: readonly string[], item: string, key: (item: string) => string): TomlText {
    const value = this.find(path);
    if (value === undefined) return this.withList(path, item);
    if (value.type !== 'TOMLArray') {
      throw usageError(`${this.where}:${value.loc.start.line}: ${path.join('.')} should be a list.`, 'Make it a list of strings; nothing was changed.');
    }
    const texts = value.elements.map((element) => (element.type === 'TOMLValue' ? String(element.value) : ''));
    if (texts.includes(item)) return this;
    const keys = texts.map(key);
    const sorted = keys.every((text, i) => i === 0 || keys[i - 1]! <= text);
    const index = sorted ? keys.filter((text) => text < key(item)).length : texts.length;
    return this.insertInto(value, index, JSON.stringify(item));
  }

  private insertInto(list: AST.TOMLArray, index: number, item: string): TomlText {
    const end = list.range[1] - 1;
    const [first, before, next] = [list.elements[0], list.elements[index - 1], list.elements[index]];
    if (first === undefined) return this.insert([end, item]);
    const onLines = first.loc.start.line > list.loc.start.line;
    const line = `${this.newline}${this.text.slice(this.lineStart(first.range[0]), first.range[0])}`;
    if (next !== undefined) {
      if (!onLines || !this.startsLine(next)) return this.insert([next.range[0], `${item}, `]);
      // Comments above an item belong to it.
      return this.insert([this.lineEnd(before === undefined ? list.range[0] : before.range[1]), `${line}${item},`]);
    }
    const last = before!.range[1];
    if (!onLines) return this.insert([last, `, ${item}`]);
    const comma = this.commaAfter(last, end);
    // A comment behind the last item stays with it.
    const lineEnd = Math.min(this.lineEnd(comma ?? last), end);
    if (comma === undefined) return this.insert([last, ','], [lineEnd, `${line}${item}`]);
    return this.insert([lineEnd === end ? comma : lineEnd, `${line}${item},`]);
  }

  /** Takes a string out of the list at a path: the inverse of `add`. */
  drop(path: readonly string[], item: string): TomlText {
    const list = this.find(path);
    const index = list?.type === 'TOMLArray' ? list.elements.findIndex((element) => element.type === 'TOMLValue' && element.value === item) : -1;
    if (list?.type !== 'TOMLArray' || index === -1) return this;
    const [element, before, next] = [list.elements[index]!, list.elements[index - 1], list.elements[index + 1]];
    const comma = this.commaAfter(element.range[1], list.range[1]);
    const onLine = this.startsLine(element) && (next === undefined || this.startsLine(next));
    if (!onLine) return next ? this.cut([element.range[0], next.range[0]]) : this.cut([before?.range[1] ?? element.range[0], element.range[1]]);
    const written = comma ?? element.range[1];
    const lineEnd = this.lineEnd(written);
    // A bracket that closes the list behind the item stays.
    const line = [this.lineStart(element.range[0]) - this.newline.length, lineEnd < list.range[1] ? lineEnd : written] as const;
    const needless = comma === undefined && before ? this.commaAfter(before.range[1], list.range[1]) : undefined;
    return needless === undefined ? this.cut(line) : this.cut([needless - 1, needless], line);
  }

  private cut(...pieces: readonly (readonly [start: number, end: number])[]): TomlText {
    const text = pieces.toReversed().reduce((whole, [start, end]) => whole.slice(0, start) + whole.slice(end), this.text);
    return new TomlText(text, this.where);
  }

  /** A new list: in its table if that is there, otherwise in a new table at the end. */
  private withList(path: readonly string[], item: string): TomlText {
    const key = path.at(-1)!;
    const table = this.table(path.slice(0, -1));
    const lines = [`${key} = [`, `  ${JSON.stringify(item)},`, ']'];
    if (table === undefined) {
      const gap = this.text === '' ? '' : this.text.endsWith('\n') ? this.newline : this.newline.repeat(2);
      return this.insert([this.text.length, gap + [`[${path.slice(0, -1).join('.')}]`, ...lines, ''].join(this.newline)]);
    }
    const last = table.body.at(-1) ?? table.key;
    return this.insert([this.lineEnd(last.range[1]), this.newline + lines.join(this.newline)]);
  }

  private insert(...additions: readonly (readonly [at: number, addition: string])[]): TomlText {
    const text = additions.toReversed().reduce((whole, [at, addition]) => whole.slice(0, at) + addition + whole.slice(at), this.text);
    return new TomlText(text, this.where);
  }

  private table(path: readonly string[]): AST.TOMLTable | undefined {
    return this.program.body[0].body.find((node): node is AST.TOMLTable =>
      node.type === 'TOMLTable' && node.kind === 'standard' && isDeepStrictEqual(node.resolvedKey, path));
  }

  private find(path: readonly string[]): AST.TOMLContentNode | undefined {
    for (const node of this.program.body[0].body) {
      const [above, pairs] = node.type === 'TOMLTable' ? [node.resolvedKey, node.body] : [[], [node]];
      const found = pairs.find(({ key }) => isDeepStrictEqual([...above, ...key.keys.map(nameOf)], path));
      if (found !== undefined) return found.value;
    }
    return undefined;
  }

  private commaAfter(offset: number, end: number): number | undefined {
    return this.program.tokens.find(({ type, value, range }) => type === 'Punctuator' && value === ',' && range[0] >= offset && range[0] < end)?.range[1];
  }

  private startsLine({ range: [start] }: AST.TOMLNode): boolean {
    return this.text.slice(this.lineStart(start), start).trim() === '';
  }

  private lineStart(offset: number): number {
    return this.text.lastIndexOf('\n', offset - 1) + 1;
  }

  private lineEnd(offset: number): number {
    const end = this.text.indexOf(this.newline, offset);
    return end === -1 ? this.text.length : end;
  }
}

const nameOf = (key: AST.TOMLBare | AST.TOMLQuoted): string => (key.type === 'TOMLBare' ? key.name : key.value);
