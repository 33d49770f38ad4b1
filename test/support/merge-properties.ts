import { isDeepStrictEqual } from 'node:util';
import { openStructured } from '../../generators/edit/open.ts';
import { isMapValue, putIn, readIn, unshared } from '../../generators/edit/structured.ts';
import { mergeFile, type MergedFile } from '../../generators/merge/merge-file.ts';
import { type Random, seeded } from './random.ts';
import { type Format, formats, type Json, randomKey, randomMap, randomPath, writtenAs } from './random-document.ts';

/** Random merges, and what has to hold for each of them; a fault is told by an error that says how to see it again. */

const labels = { ours: 'yours', base: 'base', theirs: 'theirs' };

/** Lines of few words, some with a mark that stands nowhere else. */
function editedLines(base: readonly string[], side: string, repeated: number, random: Random): string[] {
  const lines = [...base];
  for (let left = random.below(4); left > 0; left -= 1) {
    const at = random.below(lines.length + 1);
    const line = random.chance(repeated) ? random.pick(['a', 'b', '']) : `${side}${left}`;
    const kind = random.below(3);
    if (kind === 0) lines.splice(at, 0, line);
    else lines.splice(at, 1, ...(kind === 1 ? [line] : []));
  }
  return lines;
}

/** One merge by lines: no line of either side is lost, and none that either side deleted comes back. */
export function checkLineMerge(seed: number): MergedFile {
  const random = seeded(seed);
  // Where lines repeat, an edit can be read in several ways; without repetition there is one right answer.
  const repeated = random.pick([0, 0.3, 0.6, 0.9]);
  const base = Array.from({ length: random.below(9) }, (_, at) => (random.chance(repeated) ? random.pick(['a', 'b', '']) : `base${at}`));
  const [ours, theirs] = [editedLines(base, 'mine', repeated, random), editedLines(base, 'other', repeated, random)];
  const text = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');
  const result = mergeFile({ path: 'a.txt', base: text(base), ours: text(ours), theirs: text(theirs), labels });
  const { content, conflicts } = result;
  const merged = String(content).split('\n');
  const fail = (what: string): never => {
    throw new Error(`seed ${seed}: ${what}\n${JSON.stringify({ base, ours, theirs, merged })}`);
  };
  for (const line of [...ours, ...theirs]) if (/^(mine|other)/.test(line) && !merged.includes(line)) fail(`${line} is lost`);
  if (merged.some((line) => line.startsWith('<<<<<<<')) !== conflicts.length > 0) fail('conflicts and marks do not agree');
  if (conflicts.length > 0) return result;
  for (const line of base.filter((one) => one.startsWith('base'))) {
    const [mine, other] = [ours.includes(line), theirs.includes(line)];
    if (mine && other && !merged.includes(line)) fail(`${line} is lost`);
    if ((repeated === 0 ? !mine || !other : !mine && !other) && merged.includes(line)) fail(`${line} is back`);
  }
  return result;
}

function editedValue(base: Json, side: string, random: Random): Json {
  const value = unshared(base);
  for (let left = 1 + random.below(3); left > 0; left -= 1) {
    const path = randomPath(random, value);
    // A name says which entry it is.
    if (path.length === 0 || path.at(-1) === 'name') continue;
    const holder = readIn(value, path.slice(0, -1));
    const word = `${side}${left}`;
    const kind = random.below(4);
    if (Array.isArray(holder)) holder.splice(Number(path.at(-1)), kind === 0 ? 1 : 0, ...(typeof holder[0] === 'string' ? [word] : []));
    else if (kind === 0) putIn(value, path, word);
    else if (kind === 1) putIn(value, [...path.slice(0, -1), randomKey(random)], { x: word });
    else if (kind === 2) putIn(value, path, [word, 'one']);
    else if (Object.keys(holder as object).length > 1) delete (holder as Json)[String(path.at(-1))];
  }
  return value;
}

interface Edit {
  readonly path: readonly string[];
  readonly before: unknown;
  readonly after: unknown;
}

/** A value with its lists of named maps as maps by name, for a change in one of them is not one of the list. */
function named(value: unknown): unknown {
  if (isMapValue(value)) return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, named(inner)]));
  if (!Array.isArray(value)) return value;
  const names = value.map((entry: unknown) => (isMapValue(entry) && typeof entry['name'] === 'string' ? entry['name'] : undefined));
  return value.length > 0 && names.every((name) => name !== undefined) && new Set(names).size === names.length
    ? Object.fromEntries(value.map((entry, at) => [names[at]!, named(entry)]))
    : value;
}

/** What a side changed, as deep as maps go. */
function editsOf(before: unknown, after: unknown, path: readonly string[] = []): Edit[] {
  if (!isMapValue(before) || !isMapValue(after)) return isDeepStrictEqual(before, after) ? [] : [{ path, before, after }];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) => editsOf(before[key], after[key], [...path, key]));
}

function holds(result: unknown, { path, before, after }: Edit): boolean {
  const found = readIn(result, path);
  if (isDeepStrictEqual(found, after)) return true;
  if (isMapValue(after) && isMapValue(found)) return Object.entries(after).every(([key, value]) => isDeepStrictEqual(found[key], value));
  if (!Array.isArray(before ?? []) || !Array.isArray(after) || !Array.isArray(found)) return false;
  const has = (list: readonly unknown[], entry: unknown): boolean => list.some((one) => isDeepStrictEqual(one, entry));
  const old = (before ?? []) as unknown[];
  return (
    after.filter((entry) => !has(old, entry)).every((entry) => has(found, entry)) &&
    old.filter((entry) => !has(after, entry)).every((entry) => !has(found, entry))
  );
}

/** A comment of the user's above some key, where the format has comments. */
function withComment(format: Format, text: string, random: Random): string {
  if (format === 'json') return text;
  const lines = text.split('\n');
  const places = lines.flatMap((line, at) => (/^[\w"-]|^\[/.test(line) ? [at] : []));
  return places.length === 0 ? text : lines.toSpliced(random.pick(places), 0, '# a comment of mine').join('\n');
}

/** One merge by key: what either side changed is there, or a conflict says so; the user's comment and layout stay. Tells whether it conflicted. */
export function checkStructuredMerge(seed: number): MergedFile {
  const random = seeded(seed);
  const format = random.pick(formats);
  const base = randomMap(random, 2);
  const [ours, theirs] = [editedValue(base, 'mine', random), editedValue(base, 'other', random)];
  const baseText = writtenAs(format, base, seeded(seed));
  const texts = {
    base: baseText,
    // Every other user has a formatter of their own.
    ours: withComment(format, writtenAs(format, ours, random.chance(0.5) ? random : seeded(seed)), random),
    theirs: writtenAs(format, theirs, seeded(seed)),
  };
  const path = `f.${format}`;
  const result = mergeFile({ path, ...texts, labels });
  const content = String(result.content);
  const fail = (what: string): never => {
    throw new Error(`seed ${seed}: ${what}\n${Object.values(texts).join('--\n')}=>\n${content}${JSON.stringify(result.conflicts)}`);
  };
  for (const word of JSON.stringify(ours).match(/mine\d/g) ?? []) if (!content.includes(word)) fail(`${word} is lost`);
  if (texts.ours.includes('# a comment') && !content.includes('# a comment of mine')) fail('the comment is lost');
  if (content.includes('<<<<<<< ') !== result.conflicts.length > 0) fail('conflicts and marks do not agree');
  if (result.conflicts.length > 0) {
    for (const word of JSON.stringify(theirs).match(/other\d/g) ?? []) if (!content.includes(word)) fail(`${word} is lost`);
    return result;
  }
  const value = named(openStructured(path, content).value);
  for (const edit of editsOf(named(base), named(ours))) if (!holds(value, edit)) fail(`the user's ${edit.path.join('.')} is not there`);
  for (const edit of editsOf(named(base), named(theirs)))
    if (!holds(value, edit)) fail(`the template's ${edit.path.join('.')} is not there`);
  return result;
}
