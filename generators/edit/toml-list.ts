import type { AST } from 'toml-eslint-parser';
import { lineEnd, lineStart, type Parsed, splice } from './toml-text.ts';

/** Lists in brackets and tables in braces: texts with one entry more or less, in the form that the others have. */

type Holder = AST.TOMLArray | AST.TOMLInlineTable;
const itemsOf = (holder: Holder): readonly AST.TOMLNode[] => (holder.type === 'TOMLArray' ? holder.elements : holder.body);

const startsLine = (parsed: Parsed, { range: [start] }: AST.TOMLNode): boolean =>
  parsed.text.slice(lineStart(parsed, start), start).trim() === '';

function commaAfter({ program }: Parsed, offset: number, end: number): number | undefined {
  return program.tokens.find(({ type, value, range }) => type === 'Punctuator' && value === ',' && range[0] >= offset && range[0] < end)
    ?.range[1];
}

export function withItem(parsed: Parsed, holder: Holder, index: number, item: string): string {
  const { text, newline } = parsed;
  const items = itemsOf(holder);
  const end = holder.range[1] - 1;
  const [first, before, next] = [items[0], items[index - 1], items[index]];
  if (first === undefined)
    return holder.type === 'TOMLArray' ? splice(text, end, end, item) : splice(text, holder.range[0], holder.range[1], `{ ${item} }`);
  const onLines = first.loc.start.line > holder.loc.start.line;
  const line = `${newline}${text.slice(lineStart(parsed, first.range[0]), first.range[0])}`;
  if (next !== undefined) {
    if (!onLines || !startsLine(parsed, next)) return splice(text, next.range[0], next.range[0], `${item}, `);
    // Comments above an item belong to it.
    const at = lineEnd(parsed, before === undefined ? holder.range[0] : before.range[1]);
    return splice(text, at, at, `${line}${item},`);
  }
  const last = before!.range[1];
  if (!onLines) return splice(text, last, last, `, ${item}`);
  const comma = commaAfter(parsed, last, end);
  // A comment behind the last item stays with it.
  const at = Math.min(lineEnd(parsed, comma ?? last), end);
  if (comma === undefined) return splice(splice(text, at, at, `${line}${item}`), last, last, ',');
  return at === end ? splice(text, comma, comma, `${line}${item},`) : splice(text, at, at, `${line}${item},`);
}

export function withoutItem(parsed: Parsed, holder: Holder, index: number): string {
  const { text, newline } = parsed;
  const items = itemsOf(holder);
  const [item, before, next] = [items[index]!, items[index - 1], items[index + 1]];
  const comma = commaAfter(parsed, item.range[1], holder.range[1]);
  const ownLine = startsLine(parsed, item) && (next === undefined || startsLine(parsed, next));
  if (!ownLine)
    return next ? splice(text, item.range[0], next.range[0], '') : splice(text, before?.range[1] ?? item.range[0], item.range[1], '');
  const end = comma ?? item.range[1];
  const lineStop = lineEnd(parsed, end);
  // A bracket that closes the list behind the item stays.
  const cut = splice(text, lineStart(parsed, item.range[0]) - newline.length, lineStop < holder.range[1] ? lineStop : end, '');
  const needless = comma === undefined && before ? commaAfter(parsed, before.range[1], holder.range[1]) : undefined;
  return needless === undefined ? cut : splice(cut, needless - 1, needless, '');
}
