import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createMlProject } from '../support/cli.ts';
import { editLikeATeam, expectLinesKept, twentyAdditions } from '../support/edited-project.ts';
import { bytesOf, smallTable, workFolder } from '../support/folders.ts';

const change = (cwd: string, ...args: string[]): void => {
  const { code, stderr } = createMlProject(args, { cwd });
  expect(code, `${args.join(' ')}\n${stderr}`).toBe(0);
};

// Without Python; with the pipeline and its tests: add.test.ts.
describe('an edited project', () => {
  it('keeps every line of its people through twenty adds, and is as before when the stages are removed', { timeout: 300_000 }, () => {
    const folder = workFolder();
    writeFileSync(join(folder, 'terms.csv'), 'colour;days\nred;3\ngreen;14\nblue;30\n');
    change(folder, 'shop', '--data', smallTable(folder), '--target', 'returned', '--layout', 'package', '--yes', '--no-git');
    const root = join(folder, 'shop');
    const files = editLikeATeam(root, 'src/shop');
    const read = (path: string): string => readFileSync(join(root, path), 'utf8');
    const written = new Map(files.map((path) => [path, read(path)]));
    for (const addition of twentyAdditions) {
      change(root, 'add', ...addition);
      for (const [path, text] of written) expectLinesKept(path, text, read(path));
    }
    const reads = (parse(read('params.yaml')) as { reads: Record<string, string> }).reads;
    expect(reads).toMatchObject({
      deduplicate: 'data/interim/clean_text.parquet',
      split: 'data/interim/deduplicate.parquet',
      own_rows: 'data/processed/split',
      featurize: 'data/processed/own_rows',
      select: 'data/processed/balance_classes',
      train: 'data/processed/before_training',
      evaluate: 'data/processed/features',
    });

    // The others stay; a copy without any stage tells what is left to be equal to.
    const stages = twentyAdditions.filter(([part]) => part === 'stage').map(([, name]) => name!);
    const others = join(folder, 'others');
    cpSync(root, others, { recursive: true });
    for (const name of stages) change(root, 'remove', 'stage', name);
    for (const name of stages.toReversed()) change(others, 'remove', 'stage', name);
    expect(bytesOf(root)).toEqual(bytesOf(others));
    // What the source and the models have brought is all that is left.
    const more = (path: string): string[] =>
      read(path)
        .split(/\r?\n/)
        .filter((line) => !written.get(path)!.split(/\r?\n/).includes(line));
    expect(more('dvc.yaml')).toEqual(['      - data/raw/terms.csv']);
    expect(more('README.md')).toEqual([]);
    expect(more('params.yaml').filter((line) => /^ {0,4}\S/.test(line))).toEqual([
      '    lightgbm:',
      '    my_model:',
      '    k_nearest_neighbors:',
    ]);
  });
});

it('each ready stage and each model goes as it came', { timeout: 300_000 }, () => {
  const folder = workFolder();
  change(folder, 'shop', '--data', smallTable(folder), '--target', 'returned', '--yes', '--no-git');
  const root = join(folder, 'shop');
  const before = bytesOf(root);
  for (const name of [
    'deduplicate',
    'outliers',
    'impute',
    'encode-text',
    'balance-classes',
    'calibrate',
    'explain',
    'segment-metrics',
    'export-onnx',
    'fetch-sql',
    'fetch-s3',
    'own',
  ]) {
    change(root, 'add', 'stage', name);
    expect(bytesOf(root)).not.toEqual(before);
    change(root, 'remove', 'stage', name);
    expect(bytesOf(root), name).toEqual(before);
  }
});
