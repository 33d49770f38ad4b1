import { gzipSync } from 'node:zlib';
import { randomizer } from './randomizer.ts';

/** A file made at random, and the same for the same seed. */
export interface RandomTable {
  readonly name: string;
  readonly bytes: Buffer;
}

type Cells = (row: number) => string;

/** Text of a table as people and programs write them: delimiter, quotes, encoding and line ends, and every kind of column. */
export function randomTable(seed: number): RandomTable {
  const random = randomizer(seed * 7919 + 1);
  const pick = <T>(...of: readonly T[]): T => of[Math.floor(random() * of.length)]!;
  const int = (low: number, high: number): number => low + Math.floor(random() * (high - low + 1));
  const rows = pick(25, 60, 130, 250);
  const columns = Array.from({ length: int(2, 7) }, () => columnOf(random));
  const names = columns.map((_, at) =>
    pick(`c${at}`, `c${at}`, `Größe ${at}`, `a ${at}`, '', 'x', `date ${at}`, `e\u0301 ${at}`, ` p${at} `),
  );
  const table = Array.from({ length: rows }, (_, row) => [...columns.map((cell) => cell(row)), pick('yes', 'no')]);
  const header = [...names, 'target'];
  const jsonl = seed % 5 === 0;
  const text = jsonl
    ? jsonLines(header, table, random)
    : delimited(header, table, pick(',', ';', '\t', '|'), pick('\n', '\r\n'), random() < 0.3);
  const encoding = pick('utf8', 'utf8', 'bom', 'utf16') as 'utf8' | 'bom' | 'utf16';
  const plain = encoding === 'utf16' ? Buffer.from(`\ufeff${text}`, 'utf16le') : Buffer.from(encoding === 'bom' ? `\ufeff${text}` : text);
  const packed = random() < 0.2;
  return { name: `random ${seed}.${jsonl ? 'jsonl' : 'csv'}${packed ? '.gz' : ''}`, bytes: packed ? gzipSync(plain) : plain };
}

function delimited(
  header: readonly string[],
  table: readonly (readonly string[])[],
  delimiter: string,
  newline: string,
  always: boolean,
): string {
  const cell = (text: string): string =>
    always || text.includes(delimiter) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  return [header, ...table].map((row) => row.map(cell).join(delimiter) + newline).join('');
}

function jsonLines(header: readonly string[], table: readonly (readonly string[])[], random: () => number): string {
  const names = header.map((name, at) => (name === '' || header.indexOf(name) < at ? `n${at}` : name));
  const typed = names.map(() => random() < 0.6);
  const value = (text: string, at: number): unknown => {
    if (text === '') return null;
    if (!typed[at]) return text;
    return /^-?(?:0|[1-9]\d{0,14})(?:\.\d+)?$/.test(text) ? Number(text) : /^(?:true|false)$/.test(text) ? text === 'true' : text;
  };
  return table.map((row) => `${JSON.stringify(Object.fromEntries(row.map((text, at) => [names[at], value(text, at)])))}\n`).join('');
}

/** One column: what most of its cells are, with gaps, words for them, blanks and strangers among them. */
function columnOf(random: () => number): Cells {
  const pick = <T>(...of: readonly T[]): T => of[Math.floor(random() * of.length)]!;
  const int = (low: number, high: number): number => low + Math.floor(random() * (high - low + 1));
  const two = (number: number): string => String(number).padStart(2, '0');
  const grouped = (value: number, mark: string): string => value.toLocaleString('en').replaceAll(',', mark);
  const day = (): [number, number, number] => [pick(1600, 1999, 2021, 2024, 9999), int(1, 12), int(1, 28)];
  const [mark, unit, top, decimals] = [
    pick(',', '.', ' ', '\u00a0', '\u202f', "'", '\u2019'),
    pick('CC', '%', '€', 'km/h', 'kmpl', '+', 'm²', '$', 'USD', 'Rs.'),
    pick(9, 900, 5000, 20_000_000),
    int(1, 4),
  ];
  const fraction = mark === '.' ? ',' : '.';
  const words = pick(
    ['Yes', 'No'],
    ['true', 'false'],
    ['red', 'green', 'blue'],
    ['NA', 'EU', 'AS', 'AF'],
    ['m', 'M', 'l'],
    ['Oslo', 'New York', 'São Paulo', 'x, y; z'],
    ['1', '1.0', 'one'],
    ['low', 'medium', 'high'],
  );
  const kinds: readonly Cells[] = [
    () => String(int(-top, top)),
    () => (random() * top - top / 3).toFixed(decimals),
    () => String((random() - 0.5) * 10 ** int(-8, 12)),
    () => grouped(int(0, top), mark),
    () => `${grouped(int(0, top), mark)}${fraction}${int(10, 99)}`,
    () => (random() * top).toFixed(decimals).replace('.', ','),
    () => `${grouped(int(0, top), pick(mark, ''))} ${unit}`,
    () => `${unit}${(random() * 100).toFixed(2)}`,
    () => `€${(random() * 100).toFixed(1)}${pick('K', 'M')}`,
    () => (random() < 0.3 ? `(${grouped(int(1, 9000), ',')})` : grouped(int(1, 9000), ',')),
    () => `${int(1, 90)}${pick('', '', '-')}`,
    () => `${pick('', '\u2212', '+', '- ')}${int(0, 90)}`,
    () => `${int(0, 99)}.${int(100, 999)}`,
    () => String(int(0, 99_999)).padStart(5, '0'),
    () => String(2n ** 53n + BigInt(int(0, 40))),
    () => day().map(two).join('-'),
    () => {
      const [y, m, d] = day();
      return `${two(d)}.${two(m)}.${y}`;
    },
    () => {
      const [y, m, d] = day();
      return `${two(m)}/${two(d)}/${y}`;
    },
    () => {
      const [y, m, d] = day();
      return random() < 0.5 ? `${y}-${two(m)}-${two(d)}` : `${two(d)}.${two(m)}.${y}`;
    },
    () => {
      const [y, m, d] = day();
      return `${y}-${two(m)}-${two(d)} ${two(int(0, 23))}:${two(int(0, 59))}${pick('', ':07', ':07.250')}`;
    },
    () => {
      const [, m, d] = day();
      return `2021-${two(m)}-${two(d)}T${two(int(0, 23))}:00:00${pick('Z', '+02:00')}`;
    },
    () => pick(...words),
    () => {
      const word = pick(...words);
      return pick(word, word, word.toUpperCase(), `${word} `, ` ${word}`, `${word}\t`);
    },
    (row) => `id-${row * 7 + 3}`,
    (row) => `note ${row}: "${pick(...words)}",\nand ${int(1, 9)} more`,
    () => `${pick('A', 'B', 'C')}${int(1, 60)}`,
    () => `${int(1, 400)} ${pick('kg', 'lb')}`,
  ];
  const kind = pick(...kinds);
  const [gaps, word, blank, odd] = [
    pick(0, 0, 0.1),
    pick('', '', 'NA', 'NaN', 'null', '-', 'None', '?', ' ', '-999', 'n.v.'),
    pick(0, 0, 0.1),
    pick(0, 0, 0, 0.005),
  ];
  return (row) => {
    if (random() < gaps) return word;
    if (random() < odd) return pick('error', '2021-02-30', '31.12.2020', '12 apples', '7', '1,5');
    return random() < blank ? ` ${kind(row)} ` : kind(row);
  };
}
