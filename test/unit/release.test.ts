/** The workflow that publishes: what it runs is pinned, it caches nothing and knows no secret. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

interface Step {
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Workflow {
  readonly jobs: Readonly<
    Record<
      string,
      { readonly needs?: readonly string[]; readonly permissions: Readonly<Record<string, string>>; readonly steps: readonly Step[] }
    >
  >;
}

const repository = join(import.meta.dirname, '../..');
const text = readFileSync(join(repository, '.github/workflows/release.yml'), 'utf8');
const { jobs } = parse(text) as Workflow;
const steps = Object.values(jobs).flatMap((job) => job.steps);

describe('a release', () => {
  it('runs actions by commit only, without a cache or a token', () => {
    for (const { uses } of steps) if (uses !== undefined) expect(uses).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
    for (const { uses, with: given } of steps)
      if (uses?.startsWith('actions/setup-node@')) expect(given).toMatchObject({ 'package-manager-cache': false });
    expect(text).not.toMatch(/secrets\.|NODE_AUTH_TOKEN|actions\/cache/);
  });

  it('is published by the one job that may identify itself, and only after another machine has packed the same', () => {
    expect(Object.keys(jobs).filter((name) => jobs[name]!.permissions['id-token'] === 'write')).toEqual(['publish']);
    expect(jobs['publish']!.needs).toEqual(expect.arrayContaining(['test', 'pack', 'rebuild']));
    expect(jobs['rebuild']!.steps).toEqual(jobs['pack']!.steps);
  });

  it('has changes described for this package alone', () => {
    for (const name of readdirSync(join(repository, '.changeset')).filter((file) => file.endsWith('.md')))
      expect(readFileSync(join(repository, '.changeset', name), 'utf8')).toMatch(
        /^---\n"create-ml-project": (patch|minor|major)\n---\n\n\S/,
      );
  });
});
