import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { schemaFile, withTarget } from '../../../generators/data/index.ts';
import { writable } from '../../../generators/data/infer/names.ts';
import { profiled, times } from './support.ts';

interface Schema {
  readonly table: string;
  readonly file: Record<string, unknown>;
  readonly columns: readonly Record<string, unknown>[];
}

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;

describe('data/schema.yaml', () => {
  test('reads as it is documented', async () => {
    const lines = times(
      40,
      (row) =>
        `u${row},${row % 9 === 0 ? 'NA' : row % 30},${'2024-03-'}${10 + (row % 20)},${['Yes', 'No'][row % 2]},$${row}.5,${['low', 'medium', 'high'][row % 3]},${['off', 'on'][row % 2]}`,
    );
    const profile = withTarget(
      await profiled(`id,tenure,since,active,price,level,Churn\n${lines.join('\n')}\n`, 'Telco Data.csv'),
      'Churn',
      'auto',
    );
    expect(schemaFile(profile, 'data/raw/telco.csv').replace(/^(?:#.*\n)+\n/, '')).toBe(`table: telco_data
file:
  path: data/raw/telco.csv
  format: csv
  compression: null
  encoding: utf-8
  delimiter: ","
  quote: "\\""
  decimal: "."
  thousands: null
  missing: ["", NA]
columns:
  - name: id
    key: telco_data.id
    type: string
    order: nominal
    role: identifier
    nullable: false
    description: ""
  - name: tenure
    key: telco_data.tenure
    type: integer
    order: ratio
    role: feature
    nullable: true
    min: 0
    max: 29
    description: ""
  - name: since
    key: telco_data.since
    type: date
    order: interval
    role: date
    nullable: false
    min: "2024-03-10"
    max: "2024-03-29"
    description: ""
  - name: active
    key: telco_data.active
    type: string
    order: nominal
    role: excluded
    nullable: false
    values: ["No", "Yes"]
    description: ""
  - name: price
    key: telco_data.price
    type: float
    unit: "$"
    order: ratio
    role: feature
    nullable: false
    min: 0.5
    max: 39.5
    description: ""
  - name: level
    key: telco_data.level
    type: string
    order: ordinal
    role: feature
    nullable: false
    values: [low, medium, high]
    description: ""
  - name: Churn
    key: telco_data.Churn
    type: string
    order: nominal
    role: target
    nullable: false
    values: ["off", "on"]
    description: ""
findings:
  - "\`id\` tells rows apart and is left out as an identifier; \`role: feature\` in data/schema.yaml takes it in."
  - "\`price\` holds numbers with \`$\` and is read without it (\`unit\` in data/schema.yaml)."
  - "The table has only 40 rows: every score will be uncertain."
  - "\`since\` alone tells \`Churn\` nearly always (100.0 %); is it known before the target is?"
  - "\`active\` is the target \`Churn\` in other words; it is kept out of training."
`);
  });

  const strings = [
    'Yes',
    'no',
    'on',
    'OFF',
    'y',
    'true',
    'null',
    '~',
    '1',
    '1.0',
    '0x1F',
    '1e3',
    '1_000',
    '12:30:45',
    '2024-01-01',
    '.inf',
    '=',
    '<<',
    '- a',
    '? a',
    ': a',
    'a: b',
    'a #b',
    '#a',
    '"a"',
    "it's",
    '\\',
    '\\n',
    '{a}',
    '[a]',
    '&a',
    '*a',
    '!a',
    '%a',
    '@a',
    '`a`',
    '|',
    '>',
    '--- a',
    '...',
    'a\tb',
    'a\u0085b',
    'a\u2028b',
    'a\u00a0b',
    '\ufeffa',
    'Ünï cödé',
    '日本語',
    '😀',
    ' lead',
    'trail ',
    'class',
    'x'.repeat(300),
    'a\u007fb',
  ];

  test.each(['1.1', '1.2'] as const)('every string survives a reader of YAML %s', async (version) => {
    const rows = times(
      400,
      (row) => `${strings.map((_, at) => (row * (at + 3)) % 7).join(',')},${quoted(strings[row % strings.length]!)},${row % 2}`,
    );
    const profile = withTarget(await profiled(`${strings.map(quoted).join(',')},category,y!\n${rows.join('\n')}\n`), 'y!', 'auto');
    const text = schemaFile(profile, 'data/raw/it\'s "raw": #1.csv');
    // PyYAML takes more for special than other readers do, and refuses some characters unescaped.
    expect(text).toContain('- name: "="');
    expect(text).not.toMatch(/[\u007f-\u009f\u2028\ufeff]/);
    const read = parse(text, { version, schema: version === '1.1' ? 'yaml-1.1' : 'core' }) as Schema;
    expect(read.columns.map(({ name }) => name)).toEqual([...strings.map(writable), 'category', 'y!']);
    expect(read.columns.map(({ key }) => key)).toEqual([...strings.map(writable), 'category', 'y!'].map((name) => `table.${name}`));
    expect(read.file['path']).toBe('data/raw/it\'s "raw": #1.csv');
  });

  test.each(['1.1', '1.2'] as const)('categories too, in YAML %s', async (version) => {
    // With a blank of another width it is `a\tb` in another writing.
    const distinct = strings.filter((text) => text !== 'a\u00a0b');
    for (const some of [distinct.slice(0, 25), distinct.slice(25)]) {
      const rows = times(400, (row) => `${(row * 7919) % 999},${quoted(some[row % some.length]!)},${row % 2}`);
      const profile = withTarget(await profiled(`a,category,target\n${rows.join('\n')}\n`), 'target', 'auto');
      const read = parse(schemaFile(profile, 'data/raw/a.csv'), { version, schema: version === '1.1' ? 'yaml-1.1' : 'core' }) as Schema;
      expect(read.columns[1]!['values']).toEqual(
        some
          .filter((text) => text !== 'null')
          .map((text) => text.replace(/^ | $/g, ''))
          .sort((one, other) => (one < other ? -1 : 1)),
      );
    }
  });

  test('says how the file differs from the usual, and only then', async () => {
    const spaced = withTarget(await profiled(`a, b\n${times(40, (row) => `${row * 3}, ${row % 2}`).join('\n')}\n`), 'b', 'regression');
    expect((parse(schemaFile(spaced, 'x')) as Schema).file).toMatchObject({ skip_initial_space: true });
    const rows = times(40, (row) => JSON.stringify({ a: row % 4 === 0 ? 'None' : row * 1.5, b: ['None', 'x'][row % 2], c: row % 3 > 0 }));
    const lines = parse(schemaFile(withTarget(await profiled(rows.join('\n'), 'a.jsonl'), 'c', 'auto'), 'x')) as Schema;
    expect(lines.file).toEqual({
      path: 'x',
      format: 'jsonl',
      compression: null,
      encoding: 'utf-8',
      delimiter: null,
      quote: null,
      decimal: '.',
      thousands: null,
      missing: ['', 'None'],
    });
    expect(lines.columns[1]).toMatchObject({ name: 'b', missing: [''], values: ['None', 'x'] });
    expect(lines.columns[2]).toMatchObject({ type: 'boolean', values: [false, true] });
  });
});
