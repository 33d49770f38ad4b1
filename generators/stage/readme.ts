import { lineBreak } from '../core/edit-yaml-place.ts';

/**
 * What a stage changes in the README: the drawing between `<!-- pipeline -->` and `<!-- /pipeline -->`, its row in the
 * table below, and at level 0 the line by which it is run. What its author has taken out is left alone.
 */
export interface StageInReadme {
  readonly name: string;
  readonly behind: string;
  readonly summary: string;
  readonly leaves: string;
  /** Whether what followed `behind` now follows this stage. */
  readonly inChain: boolean;
}

const drawing = /<!-- pipeline -->[\s\S]*?<!-- \/pipeline -->/;
const rowOf = (name: string): string => `^\\| ${name} \\|.*`;
const commandOf = (name: string): string => `^(.*python -m [\\w.]+\\.stages\\.)${name}`;

export function addToReadme(text: string, stage: StageInReadme): string {
  const { name, behind, summary, leaves } = stage;
  const eol = lineBreak(text);
  return text
    .replaceAll(new RegExp(`${commandOf(behind)}$`, 'gm'), (line, command: string) => `${line}${eol}${command}${name}`)
    .replace(new RegExp(`${rowOf(behind)}$`, 'm'), (line) => `${line}${eol}| ${name} | ${summary} | \`${leaves}\` |`)
    .replace(drawing, (picture) => addToDrawing(picture, stage, eol));
}

function addToDrawing(picture: string, { name, behind, inChain }: StageInReadme, eol: string): string {
  const arrow = new RegExp(`\\b${behind} --> `);
  if (inChain && arrow.test(picture)) return picture.replace(arrow, (found) => `${found}${name} --> `);
  return picture.replace(/\r?\n```(?=\r?\n)/, (fence) => `${eol}  ${behind} --> ${name}${fence}`);
}

/** The inverse of `addToReadme`. */
export function removeFromReadme(text: string, name: string): string {
  return text
    .replaceAll(new RegExp(`${commandOf(name)}\\r?\\n`, 'gm'), '')
    .replace(new RegExp(`${rowOf(name)}\\r?\\n`, 'm'), '')
    .replace(drawing, (picture) =>
      picture
        .replace(new RegExp(`^ *\\w+ --> ${name}\\r?\\n`, 'm'), '')
        .replace(` --> ${name} -->`, ' -->')
        .replace(new RegExp(` --> ${name}(?=\\r?\\n)`), ''),
    );
}
