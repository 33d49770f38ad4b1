/** What a run writes into a document: the lines between `<!-- generated: name … -->` and `<!-- /generated … -->`. They are nobody's edit. */
const region = /^([ \t]*<!-- generated: ([\w-]+)\b[^\n]*-->[ \t]*\r?\n)([\s\S]*?)^([ \t]*<!-- \/generated\b[^\n]*-->[ \t]*\r?)$/gm;

const mayHoldRegions = (path: string): boolean => path.endsWith('.md');

/** A document as its writers made it: what runs have filled in is left out. */
export const withoutGenerated = (path: string, text: string): string =>
  mayHoldRegions(path) ? text.replaceAll(region, (_, opening: string) => `${opening}<!-- /generated -->`) : text;

/** A document with what runs have filled into another one, region by region. */
export function withGeneratedOf(path: string, text: string, filled: string): string {
  if (!mayHoldRegions(path)) return text;
  const bodies = new Map([...filled.matchAll(region)].map(([, , name, body, closing]) => [name!, { body: body!, closing: closing! }]));
  return text.replaceAll(region, (whole, opening: string, name: string) => {
    const found = bodies.get(name);
    return found === undefined ? whole : `${opening}${found.body}${found.closing}`;
  });
}
