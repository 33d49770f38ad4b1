/** Their tables stand apart: help knows the names alone. */
const codePages = [
  'cp1250',
  'cp1251',
  'cp1252',
  'cp1253',
  'cp1254',
  'cp1255',
  'cp1256',
  'cp1257',
  'cp437',
  'cp850',
  'cp852',
  'cp874',
  'cp866',
  'koi8-r',
  'koi8-u',
  'iso8859-2',
  'iso8859-5',
  'iso8859-7',
  'iso8859-9',
  'iso8859-15',
  'mac-roman',
] as const;

export type CodePage = (typeof codePages)[number];
export type WideCode = 'gb18030' | 'cp932' | 'cp949' | 'cp950';
export type Utf = 'utf-8' | 'utf-8-sig' | 'utf-16-bom-le' | 'utf-16-bom-be' | 'utf-16-le' | 'utf-16-be';
/** A text encoding; all but the two `utf-16-bom`, which Python calls `utf-16`, under the name of Python's codec. */
export type Encoding = Utf | CodePage | 'latin-1' | WideCode;

export const utfLabels: Readonly<Record<Utf, string>> = {
  'utf-8': 'utf-8',
  'utf-8-sig': 'utf-8',
  'utf-16-bom-le': 'utf-16le',
  'utf-16-bom-be': 'utf-16be',
  'utf-16-le': 'utf-16le',
  'utf-16-be': 'utf-16be',
};
/** Chinese, Japanese, Korean: the decoder of the web, by its names. */
export const wideLabels: Readonly<Record<WideCode, string>> = { gb18030: 'gb18030', cp932: 'shift_jis', cp949: 'euc-kr', cp950: 'big5' };

export const isWide = (encoding: Encoding): encoding is WideCode => Object.hasOwn(wideLabels, encoding);
export const isCodePage = (encoding: Encoding): encoding is CodePage | 'latin-1' =>
  encoding === 'latin-1' || (codePages as readonly string[]).includes(encoding);

export const pythonCodec = (encoding: Encoding): string => (encoding.startsWith('utf-16-bom') ? 'utf-16' : encoding);

const ALIASES: Readonly<Record<string, Encoding>> = {
  utf8: 'utf-8',
  utf8bom: 'utf-8-sig',
  utf8sig: 'utf-8-sig',
  ascii: 'utf-8',
  usascii: 'utf-8',
  utf16: 'utf-16-bom-le',
  utf16le: 'utf-16-le',
  utf16be: 'utf-16-be',
  latin1: 'latin-1',
  iso88591: 'latin-1',
  latin2: 'iso8859-2',
  latin5: 'iso8859-9',
  latin9: 'iso8859-15',
  ansi: 'cp1252',
  ibm437: 'cp437',
  dos: 'cp850',
  tis620: 'cp874',
  iso885911: 'cp874',
  thai: 'cp874',
  macroman: 'mac-roman',
  macintosh: 'mac-roman',
  mac: 'mac-roman',
  gbk: 'gb18030',
  gb2312: 'gb18030',
  cp936: 'gb18030',
  shiftjis: 'cp932',
  sjis: 'cp932',
  windows31j: 'cp932',
  mskanji: 'cp932',
  euckr: 'cp949',
  uhc: 'cp949',
  big5: 'cp950',
};

export const encodingNames: readonly string[] = [
  'utf-8',
  'utf-8-sig',
  'utf-16',
  'utf-16-le',
  'utf-16-be',
  'latin-1',
  ...codePages,
  ...Object.keys(wideLabels),
];

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** The encoding that people call so: `Windows-1251`, `GBK` and `ISO-8859-2` too. */
export function encodingNamed(name: string): Encoding | undefined {
  const short = plain(name)
    .replace(/^(?:windows|ibm|win|ms)(?=\d)/, 'cp')
    .replace(/^iso(?=8859)/, 'iso');
  return (encodingNames.find((known) => plain(known) === short && known !== 'utf-16') as Encoding | undefined) ?? ALIASES[short];
}
