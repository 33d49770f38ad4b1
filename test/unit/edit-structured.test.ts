import { describe, expect, it } from 'vitest';
import { openStructured } from '../../generators/edit/open.ts';
import { type Path, putIn, readIn, type Structured, unshared } from '../../generators/edit/structured.ts';
import { seeded, type Random } from '../support/random.ts';
import { formats, type Json, randomKey, randomMap, randomPath, randomValue, writtenAs } from '../support/random-document.ts';

/** One random edit of a document and, independently, of the plain value. */
function edit(document: Structured, value: Json, random: Random): { document: Structured; value: Json; what: string } {
  const wanted = unshared(value);
  const path: Path = randomPath(random, value);
  const there = readIn(value, path);
  const added = randomValue(random, 1);
  const kind = random.below(4);
  const what = `${['set', 'insert', 'list', 'remove'][kind]} ${path.join('.')} ${JSON.stringify(added)}`;
  if (kind === 0 && path.length > 0) {
    putIn(wanted, path, added);
    return { document: document.set(path, added), value: wanted, what };
  }
  const map = path.slice(0, -1);
  const holder = readIn(value, map);
  if (kind === 1 && holder !== null && typeof holder === 'object' && !Array.isArray(holder)) {
    const key = randomKey(random);
    if (Object.hasOwn(holder, key)) return { document, value, what };
    putIn(wanted, [...map, key], added);
    return { document: document.insert(map, key, added, random.chance(0.5) ? { after: Object.keys(holder)[0] } : {}), value: wanted, what };
  }
  if (kind === 2 && Array.isArray(there) && typeof there[0] === 'string') {
    const at = random.below(there.length + 1);
    (readIn(wanted, path) as unknown[]).splice(at, 0, 'put in');
    return { document: document.insertEntry(path, at, 'put in'), value: wanted, what };
  }
  if (kind === 3 && path.length > 0 && Object.keys(holder as object).length > 1) {
    if (Array.isArray(holder)) (readIn(wanted, map) as unknown[]).splice(Number(path.at(-1)), 1);
    else delete (readIn(wanted, map) as Json)[String(path.at(-1))];
    return { document: document.remove(path), value: wanted, what };
  }
  return { document, value, what };
}

describe.each(formats)('editing %s', (format) => {
  it('gives the value that was asked for, whatever is changed, and keeps comments elsewhere', () => {
    for (let seed = 0; seed < 400; seed += 1) {
      const random = seeded(seed);
      let value = randomMap(random, 2);
      const comment = format === 'json' ? '' : format === 'toml' ? '# kept\n\n' : '# kept\n';
      let document = openStructured(`f.${format}`, comment + writtenAs(format, value, random));
      for (let round = 0; round < 6; round += 1) {
        const before = document.text;
        try {
          const next = edit(document, value, random);
          expect(next.document.value, `${seed}: ${next.what} in\n${before}`).toEqual(next.value);
          ({ document, value } = next);
        } catch (error) {
          throw new Error(`seed ${seed}, round ${round} in\n${before}`, { cause: error });
        }
        expect(document.text.startsWith(comment.trim()), `seed ${seed}\n${before}\n=>\n${document.text}`).toBe(true);
      }
    }
  });
});
