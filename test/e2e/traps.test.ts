/** Tables on which a careless project passes: what the command proposes and what its gates say, with all defaults but a shorter search. */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMlProject, run, scratch, shell } from '../support/cli.ts';

type Metrics = { readonly roc_auc: number; readonly recall: number; readonly cv: { readonly roc_auc: { readonly mean: number } } };
type Gate = { readonly name: string; readonly verdict: string; readonly sentence: string };
const traps = join(dirname(dirname(fileURLToPath(import.meta.url))), 'support', 'traps.py');
const folder = scratch();
const python = join(folder.path, 'honest', '.venv', 'bin', 'python');
// In one process: the imports of the stages cost more than their work on small tables.
const inOneProcess = (stages: string): string => `
import importlib
from src.utils.errors import run

def stages():
    for name in "${stages}".split():
        importlib.import_module(f"src.stages.{name}").main()

run(stages)
`;

/** Creates a project with all defaults, and gives what the command said. */
function created(name: string): { said: string; project: string; read(path: string): string } {
  const project = join(folder.path, name);
  const made = createMlProject([name, '--data', `${name}.csv`, '--target', 'y', '--yes', '--no-git'], { cwd: folder.path });
  expect(made.code, made.stderr).toBe(0);
  return { said: made.stdout + made.stderr, project, read: (path) => readFileSync(join(project, path), 'utf8') };
}

/** Creates a project, runs its stages with a shorter search, and gives the verdicts and scores. */
function trained(name: string): { said: string; code: number | null; gates: Gate[]; metrics: Metrics; params: string } {
  const { said, project, read } = created(name);
  writeFileSync(join(project, 'params.yaml'), read('params.yaml').replace('trials: 20', 'trials: 3'));
  if (name === 'honest') shell('uv sync --locked -q', { cwd: project });
  const ran = run(python, ['-c', inOneProcess('ingest validate split featurize select tune train examine evaluate gate')], {
    cwd: project,
  });
  expect(ran.stderr).not.toContain('Traceback');
  const { gates } = JSON.parse(read('reports/gates.json')) as { gates: Gate[] };
  return { said, code: ran.code, gates, metrics: JSON.parse(read('metrics.json')) as Metrics, params: read('params.yaml') };
}
const failed = (gates: readonly Gate[]): string[] => gates.filter(({ verdict }) => verdict === 'failed').map(({ name }) => name);

beforeAll(() => {
  const make = ['run', '--no-project', '--with', 'numpy', '--with', 'pandas', 'python', traps, folder.path];
  const made = run('uv', make, { cwd: folder.path });
  expect(made.code, made.stderr).toBe(0);
});
afterAll(() => folder.dispose());

describe('a project', () => {
  it('passes on honest rows', () => {
    const { code, gates } = trained('honest');
    expect(failed(gates)).toEqual([]);
    expect(code).toBe(0);
  });

  it('keeps copies of a row together, so that a target of noise is found to be noise', () => {
    const { gates, metrics } = trained('copies');
    expect(metrics.roc_auc).toBeLessThan(0.65);
    expect(failed(gates)).toContain('dummy');
  });

  it('keeps near copies of a row together as well', () => {
    const { gates, metrics } = trained('near_copies');
    expect(metrics.roc_auc).toBeLessThan(0.65);
    expect(failed(gates)).toContain('dummy');
  });

  it('sees that rows belong to one patient, and splits by it', () => {
    const { said, gates, metrics, params } = trained('entities');
    expect(said).toMatch(/patient_id/);
    expect(params).toMatch(/ {2}group: patient_id$/m);
    expect(metrics.roc_auc).toBeLessThan(0.68);
    expect(failed(gates)).toContain('dummy');
  });

  it('tests on the newest rows, where a relation that has turned round fails', () => {
    const { gates, params } = trained('turned');
    expect(params).toMatch(/ {2}time: day$/m);
    expect(failed(gates)).toContain('dummy');
  });

  it('finds a relation that turns round along a file without dates', () => {
    const { gates } = trained('undated');
    const backtest = gates.find(({ name }) => name === 'backtest')!;
    expect(backtest.verdict, backtest.sentence).toBe('failed');
    expect(backtest.sentence).toMatch(/Learned from the first half of the file, .* add a date\.$/);
  });

  it('selects inside the folds, so that wide noise scores as noise', () => {
    const { gates, metrics } = trained('wide');
    expect(metrics.cv.roc_auc.mean).toBeGreaterThan(0.3);
    expect(metrics.cv.roc_auc.mean).toBeLessThan(0.68);
    expect(failed(gates)).toContain('minimum');
  });

  it('leaves out what is filled in for one class only', () => {
    const { said, read } = created('known_afterwards');
    expect(said).toMatch(/`discharged` is filled in for one class of `y` only/);
    expect(read('data/schema.yaml')).toMatch(/name: discharged\n(?: {4}.*\n)*? {4}role: excluded/);
  });

  it('stops at an answer among the features, were it wrong in two of a hundred rows', () => {
    const { project } = created('nearly_a_copy');
    const ran = run(python, ['-c', inOneProcess('ingest validate')], { cwd: project });
    expect(ran.code, ran.stderr).toBe(3);
    expect(ran.stderr).toMatch(/'code' \(0\.9\d+\) alone predicts the target/);
  });

  it('judges a rare class by its average precision and finds some of it, or says that it cannot judge', () => {
    const { code, gates, metrics, params } = trained('rare');
    expect(params).toMatch(/^gate:\n {2}metric: average_precision$/m);
    const minimum = gates.find(({ name }) => name === 'minimum')!;
    if (code === 0) expect(metrics.recall).toBeGreaterThan(0);
    else expect(minimum.verdict).not.toBe('passed');
  });
});
