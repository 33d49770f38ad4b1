import { chmodSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { profileTable } from '../../../generators/data/index.ts';
import { failure, profiled, randomizer, times, written } from './support.ts';

const random = randomizer(11);
const garbage = (bytes: number): Uint8Array => Uint8Array.from({ length: bytes }, () => random() * 256);
const table = `a,b\n${times(3000, (row) => `${row},${row * 7919}`).join('\n')}\n`;
const parquet = readFileSync(join(import.meta.dirname, 'fixtures/people_snappy.parquet'));

/** The file's folder differs from run to run, so messages are compared with only its name. */
async function fault(
  content: string | Uint8Array,
  name = 'table.csv',
): Promise<{ exit: number; message: string; hint: string | undefined }> {
  const path = written(content, name);
  const { exit, message, hint } = await failure(() => profileTable(path));
  return { exit, message: message.replaceAll(path, name), hint };
}

describe('text that is no table', () => {
  test.each([
    ['empty', '', 'table.csv is empty.'],
    ['blank', '\n \n\n', 'table.csv holds only blank lines.'],
    ['header only', 'a,b,c\n', 'table.csv has a header but no rows.'],
    ['one column', 'a\n1\n2\n', 'table.csv has only one column: no comma, semicolon, tab or | divides its lines.'],
    ['too few values', 'a,b,c\n1,2,3\n4,"x\ny",6\n\n7,8\n', 'Line 6 of table.csv has 2 values, but the header names 3 columns.'],
    [
      'too many values',
      `a,b\n${times(20, (row) => `${row},${row}`).join('\n')}\n1,2,3\n`,
      'Line 22 of table.csv has 3 values, but the header names 2 columns.',
    ],
    [
      'one value',
      `a,b\n${times(20, (row) => `${row},${row}`).join('\n')}\n1\n`,
      'Line 22 of table.csv has 1 value, but the header names 2 columns.',
    ],
    [
      'ragged far down',
      `a,b\n${times(50_000, (row) => `"${row}\n",${row}`).join('\r\n')}\r\n1,2,3\n`,
      'Line 100002 of table.csv has 3 values, but the header names 2 columns.',
    ],
    [
      'lines above the header',
      'Report\nof today\n\na,b,c\n1,2,3\n4,5,6\n',
      'Line 1 of table.csv is not like the table below: line 4 looks like the header, `a`, `b`, `c`.',
    ],
    [
      'a quote left open',
      `a,b\n1,"x"\n3,"four\n${times(50, (row) => `${row},"y"`).join('\n')}\n`,
      'A quote inside a quoted value in line 3 of table.csv is not doubled.',
    ],
    [
      'a quote left open to the end',
      `a,b\n1,x\n3,"four\n${times(50, (row) => `${row},y`).join('\n')}\n`,
      'A quote that opens in line 3 of table.csv is never closed.',
    ],
    ['a quote not doubled', 'a,b\n1,"say "hi" now"\n2,x\n', 'A quote inside a quoted value in line 2 of table.csv is not doubled.'],
    ['NUL bytes', 'a,b\n1,2\n3,\0\n', 'Line 3 of table.csv holds NUL bytes, which no text has.'],
    ['binary', garbage(5000), 'table.csv is a binary file, not a table.'],
    ['a JSON list', '[{"a": 1}]', 'table.csv is one JSON list.'],
    [
      'UTF-16 that breaks off',
      Buffer.concat([Buffer.from('\ufeffa,b\n1,2\n', 'utf16le'), Buffer.from([0x33])]),
      'table.csv begins as utf-16 text, but not all of it is.',
    ],
  ])('%s', async (_, content, message) => {
    const found = await fault(content as string);
    expect(found).toMatchObject({ exit: 2, message });
    expect(found.hint).toMatch(/^[A-Z].+[.?]$/);
  });

  test('a record without end', async () => {
    const endless = `a,b\n1,x\n2,"${'x'.repeat(40_000_000)}\n`;
    expect(await fault(endless)).toMatchObject({ exit: 2, message: 'The record in line 3 of table.csv is longer than 16 MB.' });
  });
});

describe('other kinds of files', () => {
  test.each([
    [
      'a zip archive',
      Buffer.from('PK\x03\x04and more'),
      "table.xlsx is no Excel workbook that can be read: Couldn't unzip `.xlsx` file contents.",
      'Save it as .xlsx without a password, or the sheet as CSV; unpack it if it is a zip archive.',
    ],
    ['xz', Buffer.from('fd377a585a000000', 'hex'), 'table.xlsx is packed with xz.', 'Unpack it with `unxz`, or pack it with gzip.'],
    ['SQLite', Buffer.from('SQLite format 3\0'), 'table.xlsx is an SQLite database.', 'Export the table as CSV and give that file.'],
  ])('%s', async (_, content, message, hint) => {
    expect(await fault(content, 'table.xlsx')).toEqual({ exit: 2, message, hint });
  });

  test.each([
    ['cut off', gzipSync(table).subarray(0, 5000), 'table.csv.gz is a damaged gzip file (unexpected end of file).'],
    [
      'changed',
      (() => {
        const bytes = gzipSync(table);
        bytes.fill(0, 400, 500);
        return bytes;
      })(),
      /^table.csv.gz is a damaged gzip file \(.+\)\.$/,
    ],
    ['a magic number alone', Buffer.from('1f8b08', 'hex'), 'table.csv.gz is a damaged gzip file (unexpected end of file).'],
    ['empty inside', gzipSync(''), 'table.csv.gz is empty once unpacked.'],
  ])('gzip: %s', async (_, content, message) => {
    const found = await fault(content, 'table.csv.gz');
    expect(found.exit).toBe(2);
    expect(found.message).toMatch(message);
  });

  test.each([
    ['cut off', parquet.subarray(0, 9000)],
    [
      'changed',
      (() => {
        const bytes = Buffer.from(parquet);
        bytes.fill(255, 300, 6000);
        return bytes;
      })(),
    ],
    ['garbage', Buffer.concat([Buffer.from('PAR1'), garbage(3000)])],
    ['a magic number alone', Buffer.from('PAR1')],
  ])('Parquet: %s', async (_, content) => {
    const found = await fault(content, 'table.parquet');
    expect(found.exit).toBe(2);
    expect(found.message).toMatch(/^table.parquet is a Parquet file that cannot be read: .+\.$/);
  });

  test.each([
    ['a broken line', '{"a":1,"b":2}\n\n{"a":1,"b":}\n', 'Line 3 of table.jsonl is not valid JSON.'],
    ['a number', '{"a":1,"b":2}\n3\n', 'Line 2 of table.jsonl holds no object.'],
    ['a list', '{"a":1,"b":2}\n[3]\n', 'Line 2 of table.jsonl holds no object.'],
    ['several lines per object', '{\n"a": 1}\n', 'Line 1 of table.jsonl is not valid JSON.'],
    ['one name', '{"a":1}\n{"a":2}\n', 'table.jsonl has only one column, `a`.'],
    ['no names', '{}\n{}\n', 'table.jsonl has no columns.'],
  ])('JSON Lines: %s', async (_, content, message) => {
    expect(await fault(content, 'table.jsonl')).toMatchObject({ exit: 2, message });
  });
});

describe('files that are not there to be read', () => {
  test('none', async () => {
    expect(await failure(() => profileTable('nowhere/table.csv'))).toMatchObject({
      exit: 2,
      message: 'There is no file nowhere/table.csv.',
    });
    expect(await failure(() => profileTable(join(written('a,b\n1,2\n'), 'below.csv')))).toMatchObject({ exit: 2 });
  });

  test('an address', async () => {
    expect(await failure(() => profileTable('https://example.org/a.csv'))).toMatchObject({
      exit: 2,
      message: 'https://example.org/a.csv is an address, not a file.',
    });
  });

  test('a directory', async () => {
    const folder = join(dirname(written('x', 'any')), 'folder');
    mkdirSync(folder);
    expect(await failure(() => profileTable(folder))).toMatchObject({ exit: 2, message: `${folder} is a directory, not a file.` });
  });

  test('a device', async () => {
    expect(await failure(() => profileTable('/dev/zero'))).toMatchObject({ exit: 2, message: '/dev/zero is not a regular file.' });
  });

  test('no permission', async () => {
    const path = written('a,b\n1,2\n', 'secret.csv');
    chmodSync(dirname(path), 0o755);
    chmodSync(path, 0);
    // Root reads everything, so it becomes nobody for a moment.
    const root = process.geteuid?.() === 0;
    if (root) process.seteuid?.(65534);
    try {
      expect(await failure(() => profileTable(path))).toMatchObject({
        exit: 1,
        message: `No permission to read ${path}.`,
        hint: 'Allow it with `chmod u+r`, or copy the file to a place of yours.',
      });
    } finally {
      if (root) process.seteuid?.(0);
    }
  });
});

test('any bytes end in a profile or in one sentence', async () => {
  const alphabets = ['abc,"\n', '1,2.;\n\t|"\r', 'é\u0001,"\n', '{}":,[]\n1a'];
  for (let round = 0; round < 300; round++) {
    const alphabet = alphabets[round % alphabets.length]!;
    const content =
      round % 5 === 4
        ? garbage(1 + Math.floor(random() * 200))
        : times(1 + Math.floor(random() * 300), () => alphabet[Math.floor(random() * alphabet.length)]!).join('');
    try {
      expect((await profiled(content)).rows).toBeGreaterThan(0);
    } catch (error) {
      expect(error).toMatchObject({ name: 'CliError', exit: 2 });
      expect((error as Error).message).toMatch(/^[^\n]{10,200}\.$/);
    }
  }
});
