import { count } from './count.ts';
import type { Finding } from './profile.ts';
import type { Facts } from './settle.ts';

const quoted = (words: readonly string[]): string => words.slice(0, 3).map((word) => `\`${word}\``).join(', ') + (words.length > 3 ? ', …' : '');
/** Control characters of the second block: what UTF-8 that was taken for Latin-1 and written again is full of. */
const CONTROL = /[\u0080-\u009f]/;
/** Words that may be a code or a name as well as a gap. */
const DOUBTFUL = new Set(['NA', 'Na', 'Nan', 'Nat', 'Null']);

/** How words are read: which are one value, which mean none, which look wrong. */
export function wordFindings(name: string, { type, writings, keptWords, missingWords, tally }: Facts): Finding[] {
  const findings: Finding[] = [];
  const say = (kind: Finding['kind'], message: string): unknown => findings.push({ kind, column: name, message });
  for (const [value, others] of Object.entries(writings?.merged ?? {})) say('writings', `\`${name}\`: ${quoted(others)} count${others.length === 1 ? 's' : ''} as \`${value}\` (\`writings\` in data/schema.yaml).`);
  if (writings?.blanks === true) say('writings', `\`${name}\`: blanks around values are taken off, which makes some of them one.`);
  for (const alike of writings?.alike ?? []) say('writings', `\`${name}\`: ${quoted(alike)} count as different values; if they are one, say \`writings: {${alike[0]}: [${alike.slice(1).join(', ')}]}\` for it in data/schema.yaml.`);
  if (keptWords.length > 0) say('missing-words', `\`${name}\`: ${quoted(keptWords)} counts as a value; if it means none, list it under \`missing\` for it in data/schema.yaml.`);
  if (type === 'string' && tally.blank === 0 && missingWords.length > 0 && missingWords.every((word) => DOUBTFUL.has(word))) {
    const rows = missingWords.reduce((sum, word) => sum + (tally.tokens.get(word) ?? 0), 0);
    const [means, be] = missingWords.length === 1 ? ['means no value', 'it is one'] : ['mean no value', 'they are values'];
    say('missing-words', `\`${name}\`: ${quoted(missingWords)} ${means} (${count(rows, 'row')}); if ${be}, say \`missing: [""]\` for it in data/schema.yaml.`);
  }
  const strange = [name, ...tally.words].find((text) => CONTROL.test(text));
  if (strange !== undefined) say('control-characters', `\`${name}\` holds control characters, as in ${JSON.stringify(strange.slice(0, 40)).replace(/[\u0080-\u009f]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`)}: was its text decoded wrongly before it was saved?`);
  return findings;
}
