import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { profileTable, schemaFile, withTarget } from '../../../generators/data/index.ts';
import type { Profile } from '../../../generators/data/tally/profile.ts';
import { columnOf, profiled, randomizer, times, written } from './support.ts';

const random = randomizer(5);
const said = (profile: Profile, kind: string): string[] =>
  profile.findings.filter((finding) => finding.kind === kind).map(({ message }) => message);
const table = (name: string, cells: readonly string[]): string =>
  `age,${name},more\n${cells.map((cell, row) => `${(row * 7) % 61},"${cell}",${(row * 13) % 41}`).join('\n')}\n`;

describe('one word in several writings', () => {
  test.each([
    ['answers', ['Yes', 'Yes', 'yes ', ' Yes', 'No', 'No', 'no', 'NO'], ['No', 'Yes'], { Yes: ['yes'], No: ['NO', 'no'] }],
    [
      'booleans',
      ['True', 'True', 'true', 'TRUE', 'False', 'False', 'false'],
      ['False', 'True'],
      { True: ['TRUE', 'true'], False: ['false'] },
    ],
    ['answers of other languages', ['Ja', 'Ja', 'ja ', 'JA', 'Nein', 'Nein', 'nein'], ['Ja', 'Nein'], { Ja: ['JA', 'ja'], Nein: ['nein'] }],
    ['answers beside a third', ['Yes', 'Yes', 'YES', 'No', 'No', 'no', 'Maybe'], ['Maybe', 'No', 'Yes'], { Yes: ['YES'], No: ['no'] }],
    [
      'towns',
      ['Oslo', 'Oslo', 'OSLO', 'New York', 'New York', 'new  york', 'Rome'],
      ['New York', 'Oslo', 'Rome'],
      { Oslo: ['OSLO'], 'New York': ['new  york'] },
    ],
  ])('%s are one class, in the target too', async (_, words, values, writings) => {
    const path = written(
      table(
        'answer',
        times(210, (row) => words[row % words.length]!),
      ),
    );
    const profile = withTarget(await profileTable(path), 'answer', 'auto');
    expect(columnOf(profile, 'answer')).toMatchObject({ distinct: values.length, values, writings });
    expect(said(profile, 'writings')[0]).toContain('(`writings` in data/schema.yaml)');
    expect((parse(schemaFile(profile, 'x.csv')) as { columns: { writings: unknown }[] }).columns[1]!.writings).toEqual(writings);
  });

  test('blanks around a value are not its own', async () => {
    const profile = await profiled(
      table(
        'town',
        times(200, (row) => ['Oslo', ' Oslo', 'Rome', 'Rome\t'][row % 4]!),
      ),
    );
    expect(columnOf(profile, 'town')).toMatchObject({ distinct: 2, values: ['Oslo', 'Rome'] });
    expect(said(profile, 'writings')).toEqual(['`town`: blanks around values are taken off, which makes some of them one.']);
  });

  test('letters with accents are one however they are composed, and a blank that does not break is a blank', async () => {
    const profile = await profiled(
      table(
        'town',
        times(200, (row) => ['Malmö', 'Malmo\u0308', 'New York', 'New\u00a0York'][row % 4]!),
      ),
    );
    expect(columnOf(profile, 'town')).toMatchObject({ distinct: 2, values: ['Malmö', 'New York'] });
  });

  test('long and short answers are named', async () => {
    const profile = await profiled(
      table(
        'answer',
        times(200, (row) => ['Y', 'yes', 'N', 'no'][row % 4]!),
      ),
    );
    expect(said(profile, 'writings')).toEqual([
      '`answer`: `Y`, `yes` count as different values; if they are one, say `writings: {Y: [yes]}` for it in data/schema.yaml.',
      '`answer`: `N`, `no` count as different values; if they are one, say `writings: {N: [no]}` for it in data/schema.yaml.',
    ]);
  });

  test('two short codes stay two, and are named', async () => {
    const profile = await profiled(
      table(
        'unit',
        times(200, (row) => ['m', 'm', 'M', 'kg'][row % 4]!),
      ),
    );
    expect(columnOf(profile, 'unit').distinct).toBe(3);
    expect(said(profile, 'writings')).toEqual([
      '`unit`: `m`, `M` count as different values; if they are one, say `writings: {m: [M]}` for it in data/schema.yaml.',
    ]);
  });

  test('equal words are told apart by nothing, so a copy of the target is found', async () => {
    const profile = withTarget(
      await profiled(
        `copy,age,y\n${times(300, (row) => `${row % 3 === 0 ? 'a' : 'b'},${row % 50},${row % 3 === 0 ? ['Yes', 'yes', 'YES '][(row % 9) / 3] : 'No'}`).join('\n')}\n`,
      ),
      'y',
      'auto',
    );
    expect(profile.task).toBe('binary');
    expect(columnOf(profile, 'copy').role).toBe('excluded');
  });
});

describe('words that may mean no value', () => {
  test('NA is a continent among codes of continents', async () => {
    const profile = await profiled(
      table(
        'continent',
        times(240, (row) => ['AF', 'AS', 'EU', 'NA', 'OC', 'SA'][row % 6]!),
      ),
    );
    expect(columnOf(profile, 'continent')).toMatchObject({ missing: 0, distinct: 6 });
    expect(said(profile, 'missing-words')).toEqual([
      '`continent`: `NA` counts as a value; if it means none, say --na-words missing, or list it under `missing` for it in data/schema.yaml.',
    ]);
  });

  test('Null is a name among names', async () => {
    const names = times(60, (row) => `${'ABCDEFGHIJ'[row % 10]}${'aeiou'[row % 5]}${'lmnrst'[row % 6]}a`);
    const profile = await profiled(
      table(
        'name',
        times(240, (row) => (row % 61 === 60 ? 'Null' : names[row % 60]!)),
      ),
    );
    expect(columnOf(profile, 'name').missing).toBe(0);
    expect(said(profile, 'missing-words')).toHaveLength(1);
  });

  test('two such names among few are missing, which is said', async () => {
    const profile = await profiled(
      table(
        'name',
        times(240, (row) => ['Anna', 'Nan', 'Bob', 'Null'][row % 4]!),
      ),
    );
    expect(columnOf(profile, 'name')).toMatchObject({ missing: 120 });
    expect(said(profile, 'missing-words')).toEqual([
      '`name`: `Nan`, `Null` mean no value (120 rows); if they are values, say --na-words values, or `missing: [""]` for it in data/schema.yaml.',
    ]);
  });

  test.each([
    ['missing', 80, 40],
    ['values', 0, 0],
  ])('words that may be either are %s if a person says so', async (naWords, colors, continents) => {
    const text = `color,continent,y\n${times(240, (row) => `${['red', 'blue', 'NA'][row % 3]!},${['AF', 'AS', 'EU', 'NA', 'OC', 'SA'][row % 6]!},${row % 2}`).join('\n')}\n`;
    const profile = await profiled(text, 'words.csv', { naWords });
    expect(columnOf(profile, 'color').missing).toBe(colors);
    expect(columnOf(profile, 'continent').missing).toBe(continents);
    expect(said(profile, 'missing-words')).toEqual([]);
  });

  test('NA among words is missing, which is said where nothing else is', async () => {
    const profile = await profiled(
      table(
        'color',
        times(240, (row) => ['red', 'blue', 'NA'][row % 3]!),
      ),
    );
    expect(columnOf(profile, 'color').missing).toBe(80);
    expect(said(profile, 'missing-words')).toEqual([
      '`color`: `NA` means no value (80 rows); if it is one, say --na-words values, or `missing: [""]` for it in data/schema.yaml.',
    ]);
  });

  test.each([
    [-999, 0, 100],
    [9999, 0, 120],
    [-1, 5, 300],
  ])('%d far from all else is asked about', async (sentinel, low, high) => {
    const cells = times(300, (row) => String(row % 10 === 3 ? sentinel : low + Math.floor(random() * (high - low))));
    const [message] = said(await profiled(table('temp', cells)), 'sentinel');
    expect(message).toMatch(
      new RegExp(
        `^\`temp\` is ${sentinel} in 10 % of the rows, away from all else; if that means no value, say \`missing: \\["", "${sentinel}"\\]\``,
      ),
    );
  });

  test('an end of an even range is none', async () => {
    expect(
      said(
        await profiled(
          table(
            'score',
            times(300, (row) => String(row % 100)),
          ),
        ),
        'sentinel',
      ),
    ).toEqual([]);
    expect(
      said(
        await profiled(
          table(
            'change',
            times(300, (row) => String((row % 21) - 10)),
          ),
        ),
        'sentinel',
      ),
    ).toEqual([]);
  });
});

test('control characters of a wrong decoding are named', async () => {
  const profile = await profiled(
    table(
      'town',
      times(200, (row) => ['K\u00c3\u0096ln', 'Rome'][row % 2]!),
    ),
  );
  expect(said(profile, 'control-characters')).toEqual([
    '`town` holds what no writer means, as in "KÃ\\u0096ln": was its text decoded wrongly before it was saved?',
  ]);
});

test.each([
  ['KÃ¶ln', 'what no writer means'],
  ['20Â°', 'what no writer means'],
  ['itâ€™s', 'what no writer means'],
  ['a\u200bb', 'characters that cannot be seen, as in "a\\u200bb"'],
])('%j is said to look wrong', async (word, why) => {
  const profile = await profiled(
    table(
      'town',
      times(90, (row) => [word, 'Bonn', 'São Paulo'][row % 3]!),
    ),
  );
  expect(said(profile, 'control-characters')).toEqual([expect.stringContaining(`\`town\` holds ${why}`)]);
});

test.each(['k.A.', '#N/D', '(null)', '—', 'нет данных', '不明'])('%s among numbers is no value', async (word) => {
  const profile = await profiled(
    table(
      'x',
      times(180, (row) => (row % 9 === 0 ? word : String((row * 7) % 61))),
    ),
  );
  expect(columnOf(profile, 'x')).toMatchObject({ type: 'integer', missing: 20 });
});

test.each(['8888', '-32768', '1e+20', '999.9'])('%s away from all other numbers is told', async (value) => {
  const profile = await profiled(
    table(
      'x',
      times(200, (row) => (row % 10 === 0 ? value : String(20 + (row % 50)))),
    ),
  );
  expect(said(profile, 'sentinel')).toEqual([expect.stringMatching(/^`x` is .* in 10 % of the rows, away from all else/)]);
});

test.each(['1900-01-01', '9999-12-31'])('%s more often than other days is told', async (day) => {
  const profile = await profiled(
    table(
      'on',
      times(200, (row) => (row % 10 === 0 ? day : `2021-0${1 + (row % 9)}-${10 + (row % 19)}`)),
    ),
  );
  expect(said(profile, 'sentinel')).toEqual([
    `\`on\` is ${day} in 20 rows; if that means no value, say \`missing: ["", "${day}"]\` and \`nullable: true\` for it in data/schema.yaml.`,
  ]);
});
