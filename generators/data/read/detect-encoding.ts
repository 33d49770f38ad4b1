import { analyse } from 'chardet';
import { usageError } from '../../core/errors.ts';
import { bytesOf } from './bytes.ts';
import { codePages } from './code-pages.ts';
import { decodeHead } from './decode.ts';
import { type Encoding, encodingNamed } from './encodings.ts';
import type { Source } from './source.ts';

/** What chardet tells apart less well than a look at the words: its name, and what files of that kind are written in. */
const WRITTEN_IN: Readonly<Record<string, Encoding>> = {
  'ISO-8859-1': 'cp1252',
  'ISO-8859-2': 'cp1250',
  'ISO-8859-5': 'iso8859-5',
  'ISO-8859-6': 'cp1256',
  'ISO-8859-7': 'cp1253',
  'ISO-8859-8': 'cp1255',
  'ISO-8859-9': 'cp1254',
};
/** What chardet does not know, or not by a few words: DOS, Macintosh, and neighbours of what it knows. */
const OTHERS = ['cp1252', 'cp866', 'cp850', 'mac-roman', 'cp852', 'cp1250', 'iso8859-2', 'koi8-u', 'cp874', 'cp950'] as const;
/** Most texts that are not UTF-8 are Western European; points of chardet's hundred. */
const USUAL = 25;
/** Node and Python do not read the same characters in it. */
const UNREAD = new Set(['EUC-JP']);
/** Of chardet's hundred points. */
const SURE = 50;
/** So many words are enough to look at. */
const MOST_WORDS = 2000;

/** The likeliest encoding of a text that is not UTF-8: as chardet ranks them, without those that make no words of it. */
export async function detectEncoding(source: Source): Promise<Encoding> {
  const sample = Buffer.from((await foreignWords(source)).join('\n'), 'latin1');
  const guesses = analyse(sample);
  const ranked = guesses.flatMap(({ name, confidence }) => {
    const encoding = WRITTEN_IN[name] ?? encodingNamed(name);
    return encoding === undefined || encoding.startsWith('utf') ? [] : [{ encoding, score: confidence }];
  });
  for (const encoding of OTHERS) ranked.push({ encoding, score: 0 });
  for (const one of ranked) if (one.encoding === 'cp1252') one.score += USUAL;
  const scored = ranked.map(({ encoding, score }) => ({ encoding, score: score - strangeness(decodeHead(sample, encoding), encoding) }));
  const best = scored.reduce((best, one) => (one.score > best.score ? one : best));
  const unread = guesses.find(
    ({ name, confidence }) =>
      UNREAD.has(name) && confidence >= Math.max(best.score, SURE) && !new TextDecoder(name).decode(sample).includes('\ufffd'),
  );
  if (unread !== undefined)
    throw usageError(
      `${source.path} looks like ${unread.name}, which is not read.`,
      `Convert it, as with \`iconv -f ${unread.name} -t UTF-8\`, or say what it is with --encoding.`,
    );
  return best.encoding;
}

/** Words with bytes that are not ASCII, wherever they begin, and those that may be the second of a Chinese or Japanese character. */
async function foreignWords({ path, compression }: Source): Promise<string[]> {
  const words: string[] = [];
  for await (const piece of bytesOf(path, compression)) {
    const found =
      Buffer.from(piece)
        .toString('latin1')
        .match(/[@-{}~\x80-\xff]*[\x80-\xff]+[@-{}~\x80-\xff]*/g) ?? [];
    for (const word of found.slice(0, MOST_WORDS - words.length)) words.push(word);
    if (words.length === MOST_WORDS) break;
  }
  return words;
}

/** From 0, when all of it reads like words, to 300. */
function strangeness(text: string, encoding: Encoding): number {
  const words = text.split('\n');
  const strange = words.reduce((sum, word) => sum + Math.max(...word.split(/[@[\\\]^_`{}~]/).map((part) => oddity(part, encoding))), 0);
  return (300 * strange) / Math.max(1, words.length);
}

const SCRIPTS = [
  /\p{Script=Thai}/u,
  /\p{Script=Latin}/u,
  /\p{Script=Cyrillic}/u,
  /\p{Script=Greek}/u,
  /\p{Script=Hebrew}/u,
  /\p{Script=Arabic}/u,
  /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}/u,
];
/** How words of Central Europe look in the bytes of the West: accents where no Western language has them. */
const EASTERN = /[žšþ]|[ìòù]\p{L}|[^aeoué\s]ï|ñ[^aeiouáéíóú\s]|œ[^uilf\s]|õ(?!e)|æ$|ã[^oei\s]|ø[íìáè]|^È/iu;
const isWestern = (encoding: Encoding): boolean =>
  encoding === 'cp1252' || encoding === 'cp1254' || encoding === 'cp850' || encoding === 'mac-roman';

/** How little one word looks like one. */
function oddity(word: string, encoding: Encoding): number {
  if (/[\ufffd\u0080-\u009f\ue000-\uf8ff]/.test(word)) return 1;
  // Signs inside of words, capitals behind small letters, two scripts in one word.
  if (/\p{L}[^\p{L}\p{M}'’‘´`·-]+\p{L}/u.test(word) || /[\u2500-\u259f]/.test(word)) return 1;
  if (/\p{Ll}\p{Lu}/u.test(word) || SCRIPTS.filter((script) => script.test(word)).length > 1) return 0.7;
  if (/\p{L}[^\p{L}\p{M}\p{N}\s.,;:!?°€£'’”»)%-]/u.test(word) || /[¹³¿¡¼½¾ºª¦¬¤]\p{L}/u.test(word)) return 0.5;
  if (isWestern(encoding) && EASTERN.test(word)) return 0.5;
  return encoding in codePages || /\p{L}/u.test(word) ? 0 : 0.1;
}
