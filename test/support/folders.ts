import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder of its own for the running test, gone afterwards; a test that runs beside others hands its own hook. */
export function workFolder(afterwards: (clean: () => void) => void = onTestFinished): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'create-ml-project-test-')));
  afterwards(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Everything below a folder, hidden files too; of git's own only the folder. */
export const treeOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => !path.includes('.git/'))
    .sort();

/** Every file below a folder with its bytes, to compare what a folder was with what it is. */
export const bytesOf = (folder: string): Record<string, string> =>
  Object.fromEntries(
    treeOf(folder)
      .filter((path) => statSync(join(folder, path)).isFile())
      .map((path) => [path, readFileSync(join(folder, path), 'latin1')]),
  );

/** A small table with a number, a category and a target of two classes. */
export function smallTable(folder: string, name = 'orders.csv'): string {
  const rows = Array.from(
    { length: 60 },
    (_, index) => `${index * 3},${['red', 'green', 'blue'][index % 3]},${index % 4 === 0 ? 'yes' : 'no'}`,
  );
  writeFileSync(join(folder, name), `amount,color,returned\n${rows.join('\n')}\n`);
  return name;
}
