// Tries random merges at length: node scripts/try-merges.mjs [merges by lines] [merges by key] [first seed]
import { build } from 'esbuild';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [lines = 1_000_000, keys = 10_000, first = 0] = process.argv.slice(2).map(Number);

const folder = mkdtempSync(join(tmpdir(), 'try-merges-'));
const file = join(folder, 'checks.cjs');
await build({
  absWorkingDir: root,
  entryPoints: ['test/support/merge-properties.ts'],
  bundle: true,
  platform: 'node',
  format: 'cjs',
  outfile: file,
  alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
  logLevel: 'warning',
});
const { checkLineMerge, checkStructuredMerge } = (await import(pathToFileURL(file).href)).default;

function tryAll(what, count, check) {
  const started = performance.now();
  let faults = 0;
  let conflicts = 0;
  for (let seed = first; seed < first + count; seed += 1) {
    try {
      if ((check(seed)?.conflicts.length ?? 0) > 0) conflicts += 1;
    } catch (error) {
      faults += 1;
      if (faults <= 5) console.error(error.message);
    }
  }
  console.log(
    `${count} merges by ${what}: ${faults} faults, ${conflicts} with conflicts, ${((performance.now() - started) / 1000).toFixed(1)} s`,
  );
  return faults;
}

const faults = tryAll('lines', lines, checkLineMerge) + tryAll('key', keys, checkStructuredMerge);
rmSync(folder, { recursive: true });
process.exitCode = faults === 0 ? 0 : 1;
