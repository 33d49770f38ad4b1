import { build } from 'esbuild';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { profileTable } from '../../../generators/data/index.ts';
import type { Profile } from '../../../generators/data/tally/profile.ts';
import { randomizer, times, written } from './support.ts';

/** As in the package: beside the bundle lies the second thread's program. */
const folder = mkdtempSync(join(tmpdir(), 'parts-'));
let bundled: { profileTable: typeof profileTable };

beforeAll(async () => {
  const data = join(import.meta.dirname, '../../../generators/data');
  writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
  await build({
    entryPoints: { index: join(data, 'index.ts'), 'part-thread': join(data, 'read/part-thread.ts') },
    outdir: join(folder, 'dist'),
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.17',
    logLevel: 'error',
    banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
  });
  bundled = (await import(pathToFileURL(join(folder, 'dist/index.js')).href)) as typeof bundled;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const WHOLE = { leastBytes: Infinity, threads: 1 };
const ONE_THREAD = { leastBytes: 0, threads: 1 };
const TWO_THREADS = { leastBytes: 0, threads: 2 };

/** The profile, or the sentence that a user would read. */
async function outcome(path: string, division: typeof WHOLE): Promise<Profile | object> {
  try {
    return await bundled.profileTable(path, {}, division);
  } catch (error) {
    const { name, message, hint, exit } = error as { name: string; message: string; hint: string; exit: number };
    expect(name).toBe('CliError');
    return { message, hint, exit };
  }
}

const random = randomizer(7);
const row = (number: number): string =>
  [
    number,
    (random() * 2 - 1).toString(),
    random().toFixed(2),
    ['red', 'green', 'blue', '', 'NA'][number % 5],
    `name ${Math.floor(random() * 50_000)}`,
    `20${10 + (number % 15)}-0${1 + (number % 9)}-1${number % 10}`,
    number % 7 === 0 ? '"one, ""two"""' : 'three',
    number % 400 === 0 ? 'n.v.' : number % 90,
    number % 3,
    `${number % 20 === 0 ? '?' : Math.floor(random() * 9e6)}`,
  ].join(',');
const header = 'id,float,price,colour,name,since,quoted,odd,small,gaps';
const rows = times(60_000, row);
const text = (lines: readonly string[], newline = '\n'): string => `${lines.join(newline)}${newline}`;
const table = text([header, ...rows]);
const changed = (number: number, line: string): string => text([header, ...rows.slice(0, number), line, ...rows.slice(number)]);

describe('a table read in two parts', () => {
  test.each<[string, string | Uint8Array]>([
    ['of all kinds of columns', table],
    ['with a byte order mark and \\r\\n', `\ufeff${text([header, ...rows], '\r\n')}`],
    ['in Western European', Buffer.from(changed(59_000, '1,0.5,0.5,grün,Zoë,2010-01-10,three,1,1,1'), 'latin1')],
    ['that is Western European in its first half', Buffer.from(changed(20_000, '1,0.5,0.5,grün,Zoë,2010-01-10,three,1,1,1'), 'latin1')],
    ['with line breaks in values', text(['a,b', ...times(20_000, (number) => `"${number}\n${number % 7}\n","x"`)])],
    ['whose middle is in a value', `a,b\n1,2\n3,"${'x,y\n'.repeat(30_000)}"\n5,6\n`],
    [
      'whose fractions come late',
      text(['a;b;c', ...times(5_000, (number) => `${number};${number % 10};x`), ...times(5_000, (number) => `${number}.5;1;y`)]),
    ],
    ['of two rows', 'a,b\n1,2\n3,4\n'],
    ['with all rows in the first part', `a,b\n1,2\n3,4\n${'\n'.repeat(100)}`],
    ['with all rows in the second part', `${'\n'.repeat(100)}a,b\n1,2\n3,4\n`],
    ['ragged in its first half', changed(10, '1,2,3')],
    ['ragged in its second half', changed(50_000, '1,2,3')],
    ['ragged in both', text([header, ...rows.slice(0, 9_000), '1,2', ...rows.slice(9_000), '1,2,3'])],
    ['with a quote left open in its second half', changed(50_000, '1,0.5,"0.5,grey,x,2010-01-10,three,1,1,1')],
    ['with a quote left open in its first half', changed(1_000, '1,0.5,"0.5,grey,x,2010-01-10,three,1,1,1')],
    ['with a quote not doubled', changed(50_000, '1,0.5,0.5,grey,x,2010-01-10,"th"ree",1,1,1')],
    ['with NUL bytes', changed(50_000, '1,0.5,0.5,grey,\0,2010-01-10,three,1,1,1')],
  ])('%s', { timeout: 60_000 }, async (_, content) => {
    const path = written(content);
    const one = await outcome(path, ONE_THREAD);
    expect(await outcome(path, TWO_THREADS)).toEqual(one);
    // Beside estimates and the rows drawn, the whole is what its parts are.
    const exact = (found: Profile | object): object =>
      'columns' in found
        ? {
            ...found,
            sample: undefined,
            columns: found.columns.map((column) => (column.distinct > 8192 ? { ...column, distinct: undefined } : column)),
          }
        : found;
    expect(exact(one)).toEqual(exact(await outcome(path, WHOLE)));
  });

  test('a second thread reads one of them, and is gone in the end', async () => {
    const workers: Worker[] = [];
    const messages: object[] = [];
    const listen = (worker: Worker): void => {
      workers.push(worker.on('message', (message: object) => messages.push(message)));
    };
    process.on('worker', listen);
    await outcome(written(table), ONE_THREAD);
    expect(workers).toEqual([]);
    await outcome(written(table), TWO_THREADS);
    expect(messages).toEqual([{ found: expect.objectContaining({ rows: expect.any(Number) }) }]);
    await outcome(written(changed(100, '1,2,3')), TWO_THREADS);
    process.off('worker', listen);
    expect(workers.map(({ threadId }) => threadId)).toEqual([-1, -1]);
  });

  test('rows are drawn evenly from both', async () => {
    const { sample } = await bundled.profileTable(
      written(text(['a,b', ...times(100_000, (number) => `${number},${number % 2}`)])),
      {},
      TWO_THREADS,
    );
    const late = sample.columns[0]!.filter((value) => value >= 50_000).length;
    expect(sample.rows).toBe(20_000);
    expect(Math.abs(late / sample.rows - 0.5)).toBeLessThan(0.02);
  });

  test('whole rows are compared across the parts', async () => {
    const { findings } = await bundled.profileTable(
      written(text(['a,b', '1,2', ...times(1000, (number) => `${number + 5},x`), '1,2'])),
      {},
      TWO_THREADS,
    );
    expect(findings.find(({ kind }) => kind === 'duplicate-rows')?.message).toBe('1 row is an exact copy of another row.');
  });
});
