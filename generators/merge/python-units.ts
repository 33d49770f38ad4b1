import { logicalLines, type LogicalLine, type Token } from './python-tokens.ts';
import type { Unit } from './units.ts';

/**
 * The statements of a Python text as units: two have the same key if a formatter could have made one from the other, whatever
 * its line length and quotes. Blank lines belong to the statement below them.
 */
export function pythonUnits(source: string): Unit[] {
  const indents = [''];
  return logicalLines(source).map((line) => {
    const onlyComment = line.tokens.every(({ kind }) => kind === 'comment');
    if (!onlyComment) {
      while (indents.length > 1 && indents.at(-1)!.length > line.indent.length) indents.pop();
      if (indents.at(-1)!.length < line.indent.length) indents.push(line.indent);
    }
    return { key: onlyComment ? keyOf(line) : `${indents.length} ${keyOf(line)}`, text: line.source };
  });
}

const keyOf = ({ tokens }: LogicalLine): string => {
  const [only] = tokens;
  if (tokens.length === 1 && only!.kind === 'text') return docstring(only!.value);
  return joined(withoutLayout(tokens)).join('\u0001');
};

const docstring = (value: string): string => {
  const [, prefix = '', body = ''] = /^(\w*)(?:"""|'''|"|')([^]*?)(?:"""|'''|"|')$/.exec(value) ?? [];
  return `${prefix.toLowerCase()}\u0002${body
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .trim()}`;
};

const opens = (token: Token | undefined): boolean => token?.kind === 'mark' && '([{'.includes(token.value);
const closes = (token: Token | undefined): boolean => token?.kind === 'mark' && ')]}'.includes(token.value);
const isComma = (token: Token | undefined): boolean => token?.kind === 'mark' && token.value === ',';

/** Behind these, what is in brackets up to the end of the side means the same without them. */
const sideStarts = new Set([
  '=',
  ':',
  ',',
  '(',
  '[',
  '{',
  ':=',
  '->',
  '+=',
  '-=',
  '*=',
  '/=',
  '//=',
  '%=',
  '@=',
  '&=',
  '|=',
  '^=',
  '**=',
  '<<=',
  '>>=',
  'return',
  'in',
  'if',
  'elif',
  'while',
  'assert',
  'import',
  'with',
  'del',
  'yield',
  'await',
  'raise',
  'for',
  'case',
  'match',
]);
const sideEnds = new Set([',', ':', ')', ']', '}', '=']);
const keywords = new Set([...sideStarts, 'and', 'or', 'not', 'is', 'else', 'lambda', 'from', 'as', 'except', 'print']);
/** Where a list without brackets is the same as one in brackets. */
const barelyListed = new Set(['=', 'return', 'for', 'import', 'with', 'del', 'yield']);

/** Tokens without commas in front of a closing bracket and without brackets around a whole side of a statement. */
function withoutLayout(all: readonly Token[]): Token[] {
  const tokens = all.map((token) =>
    token.kind === 'comment' ? { ...token, value: `# ${token.value.replace(/^#\s*/, '').trimEnd()}` } : token,
  );
  const dropped = new Set<number>();
  const stack: { at: number; commas: number }[] = [];
  tokens.forEach((token, at) => {
    if (opens(token)) stack.push({ at, commas: 0 });
    else if (isComma(token) && stack.length > 0) stack.at(-1)!.commas += 1;
    else if (closes(token)) {
      const opened = stack.pop();
      if (opened === undefined) return;
      const last = lastCode(tokens, at);
      const called = isOperand(tokens[opened.at - 1]);
      const trailing = isComma(tokens[last]);
      // `(a,)` and `x[a,]` are tuples of one; a call's and a list's last comma says nothing.
      const single =
        trailing &&
        opened.commas === 1 &&
        tokens[opened.at - 1]?.value !== 'import' &&
        (tokens[opened.at]!.value === '(' ? !called : tokens[opened.at]!.value === '[' && called);
      if (trailing && !single) dropped.add(last);
      const commas = opened.commas - (trailing && !single ? 1 : 0);
      if (tokens[opened.at]!.value === '(' && !called && bracketsASide(tokens, opened.at, at, commas)) dropped.add(opened.at).add(at);
    }
  });
  return tokens.filter((_, at) => !dropped.has(at));
}

function lastCode(tokens: readonly Token[], before: number): number {
  let at = before - 1;
  while (tokens[at]?.kind === 'comment') at -= 1;
  return at;
}

/** A name, a closing bracket or a text: brackets behind it are a call or an index. */
const isOperand = (token: Token | undefined): boolean =>
  token !== undefined && (closes(token) || token.kind === 'text' || (token.kind === 'word' && !keywords.has(token.value)));

/** Whether brackets enclose all that stands between two marks, so that they only say where lines may break. */
function bracketsASide(tokens: readonly Token[], open: number, close: number, commas: number): boolean {
  if (close === open + 1) return false;
  const before = tokens[open - 1]?.value;
  const after = tokens.slice(close + 1).find(({ kind }) => kind !== 'comment')?.value;
  const target = (before === undefined || before === '=') && after === '=';
  if (commas > 0)
    return (
      target ||
      ((barelyListed.has(before ?? '') || (before === 'in' && tokens[0]!.value === 'for')) &&
        (after === undefined || after === ':' || after === 'in' || after === '='))
    );
  const makesList = tokens.slice(open, close).some(({ value }) => value === 'for') && '([{'.includes(before ?? '-');
  const starts = before === undefined ? after === undefined || target : sideStarts.has(before);
  return starts && !makesList && (after === undefined || sideEnds.has(after) || (before === 'for' && after === 'in'));
}

/** Values of tokens, texts without a choice of quotes, and texts side by side as the one that they mean. */
function joined(tokens: readonly Token[]): string[] {
  const values: string[] = [];
  tokens.forEach((token, at) => {
    const value = token.kind === 'text' ? unquoted(token.value) : token.value;
    const previous = values.at(-1);
    const besides =
      token.kind === 'text' && tokens[at - 1]?.kind === 'text' && previous?.startsWith('\u0002') && value.startsWith('\u0002');
    if (besides) values[values.length - 1] = previous! + value.slice(1);
    else values.push(value);
  });
  return values;
}

/** The prefix, a sign, and the characters; texts in three quotes keep those. */
function unquoted(value: string): string {
  const [, prefix = '', quote = '', body = ''] = /^(\w*)("""|'''|"|')([^]*)\2$/.exec(value) ?? [];
  const sign = prefix.toLowerCase().replace('u', '');
  if (quote.length === 3) return `${sign}\u0003${body}`;
  return `${sign}\u0002${sign.includes('r') ? body : body.replaceAll(/\\(['"])/g, '$1')}`;
}
