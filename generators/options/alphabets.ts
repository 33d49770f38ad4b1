import { isPlain, readAlphabetsWith } from './names.ts';

/** Whoever makes names of what a person types, and will not know before what that is, reads them at once. */
export async function readAlphabets(): Promise<void> {
  const { default: transliterate } = await import('./transliterate.ts');
  readAlphabetsWith((text) => transliterate(text));
}

/** Reads them where one of the texts has letters beyond ASCII: it takes as long as writing a hundred files. */
export async function readAlphabetsFor(...texts: readonly (string | undefined)[]): Promise<void> {
  if (!texts.every((text) => text === undefined || isPlain(text))) await readAlphabets();
}
