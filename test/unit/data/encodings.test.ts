import { expect, test } from 'vitest';
import { codePages } from '../../../generators/data/read/code-pages.ts';
import { encodingNamed } from '../../../generators/data/read/encodings.ts';
import { failure, profiled, times } from './support.ts';

/** A text in a code page, by its own table. */
const inPage = (text: string, page: keyof typeof codePages): Buffer =>
  Buffer.from(Array.from(text, (character) => (character < '\x80' ? character.charCodeAt(0) : 128 + codePages[page].indexOf(character))));

const table = (words: readonly string[], delimiter = ';'): string =>
  [
    ['№', words[0], 'y'].join(delimiter).replace('№', 'n'),
    ...times(60, (row) => [row, words[row % words.length], row % 2].join(delimiter)),
  ].join('\n');

const russian = ['город', 'Москва', 'Казань', 'Тула', 'Нижний Новгород', 'да', 'нет', 'Санкт-Петербург'];
const czech = ['město', 'Plzeň', 'České Budějovice', 'Ústí nad Labem', 'Hradec Králové', 'Žďár', 'Olomouc', 'Příbram', 'Třebíč'];
const polish = ['miasto', 'Łódź', 'Kraków', 'Gdańsk', 'Wrocław', 'Świdnica', 'Zażółć gęślą jaźń', 'Poznań'];
const western = ['stadt', 'Köln', 'Orléans', 'Málaga', 'São Paulo', 'Århus', 'groß', 'Besançon', 'Würzburg'];
const greek = ['πόλη', 'Αθήνα', 'Πάτρα', 'Βόλος', 'Θεσσαλονίκη', 'ναι', 'όχι'];
const ukrainian = ['місто', 'Київ', 'Львів', 'Чернігів', 'Вінниця', 'Їжакевич', 'так', 'ні'];
const thai = ['เมือง', 'กรุงเทพ', 'เชียงใหม่', 'ขอนแก่น', 'ภูเก็ต', 'ใช่', 'ไม่'];
const turkish = ['şehir', 'İstanbul', 'Eskişehir', 'Muğla', 'Ağrı', 'hayır', 'Çağlayan', 'Diyarbakır'];

test.each([
  ['cp1251', russian],
  ['koi8-r', russian],
  ['cp866', russian],
  ['cp1250', czech],
  ['cp1250', polish],
  ['cp1252', western],
  ['cp1253', greek],
  ['cp1254', turkish],
  ['cp850', western],
  ['mac-roman', western],
  ['iso8859-2', polish],
  ['cp852', polish],
  ['koi8-u', ukrainian],
  ['cp874', thai],
] as const)('%s is told from others: %s', async (page, words) => {
  const profile = await profiled(inPage(table(words), page));
  expect(profile.file.encoding).toBe(page);
  expect(profile.columns[1]!.name).toBe(words[0]);
  expect(profile.findings.map(({ message }) => message).join('\n')).toMatch(new RegExp(`not UTF-8; it is read as ${page}.*--encoding`));
});

test.each([
  ['gb18030', 'bba7c3fb2cb3c7cad02cc0e0b1f00a', 'cdf5cea02cb1b1bea92ccac70a', '户名', '北京'],
  ['cp932', '96bc914f2c93738e732c8bc495aa0a', '8db293a12c938c8b9e2c82cd82a20a', '名前', '東京'],
  ['cp950', 'abb0a5ab2cb0aab6af2cb773a6cb0a', 'ac4f2cbb4fa55f2ca75f0a', '城市', '臺北'],
])('%s', async (encoding, header, row, name, town) => {
  const profile = await profiled(Buffer.concat([Buffer.from(header, 'hex'), ...times(30, () => Buffer.from(row, 'hex'))]));
  expect(profile.file.encoding).toBe(encoding);
  expect([profile.columns[0]!.name, profile.columns[1]!.values?.[0]]).toEqual([name, town]);
});

test('EUC-JP, in which programs differ, is named and refused', async () => {
  const line = Buffer.from('c5d4bbd42cc5ecb5fe2cc2e7bae52cccbeb8c5b2b02ca5aba5e1a5e92ca4cfa4a40a', 'hex');
  const refused = await failure(() => profiled(Buffer.concat(times(30, () => line))));
  expect(refused.message).toMatch(/looks like EUC-JP, which is not read\.$/);
  expect(refused.hint).toContain('iconv -f EUC-JP -t UTF-8');
});

test('UTF-16 without a mark, in Cyrillic', async () => {
  for (const encoding of ['utf-16-le', 'utf-16-be']) {
    const bytes = Buffer.from(`${table(russian)}\n`, 'utf16le');
    expect((await profiled(encoding === 'utf-16-be' ? bytes.swap16() : bytes)).file.encoding).toBe(encoding);
  }
});

test('an encoding that is said is taken', async () => {
  const bytes = inPage(table(western), 'cp1252');
  expect((await profiled(bytes, 'said.csv', { encoding: 'latin-1' })).file.encoding).toBe('latin-1');
  const refused = await failure(() => profiled(bytes, 'said.csv', { encoding: 'utf-8' }));
  expect(refused.message).toMatch(/is not utf-8 throughout/);
  expect(refused.hint).toMatch(/--encoding cp1252/);
});

test('names that people use', () => {
  expect(
    ['Windows-1251', 'CP1251', 'win1251', 'GBK', 'Shift_JIS', 'ISO-8859-2', 'latin1', 'UTF8', 'KOI8-R', 'IBM866', 'utf-16'].map(
      encodingNamed,
    ),
  ).toEqual(['cp1251', 'cp1251', 'cp1251', 'gb18030', 'cp932', 'iso8859-2', 'latin-1', 'utf-8', 'koi8-r', 'cp866', 'utf-16-bom-le']);
  expect(encodingNamed('klingon')).toBeUndefined();
});
