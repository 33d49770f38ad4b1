// Merges three versions of structured files as `update` does, beside git and Mergiraf, and compares what has no conflict with what people committed.
// node bench/merges.mjs FOLDER... [--verbose]     where FOLDER/*/ holds path, base.<ext>, ours.<ext>, theirs.<ext> and merged.<ext>
// bench/corpus.py makes such folders of the merge commits of repositories; Mergiraf is taken from the PATH, if it is there.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const verbose = process.argv.includes('--verbose');
const folders = process.argv.slice(2).filter((word) => !word.startsWith('--'));

const made = mkdtempSync(join(tmpdir(), 'merges-'));
await build({
  absWorkingDir: root,
  stdin: {
    contents: "export { mergeFile } from './generators/merge/merge-file.ts'; export { openStructured } from './generators/edit/open.ts';",
    resolveDir: root,
  },
  bundle: true,
  platform: 'node',
  format: 'cjs',
  outfile: join(made, 'merge.cjs'),
  alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
});
const { mergeFile, openStructured } = (await import(pathToFileURL(join(made, 'merge.cjs')).href)).default;

const labels = { ours: 'ours', base: 'base', theirs: 'theirs' };
/** Undefined where there is a conflict. */
const mergers = {
  ours: ({ path, texts: [base, ours, theirs] }) => {
    const { content, conflicts } = mergeFile({ path, base, ours, theirs, labels });
    return conflicts.length > 0 ? undefined : String(content);
  },
  git: ({ places: [base, ours, theirs] }) => output('git', ['merge-file', '-p', ours, base, theirs]),
  mergiraf: ({ path, places: [base, ours, theirs] }) => output('mergiraf', ['merge', base, ours, theirs, '-p', path]),
};

function output(command, args) {
  const { status, stdout, error } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: Infinity });
  if (error !== undefined) throw error;
  return status === 0 && !stdout.includes('<<<<<<<') ? stdout : undefined;
}

function meaning(path, text) {
  try {
    return openStructured(path, text).value;
  } catch {
    return undefined;
  }
}

const cases = folders.flatMap((folder) =>
  readdirSync(folder)
    .sort()
    .map((name) => {
      const path = readFileSync(join(folder, name, 'path'), 'utf8').trim();
      const places = ['base', 'ours', 'theirs', 'merged'].map((side) => join(folder, name, `${side}${extname(path)}`));
      return { name, path, places, texts: places.map((place) => readFileSync(place, 'utf8')) };
    }),
);

const present = Object.entries(mergers).filter(([name]) => name !== 'mergiraf' || spawnSync('mergiraf', ['--version']).error === undefined);
const table = Object.fromEntries(
  present.map(([name]) => [name, { files: 0, conflicts: 0, unreadable: 0, 'as committed': 0, otherwise: 0, ms: 0 }]),
);
for (const one of cases) {
  const [, , , merged] = one.texts;
  const wanted = meaning(one.path, merged);
  if (one.texts.some((text) => meaning(one.path, text) === undefined)) continue;
  const told = [];
  for (const [name, merge] of present) {
    const row = table[name];
    row.files += 1;
    const started = performance.now();
    const result = merge(one);
    row.ms += performance.now() - started;
    const value = result === undefined ? undefined : meaning(one.path, result);
    const outcome =
      result === undefined
        ? 'conflicts'
        : value === undefined
          ? 'unreadable'
          : isDeepStrictEqual(value, wanted)
            ? 'as committed'
            : 'otherwise';
    row[outcome] += 1;
    told.push(`${name} ${outcome}`);
  }
  if (verbose) console.log(`${one.name} ${one.path}: ${told.join(', ')}`);
}
console.table(Object.fromEntries(Object.entries(table).map(([name, row]) => [name, { ...row, ms: Math.round(row.ms) }])));
rmSync(made, { recursive: true });
