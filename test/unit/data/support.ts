import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { CliError } from '../../../generators/core/errors.ts';
import { profileTable, type Reading } from '../../../generators/data/index.ts';
import type { ColumnProfile, Profile } from '../../../generators/data/tally/profile.ts';

export { randomizer } from '../../support/randomizer.ts';

let folder: string | undefined;
afterAll(() => {
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  folder = undefined;
});

/** A file that lives as long as the tests of its module. */
export function written(content: string | Uint8Array, name = 'table.csv'): string {
  folder ??= mkdtempSync(join(tmpdir(), 'data-'));
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

export const profiled = (content: string | Uint8Array, name?: string, reading?: Reading): Promise<Profile> =>
  profileTable(written(content, name), reading);

export function columnOf({ columns }: { readonly columns: readonly ColumnProfile[] }, name: string): ColumnProfile {
  const found = columns.find((column) => column.name === name);
  if (found === undefined) throw new Error(`no column ${name} among ${columns.map((column) => column.name).join(', ')}`);
  return found;
}

/** The profile of one column with these cells, beside a target that is of no interest. */
export async function column(cells: readonly (string | number)[], name = 'x'): Promise<ColumnProfile> {
  const quoted = (cell: string): string => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  const lines = cells.map((cell, row) => `${quoted(String(cell))},${row % 2 === 0 ? 'Yes' : 'No'}`);
  return columnOf(await profiled(`${quoted(name)},target\n${lines.join('\n')}\n`), name);
}

export const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => make(index));

/** The error that a user would read. */
export async function failure(action: () => unknown): Promise<CliError> {
  try {
    await action();
  } catch (error) {
    if (error instanceof CliError) return error;
    throw error;
  }
  throw new Error('expected a failure');
}
