import { describe, expect, test } from 'vitest';
import { column, columnOf, profiled, times } from './support.ts';

/** A column of these cells, and what was said of how it is read. */
async function spoken(cells: readonly string[]) {
  const profile = await profiled(`age,when\n${cells.map((cell, row) => `${(row * 7) % 61},${cell}`).join('\n')}\n`);
  const said = profile.findings
    .filter(({ kind, column: about }) => about === 'when' && (kind === 'dates' || kind === 'mixed-values'))
    .map(({ message }) => message);
  return { found: columnOf(profile, 'when'), said };
}

const days = times(60, (index) => new Date(Date.UTC(2021, 0, 1 + index * 7, index % 24, (index * 7) % 60, index % 60)));
const two = (number: number): string => String(number).padStart(2, '0');
const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const write: Readonly<Record<string, (day: Date) => string>> = {
  Y: (day) => String(day.getUTCFullYear()),
  y: (day) => two(day.getUTCFullYear() % 100),
  m: (day) => two(day.getUTCMonth() + 1),
  d: (day) => two(day.getUTCDate()),
  b: (day) => MONTHS[day.getUTCMonth()]!.slice(0, 3),
  B: (day) => MONTHS[day.getUTCMonth()]!,
  H: (day) => two(day.getUTCHours()),
  I: (day) => two(day.getUTCHours() % 12 || 12),
  p: (day) => (day.getUTCHours() < 12 ? 'AM' : 'PM'),
  M: (day) => two(day.getUTCMinutes()),
  S: (day) => two(day.getUTCSeconds()),
  f: () => '250000',
  z: () => '+0000',
};
const strftime = (format: string, day: Date): string => format.replace(/%(\w)/g, (_, directive: string) => write[directive]!(day));

describe('dates', () => {
  test.each([
    '%d/%m/%Y',
    '%m/%d/%Y',
    '%d.%m.%Y',
    '%d-%m-%Y',
    '%Y/%m/%d',
    '%m/%d/%y',
    '%d %b %Y',
    '%d-%b-%y',
    '%b %d, %Y',
    '%d %B %Y',
    '%b-%Y',
    '%Y-%m',
    '%d.%m.%Y %H:%M',
    '%m/%d/%Y %I:%M %p',
    '%m/%d/%Y %H:%M:%S',
    '%d/%b/%Y:%H:%M:%S %z',
    '%Y/%m/%d %H:%M:%S.%f',
    '%Y-%m-%d %H:%M:%S UTC',
    '%Y%m%d',
  ])('written as %s are told so', async (format) => {
    const found = await column(
      days.map((day) => strftime(format, day)),
      'signup_date',
    );
    expect(found).toMatchObject({ type: 'date', order: 'interval', role: 'date', format, missing: 0 });
    const least = new Date(`${found.min}Z`);
    expect(strftime(format, least)).toBe(strftime(format, days[0]!));
  });

  test.each([
    ['days', (day: Date) => day.toISOString().slice(0, 10), '2021-01-01', '2022-02-18'],
    ['times', (day: Date) => day.toISOString().slice(0, 19).replace('T', ' '), '2021-01-01T00:00:00', '2022-02-18T11:53:59'],
    ['zones', (day: Date) => day.toISOString().slice(0, 19) + '+02:00', '2020-12-31T22:00:00', '2022-02-18T09:53:59'],
    ['fractions', (day: Date) => day.toISOString().slice(0, 19) + '.123456', '2021-01-01T00:00:00.123', '2022-02-18T11:53:59.124'],
    [
      'days and times',
      (day: Date, index: number) => day.toISOString().slice(0, index % 2 === 0 ? 10 : 16),
      '2021-01-01T00:00:00',
      '2022-02-18T11:53:00',
    ],
  ])('of ISO 8601 with %s need no format', async (_, write, min, max) => {
    const found = await column(days.map(write), 'when');
    expect(found).toMatchObject({ type: 'date', role: 'date', min, max });
    expect(found.format).toBeUndefined();
  });

  test('that could be both are month first with slashes, day first beside a decimal comma', async () => {
    const cells = times(40, (index) => `${two((index % 12) + 1)}/${two((index % 12) + 1)}/2021`);
    expect(await column(cells)).toMatchObject({ format: '%m/%d/%Y' });
  });

  test('keep their type beside words for no value, in many rows too', async () => {
    const cells = times(3000, (index) => (index % 10 === 0 ? 'N/A' : new Date(Date.UTC(2000, 0, index)).toISOString().slice(0, 10)));
    expect(await column(cells)).toMatchObject({ type: 'date', missing: 300, distinct: 2700 });
  });

  test.each([
    ['a day that is not in the calendar', [...times(40, (index) => `2021-01-${two((index % 28) + 1)}`), '2021-02-30']],
    ['versions', times(40, (index) => `1.${index}.2`)],
    ['times of day', times(40, (index) => `${two(index % 24)}:30`)],
  ])('are not %s', async (_, cells) => {
    expect((await column(cells)).type).toBe('string');
  });

  test('one impossible date in two hundred counts as missing, and is named', async () => {
    const cells = [
      ...times(150, (index) => `2021-01-${two((index % 28) + 1)}`),
      '2021-02-30',
      ...times(49, (index) => `2021-03-${two((index % 28) + 1)}`),
    ];
    const { found, said } = await spoken(cells);
    expect(found).toMatchObject({ type: 'date', role: 'date', missing: 1, missingWords: ['', '2021-02-30'], max: '2021-03-28' });
    expect(said).toEqual(['`when` is nearly all dates; 1 other value, such as `2021-02-30`, counts as missing.']);
  });

  test('in several formats are read in each of them', async () => {
    const cells = times(200, (index) => (index % 3 === 0 ? `${two((index % 28) + 1)}.05.2021` : `2021-03-${two((index % 28) + 1)}`));
    const { found, said } = await spoken(cells);
    expect(found).toMatchObject({ type: 'date', format: ['%d.%m.%Y', 'ISO8601'], min: '2021-03-01', max: '2021-05-28', missing: 0 });
    expect(said).toEqual(['`when` has dates in several formats: %d.%m.%Y, ISO8601 (`format` in data/schema.yaml).']);
  });

  test('with the day first and with the month first are none, which is said', async () => {
    const { found, said } = await spoken(
      times(200, (index) => (index % 2 === 0 ? `${13 + (index % 15)}/01/2021` : `01/${13 + (index % 15)}/2021`)),
    );
    expect(found.type).toBe('string');
    expect(said).toEqual(['`when` has dates with the day first and others with the month first, so it is read as text; write them alike.']);
  });

  test('that could be both say so', async () => {
    const { said } = await spoken(times(60, (index) => `${two((index % 12) + 1)}/${two(((index * 5) % 12) + 1)}/2021`));
    expect(said).toEqual([
      '`when` is read as month/day (%m/%d/%Y), but day/month fits as well: if so, say --date-order day-first, or `format: "%d/%m/%Y"` for it in data/schema.yaml.',
    ]);
  });

  test.each(['/', '-', '.'])('that could be both are read as a person says: %s', async (mark) => {
    const text = `when,y\n${times(60, (index) => `${two((index % 12) + 1)}${mark}${two(((index * 5) % 12) + 1)}${mark}2021,${index % 2}`).join('\n')}\n`;
    for (const [dateOrder, format] of [
      ['day-first', `%d${mark}%m${mark}%Y`],
      ['month-first', `%m${mark}%d${mark}%Y`],
    ] as const) {
      const profile = await profiled(text, 'either.csv', { dateOrder });
      expect(columnOf(profile, 'when')).toMatchObject({ type: 'date', format });
      expect(profile.findings.filter(({ kind }) => kind === 'dates')).toEqual([]);
    }
  });

  test('without a day are no question', async () => {
    expect((await spoken(times(60, (index) => `${['Jan', 'Feb', 'Mar', 'Oct'][index % 4]}-${18 + (index % 5)}`))).said).toEqual([]);
  });

  test.each([
    ['2021年3月31日', '2020年12月1日', '2021年1月15日'],
    ['2021. 3. 31.', '2020. 12. 1.', '2021. 1. 15.'],
    ['2021-W13-3', '2020-W49-2', '2021-W02-5'],
    ['31st March 2021', '2nd May 2020', '3rd June 2021'],
    ['2021-03-31 10:00 CET', '2020-12-01 08:30 CET', '2021-01-15 07:00 CET'],
  ])('of a kind that is not read are named: %s', async (...written) => {
    expect((await spoken(times(90, (index) => written[index % 3]!))).said).toEqual([
      '`when` looks like dates of a kind that is not read, and is taken for text; written like 2021-03-31 they are dates.',
    ]);
  });

  test('far from today are told', async () => {
    const { found, said } = await spoken(times(90, (index) => `${two((index % 28) + 1)}/01/2564`));
    expect(found.type).toBe('date');
    expect(said).toEqual(['`when` lies in the years 2564 to 2564: are they counted otherwise, or misread?']);
  });

  test('of all years are dates', async () => {
    const { found } = await spoken(times(200, (index) => (index % 4 === 0 ? '9999-12-31' : `${1500 + index}-01-01`)));
    expect(found).toMatchObject({ type: 'date', min: '1501-01-01', max: '9999-12-31' });
  });

  test.each([
    ['times of day', (index: number) => `${index % 24}:${two((index * 7) % 60)}`],
    ['durations', (index: number) => `${index % 5}h ${(index * 7) % 60}m`],
    ['days and times', (index: number) => `${index % 5} days 0${index % 9}:15:00`],
    ['ISO durations', (index: number) => `PT${index % 5}H${(index * 7) % 60}M`],
  ])('%s are named', async (_, write) => {
    expect((await spoken(times(200, write))).said[0]).toBe(
      '`when` holds times of day or durations and is read as text; give it as a number of minutes to compare them.',
    );
  });

  test.each([
    ['German', ['3. März 2021', '14. Juli 2020', '1. Dezember 2019']],
    ['French', ['3 mars 2021 08:15', '1er août 2020 23:59', '14 février 2019 00:00']],
    ['Spanish', ['3 de marzo de 2021', '14 de julio de 2020', '1 de enero de 2019']],
    ['Russian', ['3-мая-2021', '14-июля-2020', '1-января-2019']],
  ])('with %s months are named', async (_, written) => {
    expect((await spoken(times(90, (index) => written[index % 3]!))).said[0]).toMatch(
      /^`when` looks like dates whose months have names of another language/,
    );
  });

  test('beside the end of a day as 24:00 are said to be text', async () => {
    const { found, said } = await spoken(times(90, (index) => `2024-01-${two((index % 28) + 1)} ${index % 3 === 0 ? '24:00' : '12:30'}`));
    expect(found.type).toBe('string');
    expect(said).toContainEqual(
      expect.stringMatching(/^`when` is mostly dates; because of 30 other values, such as `2024-01-01 24:00`,.* it is read as text\.$/),
    );
  });

  test('eight digits are a number unless the name says date', async () => {
    const cells = days.map((day) => strftime('%Y%m%d', day));
    expect((await column(cells, 'amount')).type).toBe('integer');
  });
});
