/** One word of a POSIX shell. It stands alone, for nothing that a command needs at its start may load the formats of files. */
export const shellWord = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) && !text.startsWith('-') ? text : `'${text.replaceAll("'", `'\\''`)}'`;
