import { wordsOf } from './names.ts';
import type { Facts } from './settle.ts';

interface Kind {
  /** As in "looks like …". */
  readonly what: string;
  readonly looksLike: (text: string) => boolean;
  /** The least share of the values that must look so; lower where the name says it too. */
  readonly share: number;
  readonly named?: { readonly by: (words: readonly string[]) => boolean; readonly share: number };
}

/** No share of the values is enough without the name. */
const NEVER = 2;

const has =
  (...expected: string[]) =>
  (words: readonly string[]): boolean =>
    words.some((word) => expected.includes(word));
const digitsOf = (text: string): string => text.replace(/\D/g, '');

const PEOPLE = has(
  'first',
  'last',
  'middle',
  'full',
  'sur',
  'given',
  'family',
  'maiden',
  'customer',
  'client',
  'patient',
  'person',
  'employee',
  'user',
  'passenger',
  'student',
  'contact',
  'holder',
  'owner',
  'doctor',
  'applicant',
  'borrower',
);
const personName = (words: readonly string[]): boolean =>
  has('surname', 'firstname', 'lastname', 'fullname', 'forename', 'customername', 'nachname', 'vorname')(words) ||
  (words.includes('name') && (words.length === 1 || PEOPLE(words)));

/** `Braund, Mr. Owen Harris`, `Anna van der Berg`, `Thayer, Mrs. John (Marian Morris)`; a title of a thing has words in lower case. */
const FULL_NAME = /^(?:(?:\p{Lu}[\p{L}'’.-]*|de|del|der|den|van|von|da|di|la|le|bin|al)[, ]*){2,6}(?:[("].*)?$/u;

/** The surest first. */
const KINDS: readonly Kind[] = [
  { what: 'e-mail addresses', looksLike: (text) => /^[^@\s]+@[^@\s]+\.[a-z]{2,}$/i.test(text), share: 0.8 },
  {
    what: 'social security numbers',
    looksLike: (text) => /^\d{3}-\d{2}-\d{4}$/.test(text),
    share: 0.9,
    named: { by: has('ssn', 'social', 'nino', 'passport'), share: 0 },
  },
  { what: 'payment card numbers', looksLike: isCard, share: 0.9 },
  { what: 'bank accounts (IBAN)', looksLike: isIban, share: 0.9, named: { by: has('iban'), share: 0.5 } },
  {
    what: 'IP addresses',
    looksLike: (text) =>
      /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)$/.test(text) || /^(?:[\da-f]{1,4}:){4,7}[\da-f:]*$/i.test(text),
    share: 0.9,
  },
  {
    what: 'phone numbers',
    looksLike: (text) => /^(?:\+\d[\d\s().-]{6,18}|\(\d{3}\)\s?\d{3}-\d{4}|\d{3}[-.]\d{3}[-.]\d{4})(?:\s?x\d+)?$/.test(text),
    share: 0.8,
    named: { by: has('phone', 'telephone', 'mobile', 'tel', 'cell', 'cellphone', 'fax', 'handy', 'msisdn', 'telefon'), share: 0 },
  },
  {
    what: 'names of people',
    looksLike: (text) => /^\p{Lu}[\p{L}'’. -]*$/u.test(text),
    share: NEVER,
    named: { by: (words) => personName(words) && words.join('') !== 'name', share: 0.7 },
  },
  { what: 'names, of people perhaps', looksLike: (text) => FULL_NAME.test(text), share: NEVER, named: { by: personName, share: 0.7 } },
  {
    what: 'street addresses',
    looksLike: (text) => /\d/.test(text) && /\p{L}{3}/u.test(text),
    share: NEVER,
    named: { by: has('address', 'street', 'addr', 'adresse', 'strasse'), share: 0.7 },
  },
];

const EXAMPLES = 300;
/** Of names and phones that come again and again there are few: then they are kinds (a product's name, a hotline). */
const LEAST_DISTINCT_SHARE = 0.3;

/** What personal data the column seems to hold, if any, told by a part of its values. */
export function personalData(name: string, facts: Facts): string | undefined {
  if (facts.type === 'boolean' || facts.type === 'date' || facts.distinct < 2) return undefined;
  if (facts.type === 'float' && !facts.whole) return undefined;
  const words = wordsOf(name);
  const examples = facts.tally.words
    .filter((text) => !facts.missingWords.includes(text))
    .slice(0, EXAMPLES)
    .map((text) => text.trim());
  const individual = facts.distinct > (facts.rows - facts.missing) * LEAST_DISTINCT_SHARE || facts.distinct > 1000;
  for (const { what, looksLike, share, named } of KINDS) {
    const alike = examples.filter(looksLike).length / examples.length;
    if (alike >= share) return what;
    if (
      named !== undefined &&
      individual &&
      facts.distinct > 5 &&
      named.by(words) &&
      alike >= named.share &&
      (facts.type === 'string' || named.share === 0)
    )
      return what;
  }
  return undefined;
}

/** 13 to 19 digits whose check digit is right (Luhn). */
function isCard(text: string): boolean {
  if (!/^\d(?:[ -]?\d){12,18}$/.test(text)) return false;
  const digits = digitsOf(text);
  let sum = 0;
  for (let at = 0; at < digits.length; at++) {
    const doubled = Number(digits[digits.length - 1 - at]) * (at % 2 === 0 ? 1 : 2);
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0 && new Set(digits).size > 1;
}

/** Country, check digits, account; ISO 7064 says whether the check digits are right. */
function isIban(text: string): boolean {
  const plain = text.replaceAll(' ', '').toUpperCase();
  if (!/^[A-Z]{2}\d{2}[A-Z\d]{11,30}$/.test(plain)) return false;
  const digits = (plain.slice(4) + plain.slice(0, 4)).replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));
  let remainder = 0;
  for (const digit of digits) remainder = (remainder * 10 + Number(digit)) % 97;
  return remainder === 1;
}

/** Attributes by which people must not be served differently. */
const SENSITIVE = has('gender', 'sex', 'race', 'ethnicity', 'ethnic', 'religion', 'nationality', 'disability', 'caste', 'orientation');
export const isSensitive = (name: string): boolean => SENSITIVE(wordsOf(name));
