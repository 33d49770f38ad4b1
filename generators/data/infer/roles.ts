import { hasWord, wordsOf } from './names.ts';
import type { Role } from '../tally/profile.ts';
import type { Facts } from './settle.ts';

const IDENTIFIERS = new Set([
  'id',
  'ids',
  'uuid',
  'guid',
  'key',
  'hash',
  'identifier',
  'pk',
  'rowid',
  'userid',
  'customerid',
  'index',
  'sha',
  'sha1',
  'sha256',
  'md5',
  'token',
  'url',
  'uri',
  'link',
  'href',
  'path',
  'filename',
]);
const CODES = new Set([
  'number',
  'no',
  'nr',
  'code',
  'ref',
  'reference',
  'serial',
  'sku',
  'isbn',
  'ticket',
  'invoice',
  'account',
  'policy',
  'license',
  'licence',
  'plate',
  'vin',
  'imei',
]);
const IDENTIFYING = /^(?:[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}|[0-9a-f]{24,128}|[a-z]+:\/\/\S+)$/i;

/** Beyond this many values a name with `id` in it counts individuals, not kinds. */
export const FEW_VALUES = 50;

/** What a column is for, before the target is known. */
export function roleOf(name: string, facts: Facts): Role {
  if (facts.tally.declared === 'nested') return 'excluded';
  // One value and otherwise none: that there is one may say something.
  if (facts.distinct + (facts.missing > 0 ? 1 : 0) <= 1) return 'constant';
  if (facts.type === 'date') return 'date';
  if (facts.type === 'boolean') return 'feature';
  if (isIdentifier(name, facts)) return 'identifier';
  return facts.type === 'string' && isText(facts) ? 'text' : 'feature';
}

function isIdentifier(name: string, facts: Facts): boolean {
  const present = facts.rows - facts.missing;
  if (facts.type === 'float' && !facts.whole) return false;
  if (facts.type !== 'string') {
    // Row numbers, in whatever order; years in a row are none.
    const years = Number(facts.min) >= 1000 && Number(facts.max) <= 2200;
    if (facts.unique && facts.missing === 0 && !years && Number(facts.max) - Number(facts.min) === present - 1 && present > 20) return true;
    if (facts.unique && present > 20 && (hasWord(name, IDENTIFIERS) || CODES.has(wordsOf(name).at(-1) ?? ''))) return true;
    return facts.distinct > FEW_VALUES && endsInId(name);
  }
  if (facts.distinct <= FEW_VALUES && !(facts.unique && hasWord(name, IDENTIFIERS))) return false;
  if (everyExample(facts, (text) => IDENTIFYING.test(text))) return true;
  if (endsInId(name) || (hasWord(name, IDENTIFIERS) && wordsPerValue(facts) < 3)) return true;
  // Nearly every row another short word: nothing that could be learnt from one row would hold for another.
  return wordsPerValue(facts) < 2.5 && facts.distinct > present / 2 && !isSpaceless(facts);
}

const endsInId = (name: string): boolean => {
  const words = wordsOf(name);
  return ['id', 'ids', 'uuid', 'guid', 'identifier'].includes(words.at(-1) ?? '') || words[0] === 'id';
};

/** Sentences: many words, rarely the same ones twice. */
function isText(facts: Facts): boolean {
  const present = facts.rows - facts.missing;
  const mostlyNew = facts.distinct > present / 2;
  const words = wordsPerValue(facts);
  if (facts.distinct <= FEW_VALUES) return words >= 4 && mostlyNew && facts.distinct > 10;
  return (words >= 2.5 && mostlyNew) || (words >= 4 && facts.distinct > present / 20) || (mostlyNew && isSpaceless(facts));
}

/** Chinese, Japanese or Thai sentences, which have no spaces. */
function isSpaceless({ tally }: Facts): boolean {
  const [example = ''] = tally.words;
  return (
    tally.characters >= 8 * tally.measured && /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]{4}/u.test(example)
  );
}

const wordsPerValue = (facts: Facts): number => (facts.tally.measured === 0 ? 1 : facts.tally.spaces / facts.tally.measured + 1);

function everyExample(facts: Facts, test: (text: string) => boolean): boolean {
  let seen = 0;
  for (const text of facts.tally.words) {
    if (facts.missingWords.includes(text)) continue;
    if (!test(text)) return false;
    if (++seen === 100) break;
  }
  return seen > 0;
}
