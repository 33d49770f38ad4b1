import type { ProjectCommand } from '../parts/part.ts';
import { colors, printable, say, sentence } from '../terminal/output.ts';
import { commandsFor } from '../run/project-commands.ts';

/** What was added or removed, as a person and a program are told it. */
export interface ToldChange {
  readonly files: readonly { readonly path: string }[];
  readonly removed: readonly string[];
  readonly notes: readonly string[];
  readonly next: readonly ProjectCommand[];
}

export function tellChange(root: string, { files, removed, notes, next }: ToldChange): void {
  for (const { path } of files) say(`${colors.green('✔')} ${printable(path)}`);
  for (const path of removed) say(`${colors.red('✖')} ${printable(path)}`);
  for (const note of notes) say(sentence(printable(note)));
  if (next.length > 0) say(`Next: ${printable(commandsFor(root).running(...next))}`);
}

export const changeAsJson = (
  root: string,
  { files, removed, notes, next, ...more }: ToldChange & { readonly [other: string]: unknown },
  dryRun: boolean,
): string =>
  JSON.stringify(
    {
      project: root,
      dryRun,
      files: files.map(({ path }) => path),
      removed,
      ...more,
      notes,
      next: next.length > 0 ? commandsFor(root).running(...next) : null,
    },
    null,
    2,
  );
