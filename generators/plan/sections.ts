/**
 * Documents and Dockerfiles are put together from named sections: a template may mark parts of itself, and a more particular one that
 * consists of sections brings those alone that it has otherwise. The marks are not emitted.
 */
interface Form {
  readonly opens: RegExp;
  readonly mark: (name: string) => string;
  readonly closes: string;
}

const markdown: Form = { opens: /^<!-- section: ([a-z-]+) -->$/, mark: (name) => `<!-- section: ${name} -->`, closes: '<!-- /section -->' };
const dockerfile: Form = { opens: /^# section: ([a-z-]+)$/, mark: (name) => `# section: ${name}`, closes: '# /section' };

const formOf = (path: string): Form | undefined =>
  path.endsWith('.md') ? markdown : /(^|\/)Dockerfile$/.test(path) ? dockerfile : undefined;

/** A text in order: lines that belong to no section, and sections by their names. */
type Piece = { readonly name?: string; readonly lines: string[] };

function piecesOf(path: string, text: string): readonly Piece[] {
  const { opens, closes } = formOf(path)!;
  const pieces: Piece[] = [{ lines: [] }];
  for (const line of text.split('\n')) {
    const name = opens.exec(line)?.[1];
    const within = pieces.at(-1)!.name !== undefined;
    if ((name !== undefined && within) || (line === closes && !within))
      throw new Error(`${path}: sections stand behind each other: ${line}`);
    if (name !== undefined) pieces.push({ name, lines: [] });
    else if (line === closes) pieces.push({ lines: [] });
    else pieces.at(-1)!.lines.push(line);
  }
  return pieces;
}

/** Whether a template brings sections and nothing else, for the file that a more general one has whole. */
export const bringsSections = (path: string, text: string): boolean => formOf(path)?.opens.test(text.slice(0, text.indexOf('\n'))) === true;

/** The text below with the sections of the one above, each in its place. */
export function withSections(path: string, below: string, above: string): string {
  const { mark, closes } = formOf(path)!;
  const brought = new Map(piecesOf(path, above).flatMap(({ name, lines }) => (name === undefined ? [] : [[name, lines] as const])));
  const lines = piecesOf(path, below).flatMap((piece) => {
    if (piece.name === undefined) return piece.lines;
    const own = brought.get(piece.name) ?? piece.lines;
    brought.delete(piece.name);
    return [mark(piece.name), ...own, closes];
  });
  const [unknown] = brought.keys();
  if (unknown !== undefined) throw new Error(`${path}: there is no section ${unknown} in the template below`);
  return lines.join('\n');
}

/** The text as it is emitted. */
export const withoutMarks = (path: string, text: string): string =>
  formOf(path) === undefined || !text.includes('section')
    ? text
    : piecesOf(path, text)
        .flatMap(({ lines }) => lines)
        .join('\n');
