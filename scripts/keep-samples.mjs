// What the built-in data sets are, found out once by the same code that reads a user's table.
import { build } from 'esbuild';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The bytes of `samples.json`; the code runs from the folder of what is built, for it looks from there for the package. */
export async function keepSamples(root, output) {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ['generators/app/kept-samples.ts'],
    bundle: true,
    packages: 'external',
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node20.17',
    logLevel: 'warning',
  });
  const file = join(output, `keep-samples.${process.pid}.mjs`);
  mkdirSync(output, { recursive: true });
  try {
    writeFileSync(file, outputFiles[0].contents);
    const kept = await import(pathToFileURL(file).href);
    return Buffer.from(JSON.stringify(await kept.keepSamples()));
  } finally {
    rmSync(file, { force: true });
  }
}
