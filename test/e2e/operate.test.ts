/** The loop of a model in use: train, serve, score a file, watch, retrain, promote, roll back. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { visit } from '../support/browser.ts';
import { createMlProject, scratch, shell } from '../support/cli.ts';

type Row = { amount: number; visits: number; region: string; returned: string };

let state = 4711;
const random = (): number => (state = (state * 48271) % 2147483647) / 2147483647;

/**
 * Orders of a shop: whether one comes back depends on amount and visits, in the south the other way round, where few live; `turned` turns
 * all labels round.
 */
const orders = (count: number, { more = 0, south = 0.03, turned = false } = {}): Row[] =>
  Array.from({ length: count }, () => {
    const [amount, visits, region] = [random() * 100 + more, Math.floor(random() * 10), random() < south ? 'south' : 'north'];
    const large = amount - more + visits * 4 + (random() - 0.5) * 40 > 75;
    const returns = (large !== (region === 'south')) !== turned;
    return { amount: Number(amount.toFixed(2)), visits, region, returned: returns ? 'yes' : 'no' };
  });
const csv = (rows: readonly Row[]): string =>
  [Object.keys(rows[0] ?? {}), ...rows.map(Object.values)].map((cells) => `${cells.join(',')}\n`).join('');

const folder = scratch();
const project = join(folder.path, 'shop');
const at = (path: string): string => join(project, path);
const write = (name: string, rows: readonly Row[]): void => writeFileSync(at(name), csv(rows));
const run = (line: string, code = 0): ReturnType<typeof shell> => shell(`uv run --locked ${line}`, { cwd: project }, code);
const hash = (path: string): string =>
  createHash('sha256')
    .update(readFileSync(at(path)))
    .digest('hex');
const ledger = (): string[] =>
  readFileSync(at('models/ledger.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { action: string }).action);

// A connection that is kept would be closed by the service while commands are waited for, untold.
const headers = { 'content-type': 'application/json', connection: 'close' };

/** The project's service, once it is ready to answer. */
async function serve(port: number, workers: number): Promise<ChildProcess> {
  const server = spawn(
    'uv',
    ['run', '--locked', 'uvicorn', 'src.app.main:app', '--port', `${port}`, '--workers', `${workers}`, '--log-level', 'warning'],
    { cwd: project, stdio: 'inherit' },
  );
  for (let tries = 0; tries < 240; tries++) {
    const ready = await fetch(`http://127.0.0.1:${port}/ready`, { headers }).then(
      ({ ok }) => ok,
      () => false,
    );
    if (ready) return server;
    await pause(500);
  }
  throw new Error('the service does not start');
}
/** Not by SIGKILL, which `uv run` cannot pass on to the service. */
async function stop(server: ChildProcess): Promise<void> {
  if ((server.exitCode ?? server.signalCode) !== null) return;
  const ended = once(server, 'exit');
  server.kill('SIGTERM');
  await ended;
}

beforeAll(() => {
  writeFileSync(join(folder.path, 'orders.csv'), csv(orders(600)));
  expect(createMlProject(['shop', '--data', 'orders.csv', '--target', 'returned', '--yes'], { cwd: folder.path })).toMatchObject({
    code: 0,
  });
  const params = readFileSync(at('params.yaml'), 'utf8');
  writeFileSync(at('params.yaml'), params.replace(/trials: \d+/, 'trials: 1'));
  shell('uv sync --locked -q', { cwd: project });
  run('dvc repro -q');
});
afterAll(() => folder.dispose());

describe('the service', () => {
  const port = 8765;
  const url = `http://127.0.0.1:${port}`;
  let server: ChildProcess;
  const post = (body: string, path = '/v1/predict'): Promise<Response> => fetch(url + path, { method: 'POST', headers, body });
  const record = { amount: 12.5, visits: 3, region: 'north' };

  beforeAll(async () => {
    server = await serve(port, 2);
  });
  afterAll(() => stop(server));

  it('answers as the batch job does, and says who it is', async () => {
    const rows = orders(50);
    write('new.csv', rows);
    run('python -m src.app.batch --input new.csv --output scored.csv');
    const scored = readFileSync(at('scored.csv'), 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','));
    const answer = (await (await post(JSON.stringify({ records: rows.map(({ returned: _, ...row }) => row) }))).json()) as {
      model_version: string;
      predictions: { prediction: string; probabilities: Record<string, number> }[];
    };
    expect(answer.predictions.map(({ prediction }) => prediction)).toEqual(scored.map((cells) => cells[4]));
    answer.predictions.forEach(({ probabilities }, row) => expect(probabilities['yes']).toBeCloseTo(Number(scored[row]?.[6]), 9));
    expect(hash('models/model.joblib').startsWith(answer.model_version)).toBe(true);
  });

  it('refuses what does not fit, and never breaks', async () => {
    const bodies = [
      '',
      '{',
      '['.repeat(200_000),
      '{"records":[]}',
      JSON.stringify({ records: [{ ...record, more: 1 }] }),
      JSON.stringify({ records: [{ ...record, amount: '12' }] }),
      `{"records":[{"amount":1e999,"visits":3,"region":"north"}]}`,
      `{"records":[{"amount":NaN,"visits":3,"region":"north"}]}`,
      `{"records":[{"amount":1,"visits":${'9'.repeat(50)},"region":"north"}]}`,
      JSON.stringify({ records: [{ ...record, region: '\0' }] }),
      `{"records":[{"amount":1,"visits":3,"region":"\\ud800"}]}`,
      'x'.repeat(3_000_000),
    ];
    for (const body of bodies) {
      const response = await post(body);
      expect(response.status, body.slice(0, 80)).toBeGreaterThanOrEqual(400);
      expect(response.status, body.slice(0, 80)).toBeLessThan(500);
      expect(await response.json()).toHaveProperty('detail');
    }
    expect((await post(JSON.stringify({ records: [record] }))).status).toBe(200);
  });

  it('takes what came true of its answers, and says how good they were', async () => {
    const rows = orders(300);
    const records = rows.map(({ returned: _, ...row }) => row);
    expect((await post(JSON.stringify({ id: 'batch 1', records }))).status).toBe(200);
    expect((await post(JSON.stringify({ id: 'batch 1', outcomes: rows.map(({ returned }) => returned) }), '/v1/feedback')).status).toBe(
      200,
    );
    expect(run('python -m src.monitoring.outcomes').stdout).toMatch(/^The errors of 300 answers are like those at the evaluation/);
    expect(
      (
        await post(
          JSON.stringify({ id: 'batch 1', outcomes: rows.map(({ returned }) => (returned === 'yes' ? 'no' : 'yes')) }),
          '/v1/feedback',
        )
      ).status,
    ).toBe(200);
    expect(run('python -m src.monitoring.outcomes', 3).stderr).toMatch(/^The errors of 300 answers differ from those/);
  });

  it('has a page that people can use on a telephone: a form with reasons, and a file', async () => {
    write('people.csv', orders(20));
    await visit(
      url,
      async (page) => {
        const said = (what: RegExp): Promise<unknown> => page.waitForFunction(`${what}.test(document.querySelector('output').textContent)`);
        await page.type('[data-name=amount]', '90');
        await page.type('[data-name=visits]', '9');
        await page.select('[data-name=region]', '"south"');
        await page.click('form button');
        await said(/What drove it/);
        const [header, first] = await page.$$eval('output tr', (rows) => rows.map((row) => [...row.cells].map((cell) => cell.textContent)));
        expect(header).toEqual(['Column', 'Added', 'This row', 'Typical']);
        expect(first![0]).toMatch(/^(amount|visits|region)$/);
        expect(first![1]).toMatch(/^[+-][\d.]+ points$/);
        expect(await page.$eval('output', ({ innerText }) => innerText)).toMatch(
          /^Prediction: (yes|no)\n(.*\n)+For a typical row the probability of yes is [\d.]+ %, for this one [\d.]+ %\./,
        );
        const [file] = await Promise.all([page.waitForFileChooser(), page.click('input[type=file]')]);
        await file.accept([at('people.csv')]);
        await said(/20 rows scored/);
        expect(await page.$$eval('output tr', (rows) => rows.length)).toBe(11);
        // Nothing stands out at the side: what is wide scrolls by itself.
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
      },
      { width: 390, height: 844 },
    );
  });

  it('keeps to its own description, whatever a fuzzer sends', () => {
    const fuzz =
      'st run http://127.0.0.1:8765/openapi.json --phases=examples,coverage,fuzzing,stateful --checks=all --max-examples=20 --seed=1';
    expect(shell(`uvx --from schemathesis==4.32.5 ${fuzz}`, { cwd: project }).stdout).toMatch(/(\d+) generated, \1 passed/);
  });

  it('gives half a request up after a while, and does not mind one that goes away', async () => {
    const half = 'POST /v1/predict HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"records": [';
    const slow = new Promise<string>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => socket.write(half));
      socket.once('data', (data) => resolve(data.toString()));
    });
    await Promise.all(
      Array.from(
        { length: 50 },
        () =>
          new Promise<void>((resolve) => {
            const socket = connect(port, '127.0.0.1', () => socket.write(half, () => resolve(void socket.resetAndDestroy())));
          }),
      ),
    );
    expect((await post(JSON.stringify({ records: [record] }))).status).toBe(200);
    expect(await slow).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('answers every request under load, and those that it has begun when it is told to stop', async () => {
    const asked = Array.from({ length: 400 }, () =>
      post(JSON.stringify({ records: [record] })).then(
        ({ status }) => status,
        () => 0,
      ),
    );
    expect(new Set(await Promise.all(asked))).toEqual(new Set([200]));
    const last = Array.from({ length: 20 }, () =>
      post(JSON.stringify({ records: Array(900).fill(record) })).then(
        ({ status }) => status,
        () => 0,
      ),
    );
    await pause(100);
    const ended = stop(server);
    for (const status of await Promise.all(last)) expect([200, 0]).toContain(status);
    await ended;
  });
});

describe('the loop', () => {
  const port = 8766;
  let server: ChildProcess;
  /** The version of the model that the service says it has. */
  const served = async (): Promise<string> =>
    ((await (await fetch(`http://127.0.0.1:${port}/ready`, { headers })).json()) as { model_version: string }).model_version;
  const restart = async (): Promise<void> => {
    await stop(server);
    server = await serve(port, 1);
  };
  /** Asks the service for these rows, and keeps them with what came true in a file. */
  const traffic = async (name: string, rows: readonly Row[]): Promise<void> => {
    const records = rows.map(({ returned: _, ...row }) => row);
    const answer = await fetch(`http://127.0.0.1:${port}/v1/predict`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ records }),
    });
    expect(answer.status).toBe(200);
    write(name, rows);
  };

  beforeAll(async () => {
    server = await serve(port, 1);
  });
  afterAll(() => stop(server));

  it('finds drift where there is some, and explains a row', async () => {
    await traffic('same.csv', orders(400));
    expect(run('python -m src.monitoring.drift --current same.csv --json same.json').stdout).toMatch(/^None of \d+ comparisons drifted/);
    await traffic('moved.csv', orders(400, { more: 15 }));
    expect(run('python -m src.monitoring.drift --current moved.csv --html moved.html', 3).stderr).toMatch(/comparisons drifted: .*amount/);
    expect(readFileSync(at('moved.html'), 'utf8')).toContain('Drift: drift');
    writeFileSync(at('row.json'), JSON.stringify({ amount: 90, visits: 9, region: 'south' }));
    const told = JSON.parse(run('python -m src.app.explain --input row.json').stdout) as {
      typical: number;
      value: number;
      contributions: { contribution: number }[];
    };
    expect(told.contributions.reduce((sum, { contribution }) => sum + contribution, told.typical)).toBeCloseTo(told.value, 9);
  });

  it('keeps the model when the new rows are poisoned, and promotes and takes back one that is better', async () => {
    const before = hash('models/model.joblib');
    write('turned.csv', orders(600, { turned: true }));
    const first = spawn('uv', ['run', '--locked', 'python', '-m', 'src.monitoring.retrain', '--new-data', 'turned.csv'], { cwd: project });
    const said = text(first.stderr);
    const ended = once(first, 'exit');
    while (!existsSync(at('.retrain'))) await pause(100);
    expect(run('python -m src.monitoring.retrain --new-data turned.csv', 2).stderr).toMatch(/^another retraining or roll-back is running/);
    expect(await ended).toEqual([3, null]);
    expect(await said).toMatch(/^The model in use stays\. /);
    expect(hash('models/model.joblib')).toBe(before);
    // Many come from where the model has seen hardly any.
    write('better.csv', orders(3000, { south: 0.3 }));
    expect(run('python -m src.monitoring.retrain --new-data better.csv').stdout).toMatch(/^The new model is better/);
    const after = hash('models/model.joblib');
    expect(after).not.toBe(before);
    // What runs goes on with the model that it has loaded; started anew, it has the one in use.
    expect(before.startsWith(await served())).toBe(true);
    await restart();
    expect(after.startsWith(await served())).toBe(true);
    await traffic('served.csv', orders(50, { south: 0.3 }));
    run('python -m src.monitoring.rollback');
    expect(hash('models/model.joblib')).toBe(before);
    await restart();
    expect(before.startsWith(await served())).toBe(true);
    expect(ledger()).toEqual(['adopt', 'keep', 'promote', 'rollback']);
    expect(run('python -m src.monitoring.rollback', 2).stderr).toContain('no model before');
  });
});
