import { usageError } from '../../core/errors.ts';
import { bytesOf } from './bytes.ts';
import { type Encoding, pythonCodec, textOf as decoded } from './decode.ts';
import type { RawTable } from './raw-table.ts';
import type { Source } from './source.ts';
import { TableTally, type Writing } from '../tally/tally.ts';
import { grouped } from '../tally/count.ts';
import { textOf } from './typed-value.ts';

const WRITING = { decimal: '.', numbers: [], dayFirst: false, skipInitialSpace: false } as const;
const LONGEST_LINE = 16 * 1024 * 1024;
const MOST_COLUMNS = 10_000;
/** Tallies reserve memory for this many columns before the first object says how many there are. */
const EXPECTED_COLUMNS = 50;

/** Reads JSON Lines: one object per line; a name that a line lacks is missing there. */
export async function readJsonLines(source: Source, encoding: Encoding, writing: Partial<Writing> = {}): Promise<RawTable> {
  const tally = new TableTally(0, { ...WRITING, ...writing }, EXPECTED_COLUMNS);
  const positions = new Map<string, number>();
  for await (const { text, number } of lines(source, encoding)) {
    if (text.trim() === '') continue;
    const record = parse(text, number, source.path);
    const cells = new Array<string>(positions.size).fill('');
    for (const [name, value] of Object.entries(record)) {
      let position = positions.get(name);
      if (position === undefined) {
        position = positions.size;
        if (position === MOST_COLUMNS)
          throw usageError(
            `${source.path} has more than ${grouped(MOST_COLUMNS)} different names.`,
            'Give objects whose names are columns; put what varies into values.',
          );
        positions.set(name, position);
        tally.addColumn();
      }
      if (typeof value === 'number') tally.columns[position]!.typed = true;
      const text = textOf(value);
      if (text === undefined) tally.columns[position]!.declared = 'nested';
      cells[position] = text ?? JSON.stringify(value);
    }
    tally.addTexts(cells);
  }
  tally.finish();
  const { decimal, skipInitialSpace } = WRITING;
  return {
    header: [...positions.keys()],
    tally,
    file: {
      format: 'jsonl',
      compression: source.compression,
      encoding: pythonCodec(encoding),
      delimiter: null,
      quote: null,
      decimal,
      skipInitialSpace,
    },
  };
}

async function* lines(source: Source, encoding: Encoding): AsyncGenerator<{ text: string; number: number }> {
  let rest = '';
  let number = 0;
  for await (const chunk of decoded(bytesOf(source.path, source.compression), encoding)) {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop()!;
    if (rest.length > LONGEST_LINE)
      throw usageError(`Line ${number + parts.length + 1} of ${source.path} is longer than 16 MB.`, 'JSON Lines has one object per line.');
    for (const text of parts) yield { text, number: ++number };
  }
  yield { text: rest, number: number + 1 };
}

/** Whole numbers that a float cannot hold as their digits, and what JSON has no numbers for as nothing, as Python's pandas writes it. */
function withExactNumbers(text: string): string {
  if (!/\d{16}|NaN|Infinity/.test(text)) return text;
  return text.replace(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|NaN|-?Infinity/g, (token) => {
    if (token.startsWith('"')) return token;
    if (/N|I/.test(token)) return 'null';
    return /^-?\d{16,}$/.test(token) ? `"${token}"` : token;
  });
}

function parse(text: string, line: number, path: string): object {
  const broken = (reason: string): Error =>
    usageError(`Line ${line} of ${path} ${reason}.`, 'JSON Lines has one object per line, such as {"age": 31, "city": "Oslo"}.');
  let value: unknown;
  try {
    value = JSON.parse(withExactNumbers(text));
  } catch {
    throw broken('is not valid JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw broken('holds no object');
  return value;
}
