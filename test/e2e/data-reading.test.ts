/** Tables as pandas writes them: our reader and the emitted project's find the same in each. */
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { templatesRoot } from '../../generators/core/package-root.ts';
import { CliError } from '../../generators/core/errors.ts';
import { guessTarget, profileTable, schemaFile, type TargetedProfile, withTarget } from '../../generators/data/index.ts';
import { scratch, shell } from '../support/cli.ts';
import { randomTable } from '../support/random-tables.ts';

const folder = scratch();
afterAll(() => folder.dispose());

/** `npm run test:readings` takes ten thousand; every fifth is a Parquet file or a workbook. */
const RANDOM_TABLES = Number(process.env['RANDOM_TABLES'] ?? 300);

const lock = readFileSync(join(templatesRoot, 'environment/uv.lock'), 'utf8');
/** The lock has more than one version of some packages: an older one for older Pythons. */
const pinned = (age: 'oldest' | 'newest'): string[] =>
  ['openpyxl', 'pandas', 'pyarrow', 'pydantic', 'ruamel-yaml'].map((name) => {
    const versions = [...lock.matchAll(new RegExp(`^name = "${name}"\nversion = "([^"]+)"`, 'gm'))].map((match) => match[1]!);
    return `--with ${name}==${versions.at(age === 'oldest' ? 0 : -1)}`;
  });
const python = (age: 'oldest' | 'newest', script: string, ...given: readonly string[]): string =>
  shell(
    [
      'uv run --quiet --no-project',
      ...pinned(age),
      'python',
      ...[join(import.meta.dirname, 'data-reading', script), ...given].map((word) => `'${word}'`),
    ].join(' '),
    { cwd: folder.path },
  ).stdout;

async function targeted(path: string): Promise<TargetedProfile | undefined> {
  try {
    const profile = await profileTable(path);
    return withTarget(profile, guessTarget(profile)!, 'auto');
  } catch (error) {
    // Nearly all names are empty, or columns of no use.
    if (error instanceof CliError && /no column is left to learn from|looks like the header/.test(error.message)) return undefined;
    throw error;
  }
}

describe('profile and read_raw agree on rows, types, missing and distinct values, ranges and categories', () => {
  beforeAll(async () => {
    let refused = 0;
    python('newest', 'write_tables.py', folder.path);
    python('newest', 'write_typed.py', folder.path, String(Math.ceil(RANDOM_TABLES / 5)));
    for (let seed = 0; seed < Math.floor((4 * RANDOM_TABLES) / 5); seed++) {
      const { name, bytes } = randomTable(seed);
      writeFileSync(join(folder.path, name), bytes);
    }
    const files = readdirSync(folder.path);
    expect(files.length).toBeGreaterThan(65 + RANDOM_TABLES);
    // What a project that was made from a workbook has, reads all others too.
    for (const layer of ['base', '+format=excel']) cpSync(join(templatesRoot, layer, 'src'), join(folder.path, 'src'), { recursive: true });
    for (const file of files) {
      const path = join(folder.path, file);
      const target = await targeted(path);
      // A random table may have nothing but identifiers beside its target: it is refused, so nothing reads it later.
      if (target === undefined) refused++;
      else {
        writeFileSync(`${path}.schema.yaml`, schemaFile(target, path));
        writeFileSync(`${path}.profile.json`, JSON.stringify({ rows: target.rows, columns: target.columns }));
      }
    }
    expect(refused).toBeLessThan(RANDOM_TABLES / 20);
  });

  test.each(['oldest', 'newest'] as const)('with the %s pandas', (age) => {
    expect(python(age, 'compare.py', join(folder.path, 'src'), folder.path)).toBe('');
  });
});
