import { lineBreak } from '../core/edit-yaml-place.ts';

/** What a stage changes in the README: the drawing between `<!-- pipeline -->` and `<!-- /pipeline -->`, and its row in the table below. */
export interface StageInReadme {
  readonly name: string;
  readonly behind: string;
  readonly summary: string;
  readonly leaves: string;
  /** Whether what followed `behind` now follows this stage. */
  readonly inChain: boolean;
}

const drawing = /<!-- pipeline -->[\s\S]*?<!-- \/pipeline -->/;

/** A README whose author has taken the drawing or the table out is left alone in that place. */
export function addToReadme(text: string, stage: StageInReadme): string {
  const drawn = text.replace(drawing, (picture) => addToDrawing(picture, stage));
  const row = new RegExp(`^\\| ${stage.behind} \\|.*$`, 'm');
  return drawn.replace(row, (line) => {
    const ending = line.endsWith('\r') ? '\r' : '';
    return `${line}\n| ${stage.name} | ${stage.summary} | \`${stage.leaves}\` |${ending}`;
  });
}

export function removeFromReadme(text: string, name: string): string {
  const row = new RegExp(`^\\| ${name} \\|.*\\r?\\n`, 'm');
  return text.replace(row, '').replace(drawing, (picture) =>
    picture.replace(new RegExp(`^ *\\w+ --> ${name}\\r?\\n`, 'm'), '').replace(` --> ${name} -->`, ' -->').replace(new RegExp(` --> ${name}(?=\\r?\\n)`), ''),
  );
}

function addToDrawing(picture: string, { name, behind, inChain }: StageInReadme): string {
  if (inChain && picture.includes(`${behind} --> `)) return picture.replace(new RegExp(`(\\b${behind}) --> `), `$1 --> ${name} --> `);
  const eol = lineBreak(picture);
  return picture.replace(/\r?\n```(?=\r?\n)/, (fence) => `${eol}  ${behind} --> ${name}${fence}`);
}
