// How fast a CSV is profiled beside pandas.read_csv, in one run: `node bench/profile.mjs [megabytes] [rounds]`.
// Passes when each kind of table takes at most twice pandas' time and 250 MB; needs uv for pandas. Files go to the system's temporary folder.
import { build } from 'esbuild';
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [megabytes = 1000, rounds = 2] = process.argv.slice(2).map(Number);
const MOST_MEGABYTES = 250;
const LEAST_SPEED = 0.5;

const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'bench-profile-'));
let state = 1;
const random = () => ((state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32);
const pick = (...of) => of[Math.floor(random() * of.length)];

/** A table of people, as in most projects, and the worst there is for us: nothing but floats with all their digits. */
const kinds = {
  customers: {
    header: 'customerID,gender,SeniorCitizen,Partner,tenure,PhoneService,InternetService,Contract,PaymentMethod,MonthlyCharges,TotalCharges,since,city,comment,Churn',
    row: (number) => [
      `${(number * 7919) % 10_000}-${number.toString(36)}`, pick('Female', 'Male'), pick(0, 1), pick('Yes', 'No'), Math.floor(random() * 72), pick('Yes', 'No'),
      pick('DSL', 'Fiber optic', 'No'), pick('Month-to-month', 'One year', 'Two year'), pick('Electronic check', 'Mailed check', '"Bank transfer, automatic"'),
      (18 + random() * 100).toFixed(2), random() < 0.01 ? ' ' : (random() * 8000).toFixed(2), `20${10 + Math.floor(random() * 15)}-0${1 + Math.floor(random() * 9)}-1${Math.floor(random() * 10)}`,
      `City ${Math.floor(random() ** 3 * 3000)}`, `called ${Math.floor(random() * 1e6)} times about ${pick('price', 'service', 'speed')}`, pick('Yes', 'No'),
    ].join(','),
  },
  floats: {
    header: Array.from({ length: 20 }, (_, column) => `x${column}`).join(','),
    row: () => Array.from({ length: 20 }, () => random() * 2 - 1 + random() / 2 ** 20).join(','),
  },
};

function write({ header, row }) {
  const path = join(folder, 'table.csv');
  const file = openSync(path, 'w');
  let size = writeSync(file, `${header}\n`);
  for (let number = 0; size < megabytes * 1e6; ) {
    let block = '';
    for (const end = number + 10_000; number < end; number++) block += `${row(number)}\n`;
    size += writeSync(file, block);
  }
  closeSync(file);
  return path;
}

// As in the package: beside the bundle lies the program of the second thread.
const profiler = join(folder, 'dist/profile.js');
writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
writeFileSync(join(folder, 'profile.ts'), `import { profileTable } from ${JSON.stringify(join(root, 'generators/data/index.ts'))};
  const start = performance.now();
  const { rows } = await profileTable(process.argv[2]);
  console.log(JSON.stringify({ seconds: (performance.now() - start) / 1000, megabytes: process.resourceUsage().maxRSS / 1024, rows }));`);
await build({
  entryPoints: { profile: join(folder, 'profile.ts'), 'part-thread': join(root, 'generators/data/part-thread.ts') },
  bundle: true, splitting: true, platform: 'node', format: 'esm', outdir: join(folder, 'dist'), logLevel: 'error',
  banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
});
const lock = readFileSync(join(root, 'templates/environment/uv.lock'), 'utf8');
const pandas = [...lock.matchAll(/^name = "pandas"\nversion = "([^"]+)"/gm)].at(-1)[1];
const reader = `import json, resource, sys, time
import pandas
start = time.perf_counter()
rows = len(pandas.read_csv(sys.argv[1]))
print(json.dumps({"seconds": time.perf_counter() - start, "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "rows": rows}))`;

function run(command, ...args) {
  const { stdout, stderr, status } = spawnSync(command, args, { encoding: 'utf8', cwd: folder });
  if (status !== 0) throw new Error(`${command} failed: ${stderr}`);
  return JSON.parse(stdout.trim().split('\n').at(-1));
}
const best = (runs) => runs.reduce((one, other) => (other.seconds < one.seconds ? other : one));

try {
  for (const [kind, table] of Object.entries(kinds)) {
    const path = write(table);
    const size = statSync(path).size / 1e6;
    const ours = [];
    const theirs = [];
    for (let round = 0; round < rounds; round++) {
      theirs.push(run('uv', 'run', '--quiet', '--no-project', '--with', `pandas==${pandas}`, '--with', 'pyarrow', 'python', '-c', reader, path));
      ours.push(run(process.execPath, profiler, path));
    }
    const [us, them] = [best(ours), best(theirs)];
    if (us.rows !== them.rows) throw new Error(`${kind}: ${us.rows} rows, but pandas reads ${them.rows}`);
    const speed = them.seconds / us.seconds;
    const memory = Math.max(...ours.map((one) => one.megabytes));
    const line = ({ seconds, megabytes: memory }) => `${seconds.toFixed(1)} s, ${(size / seconds).toFixed(0)} MB/s, ${memory.toFixed(0)} MB`;
    console.log(`${kind} (${size.toFixed(0)} MB, ${us.rows} rows)\n  profile  ${line({ ...us, megabytes: memory })}\n  pandas   ${line(them)}\n  ${speed.toFixed(2)} of pandas' speed`);
    if (speed < LEAST_SPEED || memory > MOST_MEGABYTES) process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
