import transliterate from '@sindresorhus/transliterate';
import { readAlphabetsWith } from './names.ts';

// For its effect: whoever makes names of what a person typed imports it.
readAlphabetsWith((text) => transliterate(text));
