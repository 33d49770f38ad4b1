import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createMlProject } from '../support/cli.ts';
import { workFolder } from '../support/folders.ts';

/** A project whose rows have ids c0 to c59, and a table that knows as many of them as are asked for. */
function projectWith(known: number, id: (row: number) => string): { root: string; add: () => ReturnType<typeof createMlProject> } {
  const cwd = workFolder();
  const rows = Array.from({ length: 60 }, (_, row) => `${id(row)},${row % 2},${row % 3 === 0 ? 'yes' : 'no'}`);
  writeFileSync(join(cwd, 'orders.csv'), `client,flag,returned\n${rows.join('\n')}\n`);
  writeFileSync(
    join(cwd, 'clients.csv'),
    `code,income\n${rows.map((_, row) => `${row < known ? id(row) : `${row}-x`},${row * 10}`).join('\n')}\n`,
  );
  expect(createMlProject(['orders', '--data', 'orders.csv', '--target', 'returned', '--yes', '--no-git'], { cwd }).code).toBe(0);
  const root = join(cwd, 'orders');
  return {
    root,
    add: () => createMlProject(['add', 'source', 'clients', '--data', '../clients.csv', '--on', 'client=code'], { cwd: root }),
  };
}

it.each([
  ['words', (row: number) => `c${row}`],
  ['numbers', (row: number) => String(row * 7)],
])('a source in which few rows find their key is told: %s', (_, id) => {
  const { code, stderr } = projectWith(2, id).add();
  expect(code).toBe(0);
  expect(stderr).toContain('Only 2 of 60 rows find their `client` in the column `code` of the file');
});

it('one in which most do is not', () => expect(projectWith(40, (row) => `c${row}`).add().stderr).not.toContain('find their'));
