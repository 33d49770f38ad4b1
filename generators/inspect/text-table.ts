/** Space between columns. */
const GAP = 2;
const NARROWEST = 6;

/** Characters that take two places on a terminal: Chinese, Japanese, Korean, and pictures. */
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Extended_Pictographic}/u;
const NONE = /\p{M}/u;
const widthOf = (text: string): number =>
  Array.from(text).reduce((sum, character) => sum + (NONE.test(character) ? 0 : WIDE.test(character) ? 2 : 1), 0);

/** As much of a text as fits, with … where some is missing. */
export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let kept = '';
  for (const character of text) {
    if (widthOf(kept + character) > width - 1) break;
    kept += character;
  }
  return `${kept}…`;
}

/** Rows under a head in so many places; the last column takes what is left, and columns for which there is none are counted. */
export function textTable(rows: readonly (readonly string[])[], width: number, most = 32): string[] {
  const natural = rows[0]!.map((_, column) => Math.min(most, Math.max(...rows.map((row) => widthOf(row[column]!)))));
  const widths: number[] = [];
  let left = width;
  for (const wanted of natural) {
    const room = left - (widths.length === 0 ? 0 : GAP);
    if (room < Math.min(wanted, NARROWEST)) break;
    widths.push(Math.min(wanted, room));
    left = room - widths.at(-1)!;
  }
  // What others do not need goes to the last one.
  if (widths.length === natural.length)
    widths[widths.length - 1] = Math.max(...rows.map((row) => Math.min(widthOf(row.at(-1)!), widths.at(-1)! + left)));
  const lines = rows.map((row) =>
    widths
      .map((places, column) => padded(cut(row[column]!, places), places))
      .join(' '.repeat(GAP))
      .trimEnd(),
  );
  const hidden = natural.length - widths.length;
  return hidden === 0 ? lines : [...lines, `… and ${hidden} more ${hidden === 1 ? 'column' : 'columns'}`];
}

const padded = (text: string, places: number): string => text + ' '.repeat(Math.max(0, places - widthOf(text)));
