/** Two clean clones of a project, each with an environment of its own, recompute the same model, scores and documents. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { createMlProject, scratch, shell } from '../support/cli.ts';

const folder = scratch();
afterAll(() => folder.dispose());

const env = { GIT_AUTHOR_NAME: 't', GIT_AUTHOR_EMAIL: 't@example.org', GIT_COMMITTER_NAME: 't', GIT_COMMITTER_EMAIL: 't@example.org' };
// A forest's trees have unused bytes in memory, a search its clock: neither may show in what is kept.
const cases = [
  { task: 'binary', model: 'random_forest' },
  { task: 'regression', model: 'auto' },
] as const;

it.each(cases)('$task, $model', ({ task, model }) => {
  const answers = ['--task', task, '--remote', 'local', '--remote-url', join(folder.path, `${task}-storage`)];
  const made = createMlProject([task, ...answers, '--yes'], { cwd: folder.path });
  expect(made.code, made.stderr).toBe(0);
  shell(`sed -i 's/^  model: auto$/  model: ${model}/' params.yaml && uv sync --locked -q && uv run dvc push -q`, {
    cwd: join(folder.path, task),
  });
  if (model !== 'auto') shell('git commit -qam "Choose the model"', { cwd: join(folder.path, task), env });

  const results = ['one', 'two'].map((name) => {
    const clone = `${task}-${name}`;
    shell(`git clone -q ${task} ${clone}`, { cwd: folder.path });
    const cwd = join(folder.path, clone);
    shell(
      'uv sync --locked -q && uv run dvc pull -q --recursive data/raw && uv run dvc repro && git add . && git commit -qm run && uv run pytest -q tests/test_reproducible.py',
      { cwd, env },
    );
    const read = (path: string): string => readFileSync(join(cwd, path), 'utf8');
    const sha256 = shell('sha256sum models/model.joblib', { cwd }).stdout.split(' ')[0] as string;
    expect(read('models/manifest.json')).toContain(sha256);
    const documents = shell('git ls-files docs | xargs sha256sum', { cwd }).stdout;
    return { sha256, manifest: read('models/manifest.json'), metrics: read('metrics.json'), gates: read('reports/gates.json'), documents };
  });
  expect(results[0]).toEqual(results[1]);
});
