import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { hashOf, memoryOf } from '../../generators/core/lock.ts';
import type { Plan, PlannedFile } from '../../generators/core/plan.ts';

const file = (path: string, content: PlannedFile['content'], policy: PlannedFile['policy']): PlannedFile => ({
  id: `base/${path}`,
  path,
  content,
  mode: '644',
  policy,
  layer: 'create-ml-project',
});
const plan = {
  answers: { name: 'churn', level: 1, python: '3.10', 'remote-url': null },
  parts: [],
  files: [
    file('params.yaml', 'a: 1\n', 'merge'),
    file('LICENSE', 'x', 'once'),
    file('data/raw/x.csv', { copyOf: '/x.csv' }, 'untracked'),
    file('logo.png', new Uint8Array([0, 13, 10]), 'merge'),
  ],
} as unknown as Plan;

it('remembers answers and where each file comes from, and the base of what may be merged; never data', () => {
  const files = new Map(memoryOf(plan).map(({ path, content }) => [path, content]));
  const lock = parse(String(files.get('.create-ml-project/lock.yaml'))) as Record<string, Record<string, { sha256: string }>>;
  expect(lock).toMatchObject({
    schema: 1,
    generator: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    layers: [],
    answers: plan.answers,
    parts: [],
    waivers: [],
    pending: null,
    files: {
      'params.yaml': { id: 'base/params.yaml', layer: 'create-ml-project', policy: 'merge', mode: '644', sha256: hashOf('a: 1\n') },
      LICENSE: { policy: 'once' },
    },
  });
  expect(Object.keys(lock['files']!)).toEqual(['LICENSE', 'logo.png', 'params.yaml']);
  const objects = [...files].filter(([path]) => path.endsWith('.gz'));
  expect(objects.map(([path, content]) => [path, gunzipSync(content as Uint8Array).toString()])).toEqual([
    [`.create-ml-project/objects/${hashOf('a: 1\n')}.gz`, 'a: 1\n'],
  ]);
});

it('writes the same bytes for the same plan, without the time or the system', () => {
  expect(memoryOf(plan)).toEqual(memoryOf(plan));
  const gzipped = memoryOf(plan).find(({ path }) => path.endsWith('.gz'))!.content as Uint8Array;
  expect([...gzipped.subarray(4, 10)]).toEqual([0, 0, 0, 0, 2, 255]);
});

it('knows a text again by whatever line endings, and binary bytes exactly', () => {
  expect(hashOf('a\r\nb\r\n')).toBe(hashOf('a\nb\n'));
  expect(hashOf(Buffer.from('ä\r\n'))).toBe(hashOf('ä\n'));
  expect(hashOf(new Uint8Array([0, 13, 10]))).not.toBe(hashOf(new Uint8Array([0, 10])));
});
