/** What a three-way merge gives, and how what it could not decide is written into a file. */

export type ConflictKind =
  /** Both sides changed the same lines. */
  | 'content'
  /** Both sides gave one key, or one entry of a list, different values. */
  | 'key'
  /** Both sides brought a file of this path. */
  | 'both-added'
  /** The user's side deleted what the other one changed. */
  | 'deleted-here'
  /** The other side deleted what the user changed. */
  | 'deleted-there'
  /** Both sides changed a file that is no text. */
  | 'binary'
  /** Each side is right alone, but together they cannot be read. */
  | 'unreadable';

export interface Conflict {
  readonly kind: ConflictKind;
  /** `line 12`, or a path of keys such as `tool.ruff.line-length`. */
  readonly where: string;
}

/** What the sides are called in the markers. */
export interface Labels {
  readonly ours: string;
  readonly base: string;
  readonly theirs: string;
}

const start = '<<<<<<< ';
const middle = '=======';

/** Lines of both sides, and of what they come from, in diff3's marks. */
export function marked(ours: string, base: string, theirs: string, labels: Labels, newline: string): string {
  const closed = (text: string): string => (text === '' || text.endsWith('\n') ? text : text + newline);
  return [
    start + labels.ours + newline,
    closed(ours),
    `||||||| ${labels.base}${newline}`,
    closed(base),
    middle + newline,
    closed(theirs),
    `>>>>>>> ${labels.theirs}${newline}`,
  ].join('');
}

/** Whether a text still has a conflict's marks in it: one of each of the outer ones, at the start of a line. */
export const hasMarkers = (text: string): boolean => /^<{7} .*$[^]*^={7}\r?$[^]*^>{7} /m.test(text);
