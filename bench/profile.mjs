// How fast a CSV is profiled beside pandas.read_csv, polars.read_csv and DuckDB's SUMMARIZE, in one run: `node bench/profile.mjs [megabytes] [rounds] [kind …]`.
// Passes when each kind of table takes at most the time of SUMMARIZE and 250 MB; needs uv for the others. Files go to the system's temporary folder.
import { build } from 'esbuild';
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [size = '1000', times = '2', ...chosen] = process.argv.slice(2);
const [megabytes, rounds] = [Number(size), Number(times)];
const MOST_MEGABYTES = 250;
/** Seconds for the widest table. */
const SLOWEST = 10;

const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'bench-profile-'));
let state = 1;
const random = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
const pick = (...of) => of[Math.floor(random() * of.length)];

/** A table of people, as in most projects; the worst there is for us, nothing but floats with all their digits; and many columns. */
const measured = (columns) => ({
  header: Array.from({ length: columns }, (_, column) => `x${column}`).join(','),
  row: () =>
    Array.from({ length: columns }, (_, column) =>
      column % 3 === 0 ? Math.floor(random() * 500) : column % 3 === 1 ? (random() * 90).toFixed(2) : pick('low', 'middle', 'high'),
    ).join(','),
});
/** SUMMARIZE takes minutes for so many columns. */
const ALONE = 3000;
const kinds = {
  customers: {
    header:
      'customerID,gender,SeniorCitizen,Partner,tenure,PhoneService,InternetService,Contract,PaymentMethod,MonthlyCharges,TotalCharges,since,city,comment,Churn',
    row: (number) =>
      [
        `${(number * 7919) % 10_000}-${number.toString(36)}`,
        pick('Female', 'Male'),
        pick(0, 1),
        pick('Yes', 'No'),
        Math.floor(random() * 72),
        pick('Yes', 'No'),
        pick('DSL', 'Fiber optic', 'No'),
        pick('Month-to-month', 'One year', 'Two year'),
        pick('Electronic check', 'Mailed check', '"Bank transfer, automatic"'),
        (18 + random() * 100).toFixed(2),
        random() < 0.01 ? ' ' : (random() * 8000).toFixed(2),
        `20${10 + Math.floor(random() * 15)}-0${1 + Math.floor(random() * 9)}-1${Math.floor(random() * 10)}`,
        `City ${Math.floor(random() ** 3 * 3000)}`,
        `called ${Math.floor(random() * 1e6)} times about ${pick('price', 'service', 'speed')}`,
        pick('Yes', 'No'),
      ].join(','),
  },
  floats: {
    header: Array.from({ length: 20 }, (_, column) => `x${column}`).join(','),
    row: () => Array.from({ length: 20 }, () => random() * 2 - 1 + random() / 2 ** 20).join(','),
  },
  wide: measured(1000),
  widest: { ...measured(5000), rows: 2000 },
};

function write({ header, row, rows = Infinity }) {
  const path = join(folder, 'table.csv');
  const file = openSync(path, 'w');
  let size = writeSync(file, `${header}\n`);
  for (let number = 0; size < megabytes * 1e6 && number < rows;) {
    let block = '';
    for (const end = number + Math.min(1_000_000 / header.length, rows); number < end; number++) block += `${row(number)}\n`;
    size += writeSync(file, block);
  }
  closeSync(file);
  return path;
}

// As in the package: beside the bundle lies the program of the second thread.
const profiler = join(folder, 'dist/profile.js');
writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
writeFileSync(
  join(folder, 'profile.ts'),
  `import { profileTable } from ${JSON.stringify(join(root, 'generators/data/index.ts'))};
  const start = performance.now();
  const { rows } = await profileTable(process.argv[2]);
  console.log(JSON.stringify({ seconds: (performance.now() - start) / 1000, megabytes: process.resourceUsage().maxRSS / 1024, rows }));`,
);
await build({
  entryPoints: { profile: join(folder, 'profile.ts'), 'part-thread': join(root, 'generators/data/read/part-thread.ts') },
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  outdir: join(folder, 'dist'),
  logLevel: 'error',
  banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
});
const lock = readFileSync(join(root, 'templates/environment/uv.lock'), 'utf8');
const pandas = [...lock.matchAll(/^name = "pandas"\nversion = "([^"]+)"/gm)].at(-1)[1];
const timed = (packages, body) => [
  ['run', '--quiet', '--no-project', ...packages.flatMap((name) => ['--with', name]), 'python', '-c'],
  `import json, resource, sys, time
import ${packages[0].split('==')[0]} as library
start = time.perf_counter()
rows = ${body}
print(json.dumps({"seconds": time.perf_counter() - start, "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "rows": rows}))`,
];
const others = {
  pandas: timed([`pandas==${pandas}`, 'pyarrow'], 'len(library.read_csv(sys.argv[1]))'),
  polars: timed(['polars==2.1.0'], 'len(library.read_csv(sys.argv[1], infer_schema_length=None))'),
  SUMMARIZE: timed(['duckdb==2.0.1'], 'library.sql(f"summarize from read_csv(\'{sys.argv[1]}\')").fetchall()[0][10]'),
};

function run(command, ...args) {
  const { stdout, stderr, status } = spawnSync(command, args, { encoding: 'utf8', cwd: folder });
  if (status !== 0) throw new Error(`${command} failed: ${stderr}`);
  return JSON.parse(stdout.trim().split('\n').at(-1));
}
const best = (runs) => runs.reduce((one, other) => (other.seconds < one.seconds ? other : one));

try {
  for (const [kind, table] of Object.entries(kinds)) {
    if (chosen.length > 0 && !chosen.includes(kind)) continue;
    const path = write(table);
    const size = statSync(path).size / 1e6;
    const columns = table.header.split(',').length;
    const runs = { profile: [] };
    for (let round = 0; round < rounds; round++) {
      runs.profile.push(run(process.execPath, profiler, path));
      for (const [name, [words, script]] of Object.entries(others))
        if (columns < ALONE || name !== 'SUMMARIZE') (runs[name] ??= []).push(run('uv', ...words, script, path));
    }
    const { rows } = runs.profile[0];
    const unlike = Object.entries(runs).find(([, [first]]) => first.rows !== rows);
    if (unlike !== undefined) throw new Error(`${kind}: ${rows} rows, but ${unlike[0]} reads ${unlike[1][0].rows}`);
    console.log(`${kind}: ${size.toFixed(0)} MB, ${rows} rows, ${columns} columns`);
    const us = best(runs.profile);
    const memory = Math.max(...runs.profile.map((one) => one.megabytes));
    for (const [name, all] of Object.entries(runs)) {
      const { seconds, megabytes: most } = best(all);
      console.log(
        `  ${name.padEnd(10)}${seconds.toFixed(2)} s, ${most.toFixed(0)} MB${name === 'profile' ? '' : `; ours takes ${(us.seconds / seconds).toFixed(2)} of it`}`,
      );
    }
    if (
      memory > MOST_MEGABYTES ||
      (runs.SUMMARIZE !== undefined && us.seconds > best(runs.SUMMARIZE).seconds) ||
      (runs.SUMMARIZE === undefined && us.seconds > SLOWEST)
    )
      process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
