/** Tables as pandas writes them: our reader and the emitted project's find the same in each. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { templatesRoot } from '../../generators/core/package-root.ts';
import { CliError } from '../../generators/core/errors.ts';
import { guessTarget, type Profile, profileTable, schemaFile, type TargetedProfile, withTarget } from '../../generators/data/index.ts';
import { scratch, shell } from '../support/cli.ts';
import { randomTable } from '../support/random-tables.ts';

const folder = scratch();
afterAll(() => folder.dispose());

/** `npm run test:readings` takes ten thousand. */
const RANDOM_TABLES = Number(process.env['RANDOM_TABLES'] ?? 300);

const lock = readFileSync(join(templatesRoot, 'environment/uv.lock'), 'utf8');
/** The lock has more than one version of some packages: an older one for older Pythons. */
const pinned = (age: 'oldest' | 'newest'): string[] =>
  ['pandas', 'pyarrow', 'pydantic', 'ruamel-yaml'].map((name) => {
    const versions = [...lock.matchAll(new RegExp(`^name = "${name}"\nversion = "([^"]+)"`, 'gm'))].map((match) => match[1]!);
    return `--with ${name}==${versions.at(age === 'oldest' ? 0 : -1)}`;
  });
const python = (age: 'oldest' | 'newest', script: string, ...given: readonly string[]): string =>
  shell(['uv run --quiet --no-project', ...pinned(age), 'python', ...[join(import.meta.dirname, 'data-reading', script), ...given].map((word) => `'${word}'`)].join(' '), { cwd: folder.path }).stdout;

function targeted(profile: Profile): TargetedProfile | undefined {
  try {
    return withTarget(profile, guessTarget(profile)!, 'auto');
  } catch (error) {
    if (error instanceof CliError && /no column is left to learn from/.test(error.message)) return undefined;
    throw error;
  }
}

describe('profile and read_raw agree on rows, types, missing and distinct values, ranges and categories', () => {
  beforeAll(async () => {
    let refused = 0;
    python('newest', 'write_tables.py', folder.path);
    for (let seed = 0; seed < RANDOM_TABLES; seed++) {
      const { name, bytes } = randomTable(seed);
      writeFileSync(join(folder.path, name), bytes);
    }
    const files = readdirSync(folder.path);
    expect(files.length).toBeGreaterThan(65 + RANDOM_TABLES);
    for (const file of files) {
      const path = join(folder.path, file);
      const profile = await profileTable(path);
      const target = targeted(profile);
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
    expect(python(age, 'compare.py', join(templatesRoot, 'base/src'), folder.path)).toBe('');
  });
});
