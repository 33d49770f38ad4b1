import { lineBreak } from '../edit/yaml-place.ts';

/**
 * What a stage changes in the README: the drawing between `<!-- pipeline -->` and `<!-- /pipeline -->`, its row in the
 * table below, and at level 0 the line by which it is run. What its author has taken out is left alone.
 */
export interface StageInReadme {
  readonly name: string;
  readonly behind: string;
  readonly summary: string;
  readonly leaves: string;
  /** The stages that read what it writes. */
  readonly followers: readonly string[];
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

/** Into the arrows that lead to its followers; if there are none, on a line of its own. */
function addToDrawing(picture: string, { name, behind, followers }: StageInReadme, eol: string): string {
  const arrow = new RegExp(`\\b${behind} --> (?=(?:${followers.join('|')})\\b)`, 'g');
  if (followers.length > 0 && picture.search(arrow) !== -1) return picture.replaceAll(arrow, (found) => `${found}${name} --> `);
  const path = [behind, name, ...followers.slice(0, 1)].join(' --> ');
  return picture.replace(/\r?\n```(?=\r?\n)/, (fence) => `${eol}  ${path}${fence}`);
}

/** The inverse of `addToReadme`. */
export function removeFromReadme(text: string, name: string): string {
  return text
    .replaceAll(new RegExp(`${commandOf(name)}\\r?\\n`, 'gm'), '')
    .replace(new RegExp(`${rowOf(name)}\\r?\\n`, 'm'), '')
    .replace(drawing, (picture) =>
      picture
        .replace(new RegExp(`^ *\\w+ --> ${name}(?: --> (\\w+))?\\r?\\n`, 'm'), (line, follower?: string) =>
          // The only arrow to its follower stays, without it.
          follower !== undefined && picture.match(new RegExp(` --> ${follower}\\b`, 'g'))!.length === 1 ? line : '',
        )
        .replaceAll(` --> ${name} -->`, ' -->')
        .replace(new RegExp(` --> ${name}(?=\\r?\\n)`), ''),
    );
}
