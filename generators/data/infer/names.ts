/** A column's name as lower-case words: `customerID`, `customer_id` and `Customer ID` are `customer id`. */
export const wordsOf = (name: string): string[] =>
  name
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);

export const hasWord = (name: string, words: ReadonlySet<string>): boolean => wordsOf(name).some((word) => words.has(word));

/** The name of a table or key: snake_case of a file's name. */
export const snakeCase = (text: string): string => wordsOf(text).join('_') || 'table';

export interface NamedColumns {
  readonly names: readonly string[];
  /** Positions whose name had to be changed, with what stood there. */
  readonly renamed: readonly { readonly position: number; readonly from: string; readonly to: string }[];
}

/** Characters that no YAML file holds as they are, and marks of a file's beginning. */
const UNWRITABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufeff\ufffe\uffff]/g;

/** A name as it can be written and typed: without such characters, and letters with their accents as one (NFC). */
export const writable = (name: string): string => name.replace(UNWRITABLE, '').normalize('NFC');

/** The column that is meant, however its accents are written. */
export const columnNamed = ({ columns }: { readonly columns: readonly { readonly name: string }[] }, name: string): string | undefined =>
  (columns.find((column) => column.name === name) ?? columns.find((column) => column.name === writable(name)))?.name;

/** Every column gets a name of its own: an empty one `column_3`, a second `x` `x_2`. The emitted `read_raw` names them alike. */
export function uniqueNames(header: readonly string[]): NamedColumns {
  const used = new Set<string>();
  const renamed: { position: number; from: string; to: string }[] = [];
  const names = header.map((from, position) => {
    const clean = writable(from);
    const name = clean.trim() === '' ? `column_${position + 1}` : clean;
    let to = name;
    for (let number = 2; used.has(to); number++) to = `${name}_${number}`;
    used.add(to);
    if (to !== from.normalize('NFC')) renamed.push({ position, from, to });
    return to;
  });
  return { names, renamed };
}
