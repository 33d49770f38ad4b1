import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { render } from '../../generators/app/render.ts';
import { openProject } from '../../generators/parts/project.ts';
import { basesOf, lockedFiles } from '../../generators/state/remember.ts';
import { editLikeATeam } from '../support/edited-project.ts';
import { smallTable, workFolder } from '../support/folders.ts';
import { changeParts, makeProject } from '../support/projects.ts';

type Addition = readonly [part: string, name?: string, options?: Record<string, string | string[]>];

const additions = (folder: string): readonly Addition[] => {
  writeFileSync(join(folder, 'terms.csv'), 'colour,price\nred,1\ngreen,2\nblue,3\n');
  return [
    ['stage', 'clean', { after: 'ingest', params: ['lower=true', 'words=[a, "no"]'] }],
    ['stage', 'impute'],
    ['stage', 'audit', { out: 'report', after: 'ingest' }],
    ['stage', 'deduplicate'],
    ['stage', 'own_rows', { after: 'split' }],
    ['stage', 'outliers', { params: ['share=0.02'] }],
    ['stage', 'before_training', { before: 'train' }],
    ['stage', 'side_model', { out: 'model' }],
    ['stage', 'balance_classes'],
    ['stage', 'export_onnx'],
    ['model', 'lightgbm'],
    ['model', 'my_model'],
    ['model', 'k_nearest_neighbors'],
    ['feature', 'filled_share'],
    ['source', 'terms', { data: join(folder, 'terms.csv'), on: 'color=colour' }],
    ['notebook', 'first_look'],
    ['docs-site'],
  ];
};

/** Mulberry32. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % sides;
  };
}

/** What the project remembers is what its spec renders to, now that it is all there is to go by. */
async function expectRendered(root: string): Promise<void> {
  const { lock, bases } = openProject(root);
  const { layers, answers, facts, parts } = lock;
  const plan = await render({ layers, answers, facts, parts });
  const rendered = basesOf(plan.files);
  for (const [path, text] of rendered) expect(bases().get(path), path).toBe(text);
  expect([...bases().keys()].sort()).toEqual([...rendered.keys()].sort());
  expect(plan.parts).toEqual(parts);
  const once = Object.fromEntries(Object.entries(lock.files).filter(([path]) => !(path in lockedFiles(plan.files))));
  expect(Object.keys(once)).toEqual(['data/schema.yaml']);
  expect({ ...once, ...lockedFiles(plan.files) }).toEqual(lock.files);
}

/** A stage that only the user's files know. */
function addTheirs(root: string): void {
  const edit = (path: string, change: (text: string) => string): void =>
    writeFileSync(join(root, path), change(readFileSync(join(root, path), 'utf8')));
  edit('params.yaml', (text) =>
    text
      .replace('reads:\n', 'reads:\n  theirs: data/interim/ingested.parquet\n')
      .replace('split: data/interim/ingested.parquet', 'split: data/interim/theirs.parquet'),
  );
  edit('dvc.yaml', (text) =>
    text.replace(
      /^ {2}split:$/m,
      '  theirs:\n    cmd: python theirs.py\n    deps:\n      - ${reads.theirs}\n    outs:\n      - data/interim/theirs.parquet\n\n  split:',
    ),
  );
}

describe('whatever parts come and go, the base that they leave is a fresh rendering of the spec', () => {
  it.each(Array.from({ length: 6 }, (_, seed) => seed))('in sequence %i', { timeout: 60_000 }, async (seed) => {
    const folder = workFolder();
    const root = join(folder, 'demo');
    const roll = dice(seed);
    const level = String(seed % 3 === 0 ? 0 : 1);
    await makeProject(root, { data: join(folder, smallTable(folder)), target: 'returned', level });
    const open = [...additions(folder)];
    const stages: string[] = [];
    for (let step = 0; step < 7; step += 1) {
      if (stages.length > 1 && roll(4) === 0) {
        const [name] = stages.splice(roll(stages.length), 1);
        await changeParts(root, 'remove', 'stage', name);
      } else {
        const [[part, name, options]] = open.splice(roll(open.length), 1) as [Addition];
        const refused = await changeParts(root, 'add', part, name, options).then(
          () => undefined,
          (error: Error) => error.message,
        );
        // Some need what level 0 or this project does not have.
        if (refused !== undefined) expect(refused).toMatch(/level|featur|stage "?(tune|select)|no stage/);
        else if (part === 'stage') stages.push(name!);
      }
      await expectRendered(root);
    }
  });

  it('also in a project that a team has worked on', { timeout: 60_000 }, async () => {
    const folder = workFolder();
    const root = join(folder, 'demo');
    await makeProject(root, { data: join(folder, smallTable(folder)), target: 'returned' });
    addTheirs(root);
    editLikeATeam(root, 'src');
    await changeParts(root, 'add', 'stage', 'clean', { after: 'ingest' });
    await changeParts(root, 'add', 'stage', 'behind_theirs', { after: 'theirs' });
    await changeParts(root, 'add', 'model', 'lightgbm');
    await changeParts(root, 'remove', 'stage', 'clean');
    rmSync(join(root, 'README.md'));
    await changeParts(root, 'add', 'stage', 'impute');
    const { lock, bases, read } = openProject(root);
    const rendered = basesOf((await render(lock)).files);
    for (const [path, text] of rendered) expect(bases().get(path), path).toBe(text);
    expect(read('params.yaml')).toContain('behind_theirs: data/interim/theirs.parquet');
    expect(bases().get('params.yaml')).not.toContain(' theirs:');
  });
});
