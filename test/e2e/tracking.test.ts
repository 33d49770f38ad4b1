/** `--tracking mlflow` against a real MLflow server: what the pipeline logs is what it has found. */
import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createMlProject, scratch, shell } from '../support/cli.ts';
import { rareDefects } from '../support/tables.ts';

interface Logged {
  readonly run: string;
  readonly uri: string;
  readonly model: string;
  readonly version: number;
}

const folder = scratch();
const project = join(folder.path, 'defects');
let server: ChildProcess;
let address = '';

beforeAll(async () => {
  writeFileSync(join(folder.path, 'defects.jsonl'), rareDefects());
  const made = createMlProject(['defects', '--data', 'defects.jsonl', '--target', 'defect', '--tracking', 'mlflow', '--yes'], {
    cwd: folder.path,
  });
  expect(made.code, made.stderr).toBe(0);
  shell('uv sync --locked -q', { cwd: project });
  address = `http://127.0.0.1:${await freePort()}`;
  const store = `sqlite:///${join(folder.path, 'server.db')}`;
  const line = ['server', '--host', '127.0.0.1', '--port', new URL(address).port, '--backend-store-uri', store, '--workers', '1'];
  server = spawn(join(project, '.venv/bin/mlflow'), [...line, '--artifacts-destination', join(folder.path, 'artifacts')], {
    cwd: folder.path,
    env: { ...process.env, MLFLOW_DISABLE_TELEMETRY: 'true' },
    stdio: 'ignore',
    detached: true,
  });
  await answering(`${address}/health`);
});

afterAll(() => {
  // The server has started workers: the whole group that it leads goes.
  if (server.pid !== undefined) process.kill(-server.pid, 'SIGTERM');
  folder.dispose();
});

it('logs parameters, scores, figures and the model, and registers it', async () => {
  shell('uv run dvc repro', { cwd: project, env: { MLFLOW_TRACKING_URI: address } });
  const logged = JSON.parse(readFileSync(join(project, 'reports/tracking.json'), 'utf8')) as Logged;
  const metrics = JSON.parse(readFileSync(join(project, 'metrics.json'), 'utf8')) as { roc_auc: number };
  expect(logged.uri).toBe(address);

  const { run } = await ask<{ run: { data: Record<'params' | 'metrics', { key: string; value: string | number }[]> } }>(
    `runs/get?run_id=${logged.run}`,
  );
  const found = (kind: 'params' | 'metrics', key: string): unknown => run.data[kind].find((entry) => entry.key === key)?.value;
  expect(found('metrics', 'roc_auc')).toBeCloseTo(metrics.roc_auc, 10);
  expect(found('params', 'base.seed')).toBe('42');

  const { files } = await ask<{ files: { path: string }[] }>(`artifacts/list?run_id=${logged.run}&path=figures`);
  expect(files.map(({ path }) => path)).toContain('figures/feature_importance.png');

  const { model_version: version } = await ask<{ model_version: { status: string } }>(
    `model-versions/get?name=${logged.model}&version=${logged.version}`,
  );
  expect(version.status).toBe('READY');

  const script = `import mlflow, sys
model = mlflow.pyfunc.load_model("models:/${logged.model}/${logged.version}")
print(model.metadata.signature.inputs.input_names(), len(model.predict(model.input_example)))`;
  const loaded = shell(`uv run python -c '${script}'`, { cwd: project, env: { MLFLOW_TRACKING_URI: address } });
  expect(loaded.stdout).toMatch(/heat.* 5/);
});

it('passes its own tests and checks', () => {
  shell('uv run pytest -q && uv run ruff check . && uv run ruff format --check . && uv run mypy', { cwd: project });
});

it('logs into a file of its own without a server, and says so in one sentence when there is none at the address', () => {
  shell('uv run python -m src.stages.track', { cwd: project });
  expect(readFileSync(join(project, 'reports/tracking.json'), 'utf8')).toContain('sqlite:///mlflow.db');
  const env = { MLFLOW_TRACKING_URI: 'http://me:secret@127.0.0.1:9', MLFLOW_HTTP_REQUEST_MAX_RETRIES: '0' };
  const refused = shell('uv run python -m src.stages.track', { cwd: project, env }, 2);
  expect(refused.stderr).toMatch(/MLflow at http:\/\/127\.0\.0\.1:9 did not take the run/);
  expect(refused.stderr).not.toMatch(/Traceback|secret/);
});

async function ask<Answer>(what: string): Promise<Answer> {
  const response = await fetch(`${address}/api/2.0/mlflow/${what}`);
  expect(response.status, what).toBe(200);
  return (await response.json()) as Answer;
}

async function answering(url: string): Promise<void> {
  const end = Date.now() + 180_000;
  for (;;) {
    if ((await fetch(url).catch(() => undefined))?.ok === true) return;
    if (Date.now() > end) throw new Error(`${url} does not answer`);
    await new Promise((next) => setTimeout(next, 500));
  }
}

const freePort = (): Promise<number> =>
  new Promise((found) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => found(port));
    });
  });
