import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { fingerprint } from '../../generators/state/fingerprint.ts';
import { memoryOf } from '../../generators/state/remember.ts';
import type { Plan, PlannedFile } from '../../generators/plan/plan.ts';

const file = (path: string, content: PlannedFile['content'], policy: PlannedFile['policy']): PlannedFile => ({
  id: `base/${path}`,
  path,
  content,
  mode: '644',
  policy,
  layer: 'create-ml-project',
});
const plan = {
  layers: [],
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
      'params.yaml': {
        id: 'base/params.yaml',
        layer: 'create-ml-project',
        policy: 'merge',
        mode: '644',
        sha256: fingerprint('params.yaml', 'a: 1\n'),
      },
      LICENSE: { policy: 'once' },
    },
  });
  expect(Object.keys(lock['files']!)).toEqual(['LICENSE', 'logo.png', 'params.yaml']);
  const archive = files.get('.create-ml-project/bases.json.gz') as Uint8Array;
  expect(JSON.parse(gunzipSync(archive).toString())).toEqual({ 'params.yaml': 'a: 1\n' });
});

it('writes the same bytes for the same plan, without the time or the system', () => {
  expect(memoryOf(plan)).toEqual(memoryOf(plan));
  const gzipped = memoryOf(plan).find(({ path }) => path.endsWith('.gz'))!.content as Uint8Array;
  expect([...gzipped.subarray(4, 10)]).toEqual([0, 0, 0, 0, 0, 255]);
});

it('knows a text again by whatever line endings, and binary bytes exactly', () => {
  expect(fingerprint('a.txt', 'a\r\nb\r\n')).toBe(fingerprint('a.txt', 'a\nb\n'));
  expect(fingerprint('a.txt', Buffer.from('ä\r\n'))).toBe(fingerprint('a.txt', 'ä\n'));
  expect(fingerprint('a.png', new Uint8Array([0, 13, 10]))).not.toBe(fingerprint('a.png', new Uint8Array([0, 10])));
});

describe('what runs write into a document', () => {
  const fresh = '# Card\n\n<!-- generated: size (by python -m x) -->\nNot filled yet.\n<!-- /generated -->\n\nBelow.\n';
  const filled = fresh.replace('Not filled yet.\n<!-- /generated -->', '7 rows ä\n\n| a |\n<!-- /generated, run 3fa2 -->');

  it('is no edit of it', () => {
    expect(fingerprint('docs/card.md', filled)).toBe(fingerprint('docs/card.md', fresh));
    expect(fingerprint('docs/card.md', filled.replaceAll('\n', '\r\n'))).toBe(fingerprint('docs/card.md', fresh));
    expect(fingerprint('docs/card.md', filled.replace('Below', 'Mine'))).not.toBe(fingerprint('docs/card.md', fresh));
    expect(fingerprint('marks.py', filled)).not.toBe(fingerprint('marks.py', fresh));
  });
});
