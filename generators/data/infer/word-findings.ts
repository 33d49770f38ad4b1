import { count } from '../tally/count.ts';
import type { Finding } from '../tally/profile.ts';
import { areDoubtful, type Facts } from './settle.ts';

const quoted = (words: readonly string[]): string =>
  words
    .slice(0, 3)
    .map((word) => `\`${word}\``)
    .join(', ') + (words.length > 3 ? ', …' : '');
/** What UTF-8 that was taken for Latin-1 and written again is full of: control characters of the second block, `Ã¼`, `Â°`, `â€™`. */
const CONTROL = /[\u0080-\u009f]|Ã[\u0080-\u00bf]|Â[\u00a0-\u00bf]|â€/;
/** What nobody sees, and what makes two texts of one. */
const UNSEEN = /[\u200b\u2060\ufeff\u202a-\u202e]/;

/** How words are read: which are one value, which mean none, which look wrong. */
export function wordFindings(
  name: string,
  { type, writings, keptWords, missingWords, tally }: Facts,
  naWords: string | undefined,
): Finding[] {
  const findings: Finding[] = [];
  const say = (kind: Finding['kind'], message: string, decides?: Finding['decides']): unknown =>
    findings.push({ kind, column: name, message, ...(decides && { decides }) });
  const open = naWords !== 'missing' && naWords !== 'values';
  for (const [value, others] of Object.entries(writings?.merged ?? {}))
    say(
      'writings',
      `\`${name}\`: ${quoted(others)} count${others.length === 1 ? 's' : ''} as \`${value}\` (\`writings\` in data/schema.yaml).`,
    );
  if (writings?.blanks === true) say('writings', `\`${name}\`: blanks around values are taken off, which makes some of them one.`);
  for (const alike of writings?.alike ?? [])
    say(
      'writings',
      `\`${name}\`: ${quoted(alike)} count as different values; if they are one, say \`writings: {${alike[0]}: [${alike.slice(1).join(', ')}]}\` for it in data/schema.yaml.`,
    );
  if (open && keptWords.length > 0)
    say(
      'missing-words',
      `\`${name}\`: ${quoted(keptWords)} counts as a value; if it means none, say --na-words missing, or list it under \`missing\` for it in data/schema.yaml.`,
      'na-words',
    );
  if (open && type === 'string' && missingWords.length > 0 && areDoubtful(tally)) {
    const rows = missingWords.reduce((sum, word) => sum + (tally.tokens.get(word) ?? 0), 0);
    const [means, be] = missingWords.length === 1 ? ['means no value', 'it is one'] : ['mean no value', 'they are values'];
    say(
      'missing-words',
      `\`${name}\`: ${quoted(missingWords)} ${means} (${count(rows, 'row')}); if ${be}, say --na-words values, or \`missing: [""]\` for it in data/schema.yaml.`,
      'na-words',
    );
  }
  const texts = [name, ...tally.words];
  const strange = texts.find((text) => CONTROL.test(text));
  if (strange !== undefined)
    say(
      'control-characters',
      `\`${name}\` holds what no writer means, as in ${spelled(strange)}: was its text decoded wrongly before it was saved?`,
    );
  const unseen = texts.find((text) => UNSEEN.test(text));
  if (unseen !== undefined)
    say(
      'control-characters',
      `\`${name}\` holds characters that cannot be seen, as in ${spelled(unseen)}; they make texts and numbers others than they look.`,
    );
  return findings;
}

/** With characters that cannot be seen by their numbers. */
const spelled = (text: string): string =>
  JSON.stringify(text.slice(0, 40)).replace(
    /[\u0080-\u009f\u200b-\u200f\u202a-\u202e\u2060\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
