import { type Conflict, type Labels, marked } from './conflict.ts';
import { mergeUnits, type Stretch, type Unit } from './units.ts';

export interface Merged {
  readonly content: string;
  readonly conflicts: readonly Conflict[];
}

/** The three texts of a merge. */
export interface Sides {
  readonly ours: string;
  readonly base: string;
  readonly theirs: string;
}

export const newlineOf = (text: string): string => /\r?\n/.exec(text)?.[0] ?? '\n';

const linesOf = (text: string): Unit[] =>
  (text.match(/[^\n]*\n|[^\n]+$/g) ?? []).map((line) => ({ key: line.replace(/\r?\n$/, ''), text: line }));

/** Merges line by line; line ends do not count, and stay as the user has them. */
export const mergeLines = (sides: Sides, labels: Labels): Merged => mergeBy(linesOf, sides, labels);

/** Merges by units of any kind. */
export function mergeBy(unitsOf: (text: string) => Unit[], { ours, base, theirs }: Sides, labels: Labels): Merged {
  const stretches = mergeUnits(unitsOf(ours), unitsOf(base), unitsOf(theirs));
  const newline = newlineOf(ours === '' ? theirs : ours);
  const conflicts: Conflict[] = [];
  const pieces: string[] = [];
  let line = 1;
  for (const stretch of stretches) {
    if (stretch.conflict) conflicts.push({ kind: 'content', where: `line ${line}` });
    const piece = textOf(stretch, labels, newline);
    if (piece === '') continue;
    // A last line without its end gets one where others follow.
    if (pieces.length > 0 && !pieces.at(-1)!.endsWith('\n')) pieces.push(newline);
    pieces.push(piece);
    line += piece.split('\n').length - 1;
  }
  return { content: withEnd(pieces.join(''), { ours, base, theirs }, newline), conflicts };
}

function textOf(stretch: Stretch, labels: Labels, newline: string): string {
  const text = (units: readonly Unit[]): string =>
    units.map((unit, at) => (at < units.length - 1 && !unit.text.endsWith('\n') ? unit.text + newline : unit.text)).join('');
  const adopted = (units: readonly Unit[]): string => text(units).replaceAll(/\r?\n/g, newline);
  if (stretch.conflict) return marked(text(stretch.ours), adopted(stretch.base), adopted(stretch.theirs), labels, newline);
  return stretch.from === 'theirs' ? adopted(stretch.units) : text(stretch.units);
}

/** Whether the last line has an end: as the side that changed it has it. */
function withEnd(content: string, { ours, base, theirs }: Sides, newline: string): string {
  const ended = (text: string): boolean => text === '' || text.endsWith('\n');
  const wanted = ended(ours) === ended(base) ? ended(theirs) : ended(ours);
  if (content === '' || wanted === ended(content)) return content;
  return wanted ? content + newline : content.replace(/\r?\n$/, '');
}

/** Everything in which the three texts differ as one conflict, for texts that a finer merge would leave without a mark. */
export function markedWhole({ ours, base, theirs }: Sides, labels: Labels): string {
  const [a, o, b] = [linesOf(ours), linesOf(base), linesOf(theirs)];
  const [head, tail] = sharedEnds(a, o, b);
  const inner = (units: readonly Unit[]): string =>
    units
      .slice(head, units.length - tail)
      .map(({ text }) => text)
      .join('');
  const newline = newlineOf(ours === '' ? theirs : ours);
  const outer = (units: readonly Unit[]): string => units.map(({ text }) => text).join('');
  return outer(a.slice(0, head)) + marked(inner(a), inner(o), inner(b), labels, newline) + outer(a.slice(a.length - tail));
}

function sharedEnds(...texts: readonly (readonly Unit[])[]): [number, number] {
  const shortest = Math.min(...texts.map(({ length }) => length));
  const alike = (at: (length: number) => number): boolean => new Set(texts.map((units) => units[at(units.length)]?.key)).size === 1;
  let [head, tail] = [0, 0];
  while (head < shortest && alike(() => head)) head += 1;
  while (tail < shortest - head && alike((length) => length - 1 - tail)) tail += 1;
  return [head, tail];
}
