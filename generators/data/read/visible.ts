/** Text for a message, with characters that cannot be seen as what they are called: a tab as `\\t`, a no-break space as `\\u00a0`. */
export const visible = (text: string): string =>
  text.replace(
    /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}\u00a0\u2000-\u200a\u202f\u205f\u3000]/gu,
    (character) => NAMES[character] ?? `\\u${character.codePointAt(0)!.toString(16).padStart(4, '0')}`,
  );

const NAMES: Readonly<Record<string, string>> = { '\t': '\\t', '\n': '\\n', '\r': '\\r' };
