// A file of its own, for it is loaded only for names beyond ASCII.
export { default } from '@sindresorhus/transliterate';
