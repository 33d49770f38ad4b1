import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';

/** Their stages that run each time: one says so, the other has neither inputs nor outputs. */
export const alwaysRun: readonly string[] = ['our_report', 'quoted name'];

/** What people do to the files that `add` changes later: each edit keeps their meaning. */
const edits: Readonly<Record<string, (text: string) => string>> = {
  'dvc.yaml': (text) => {
    const own = [
      '  # Ours: what the sales people ask for.   ',
      `  our_report: {cmd: "python -c \\"print('a: b')\\"", deps: [data/interim/ingested.parquet], always_changed: true}   # flow`,
      '  "quoted name":',
      '    desc: >',
      '      A long sentence that goes',
      '      over lines.',
      '    cmd: echo ok',
    ].join('\n');
    const gate = /\n {2}gate:\n(?: {4}.*\n)+/.exec(text)![0];
    return `# Edited by hand.\n${text
      .replace(gate, '\n')
      .replace('stages:\n', `stages: # all of them\n${gate.slice(1)}\n${own}\n\n`)
      .trimEnd()}\n# The end.`;
  },
  'params.yaml': (text) => {
    const compute = /\ncompute:\n(?: {2}.*\n)+/.exec(text)![0];
    return `${compute.slice(1)}\n${text.replace(compute, '')}`
      .replace('seed: 42', "seed:   42 # don't ask")
      .replaceAll('data/processed/features', '"data/processed/features"')
      .replaceAll('\n', '\r\n');
  },
  'pyproject.toml': (text) =>
    `# Edited by hand.\n${text
      .replace(
        /dependencies = \[\n((?: {2}.*\n)+)\]/,
        (_, items: string) =>
          `dependencies = [ # what it runs with\n${items.replaceAll(/^ {2}/gm, '\t').replace(/,\n/, ', # the first\n')}\t# and no more\n]`,
      )
      .replace('[tool.ruff]\n', '[tool.ruff]  # style\n')}`,
  'README.md': (text) => text.replace('## Run it', 'Ask Ada before you run it | really.\n\n## Run it'),
};
const python = ['src/$/features/__init__.py', 'src/$/utils/candidates.py'];

/** Makes a fresh project one that a team has worked on. */
export function editLikeATeam(root: string, module: string): readonly string[] {
  const files = {
    ...edits,
    ...Object.fromEntries(
      python.map((path) => [
        path.replace('src/$', module),
        (text: string) => `${text.replace(/^(from pandas|import pandas).*$/m, '$&  # kept')}\n# Ours.\n`,
      ]),
    ),
  };
  for (const [path, edit] of Object.entries(files)) {
    const before = readFileSync(join(root, path), 'utf8');
    const after = edit(before);
    expect(after, path).not.toBe(before);
    writeFileSync(join(root, path), after);
  }
  return Object.keys(files);
}

/** Lines whose meaning `add` is asked to change: which table a stage reads, and the drawing of the pipeline. */
const mayChange = /^ {2}\w+: "?data\/(interim|processed)\/|-->/;

/** Every line is there still, in its order, byte for byte. */
export function expectLinesKept(path: string, before: string, after: string): void {
  const lines = after.split('\n');
  let from = 0;
  for (const line of before.split('\n')) {
    if (mayChange.test(line)) continue;
    const place = lines.indexOf(line, from);
    expect(place, `${path} lost ${JSON.stringify(line)}`).not.toBe(-1);
    from = place + 1;
  }
  expect(after.includes('\r\n'), path).toBe(before.includes('\r\n'));
}

/** Twenty different additions, in an order in which nobody would make them. */
export const twentyAdditions: readonly (readonly string[])[] = [
  ['stage', 'clean-text', '--after', 'ingest', '--params', 'lower=true', 'words=[a, "no"]'],
  ['stage', 'impute'],
  ['model', 'lightgbm'],
  ['stage', 'audit', '--out', 'report', '--after', 'ingest'],
  ['feature', 'filled_share'],
  ['stage', 'deduplicate'],
  ['stage', 'own_rows', '--after', 'split'],
  ['model', 'my_model'],
  ['stage', 'outliers', '--params', 'share=0.02'],
  ['stage', 'explain'],
  ['source', 'terms', '--data', '../terms.csv', '--on', 'color=colour'],
  ['stage', 'after_tuning', '--after', 'tune'],
  ['stage', 'calibrate'],
  ['stage', 'segment-metrics'],
  ['notebook', 'first_look'],
  ['stage', 'encode-text'],
  ['stage', 'balance-classes'],
  ['model', 'k_nearest_neighbors'],
  ['stage', 'side_model', '--out', 'model'],
  ['stage', 'before_training', '--before', 'train'],
];
