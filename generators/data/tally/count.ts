/** `1,234,567`: the language's own way loads all that is known of languages first, which takes as long as writing fifty files. */
export const grouped = (whole: number): string => String(whole).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');

/** `1 row`, `2,000 rows` */
export const count = (number: number, one: string, many = `${one}s`): string => `${grouped(number)} ${number === 1 ? one : many}`;
