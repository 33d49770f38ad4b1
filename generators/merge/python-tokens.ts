/** Python as words: enough of its lexical rules to tell a change of meaning from one of layout. */

export interface Token {
  readonly kind: 'word' | 'text' | 'mark' | 'comment';
  readonly value: string;
}

/** One statement, or a comment on a line of its own. */
export interface LogicalLine {
  readonly tokens: readonly Token[];
  readonly indent: string;
  /** As it is written, with the blank lines above it and its last line break. */
  readonly source: string;
}

const space = /[ \t\f]*/y;
const text = /[rbufRBUFtT]{0,3}("""[^]*?(?<!\\)(?:\\\\)*"""|'''[^]*?(?<!\\)(?:\\\\)*'''|"(?:\\[^]|[^"\\\n])*"|'(?:\\[^]|[^'\\\n])*')/y;
const word = /[\p{L}\p{N}_]+(?:\.\d[\p{L}\p{N}_]*)?/uy;
const mark = /\*\*=|\/\/=|>>=|<<=|\.\.\.|!=|->|:=|\*\*|\/\/|<<|>>|[-+*/%@&|^<>=]=|[^]/y;

function take(pattern: RegExp, source: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(source)?.[0];
}

/** The statements of a text; line breaks inside brackets and behind a backslash do not end one. */
export function logicalLines(source: string): LogicalLine[] {
  const lines: LogicalLine[] = [];
  let [begin, at, depth] = [0, 0, 0];
  let tokens: Token[] = [];
  let indent = '';
  const finish = (): void => {
    lines.push({ tokens, indent, source: source.slice(begin, at) });
    [begin, depth, tokens] = [at, 0, []];
  };
  while (at < source.length) {
    const lead = take(space, source, at) ?? '';
    if (tokens.length === 0) indent = lead;
    at += lead.length;
    const lineBreak = /^\r?\n/.exec(source.slice(at, at + 2))?.[0];
    if (lineBreak !== undefined) {
      at += lineBreak.length;
      if (depth === 0 && tokens.length > 0) finish();
    } else if (source[at] === '\\' && /^\\\r?\n/.test(source.slice(at, at + 3))) {
      at = source.indexOf('\n', at) + 1;
    } else if (at < source.length) {
      const token = tokenAt(source, at);
      if ('([{'.includes(token.value)) depth += 1;
      if (')]}'.includes(token.value)) depth = Math.max(0, depth - 1);
      tokens.push(token);
      at += token.value.length;
    }
  }
  if (begin < source.length) finish();
  return lines;
}

function tokenAt(source: string, at: number): Token {
  if (source[at] === '#') return { kind: 'comment', value: source.slice(at, at + (/[\r\n]|$/.exec(source.slice(at))?.index ?? 0)) };
  const quoted = take(text, source, at);
  if (quoted !== undefined) return { kind: 'text', value: quoted };
  const name = take(word, source, at);
  return name === undefined ? { kind: 'mark', value: take(mark, source, at)! } : { kind: 'word', value: name };
}
