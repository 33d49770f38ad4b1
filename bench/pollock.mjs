// How well files that others have broken are read, by the Pollock benchmark (github.com/HPI-Information-Systems/Pollock):
// node bench/pollock.mjs <its folder> [polluted_files|survey_sample]     prints the simple and the weighted score of ten, and the worst files
// Cells are compared as they are written, with bad rows set aside; a refusal counts 0. Where a file has no header, any names will do, for the benchmark's are
// made up. A file is silently wrong if it is read with another header or with fewer than 9 of 10 records, though nothing was set aside and nothing is told
// of its header: lines above it, two lines of it, a name too few.
import { build } from 'esbuild';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [benchmark, dataset = 'polluted_files'] = process.argv.slice(2);
if (benchmark === undefined) throw new Error('usage: node bench/pollock.mjs <folder of the benchmark> [polluted_files|survey_sample]');

const folder = mkdtempSync(join(tmpdir(), 'bench-pollock-'));
const outfile = join(folder, 'reader.mjs');
await build({
  entryPoints: [join(import.meta.dirname, '../generators/data/read/read-as-text.ts')],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  logLevel: 'error',
  banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
});
const { readAsText } = await import(pathToFileURL(outfile));

/** The benchmark's clean files have lost control characters that stand for quotes and dashes, or have them right. */
const normal = (cell) =>
  cell
    .trim()
    .toLowerCase()
    .replaceAll(/[\u0080-\u009f\u2013\u2014\u2018-\u201d]/g, '');

/** Precision, recall and F1 of what was read against what should be. */
function measures(should, read) {
  if (should.length === 0) return [1, 1, 1];
  const left = new Map();
  for (const item of should) left.set(item, (left.get(item) ?? 0) + 1);
  let hits = 0;
  for (const item of read) {
    const count = left.get(item) ?? 0;
    if (count > 0) hits++;
    left.set(item, count - 1);
  }
  if (hits === 0) return [0, 0, 0];
  const [precision, recall] = [hits / read.length, hits / should.length];
  return [precision, recall, (2 * precision * recall) / (precision + recall)];
}

/** The benchmark's own clean files: commas, double quotes. */
function cleanRows(text) {
  const rows = [];
  let [row, cell, quoted] = [[], '', false];
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (quoted) {
      if (character !== '"') cell += character;
      else if (text[at + 1] === '"') cell += text[at++];
      else quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === ',') [cell] = ['', row.push(cell)];
    else if (character === '\n' || character === '\r') {
      if (character === '\r' && text[at + 1] === '\n') at++;
      row.push(cell);
      rows.push(row);
      [row, cell] = [[], ''];
    } else cell += character;
  }
  if (cell !== '' || row.length > 0) rows.push([...row, cell]);
  return rows.filter((cells) => cells.length > 1 || cells[0] !== '');
}

/** What the benchmark says of the file. */
const headless = (file) => {
  const parameters = join(benchmark, dataset, 'parameters', `${file}_parameters.json`);
  return existsSync(parameters) && Number(JSON.parse(readFileSync(parameters, 'utf8')).header_lines) === 0;
};
const isTold = ({ skipLines, headerLines, extra }) => skipLines > 0 || headerLines > 1 || extra !== null;

const weights = dataset === 'polluted_files' ? JSON.parse(readFileSync(join(benchmark, 'pollock_weights.json'), 'utf8')) : {};
const results = [];
for (const file of readdirSync(join(benchmark, dataset, 'csv'))
  .filter((name) => /csv$/i.test(name))
  .sort()) {
  const clean = cleanRows(readFileSync(join(benchmark, dataset, 'clean', file), 'utf8').replace(/^\ufeff/, ''));
  const [header = [], ...records] = clean.map((row) => row.map(normal));
  try {
    const { rows: read, aside, dialect } = await readAsText(join(benchmark, dataset, 'csv', file));
    const rows = read.map((row) => [...row]);
    const [ownHeader, ...own] = rows.map((row) => row.map(normal));
    if (!dialect.header && headless(file)) {
      rows[0] = clean[0];
      if (ownHeader.length === header.length) ownHeader.splice(0, header.length, ...header);
    }
    const joined = (row) => row.join('');
    const [head, record, cell] = [
      measures(header, ownHeader),
      measures(records.map(joined), own.map(joined)),
      measures(clean.flat().map(normal), rows.flat().map(normal)),
    ];
    const score = 1 + [...head, ...record, ...cell].reduce((sum, part) => sum + part, 0);
    results.push({
      file,
      score,
      aside: aside.count,
      wrong: aside.count === 0 && !isTold(dialect) && (head[2] < 1 || record[2] < 0.9),
      why: `header ${head[2].toFixed(2)}, records ${record[2].toFixed(2)}, cells ${cell[2].toFixed(2)}`,
    });
  } catch (error) {
    results.push({ file, score: 0, aside: 0, wrong: false, why: error.message.replaceAll(benchmark, '') });
  }
}
rmSync(folder, { recursive: true, force: true });

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const weightOf = ({ file }) => weights[file] ?? 1;
const total = results.reduce((sum, result) => sum + weightOf(result), 0);
for (const { file, score, why, aside, wrong } of results
  .filter(({ score, wrong }) => wrong || score < 9.5)
  .sort((one, other) => one.score - other.score)
  .slice(0, 60)) {
  console.log(`${score.toFixed(2)}  ${file}  ${aside} aside${wrong ? ', SILENTLY WRONG' : ''}  ${why}`);
}
console.log(
  `${results.length} files: simple ${mean(results.map(({ score }) => score)).toFixed(3)}, weighted ${(results.reduce((sum, result) => sum + result.score * weightOf(result), 0) / total).toFixed(3)}`,
);
console.log(
  `refused ${results.filter(({ score }) => score === 0).length}, silently wrong ${results.filter(({ wrong }) => wrong).length}, read rightly (9.5 and more) ${results.filter(({ score }) => score >= 9.5).length}`,
);
