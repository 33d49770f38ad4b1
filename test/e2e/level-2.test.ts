/**
 * What the workflows of a level-2 project do: every `run:` step, in order, in a clean clone. The registry of packages, GitHub, docker and the
 * cluster are stand-ins that write down what they are asked (test/support/stand-ins); the service that they are asked about really runs.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cli, createMlProject, scratch, shell } from '../support/cli.ts';
import { type Machine, type Ran, runWorkflow } from '../support/workflows.ts';

let state = 4711;
const random = (): number => (state = (state * 48271) % 2147483647) / 2147483647;

/** Orders of a shop; in the south, where few live at first, they come back the other way round. */
const orders = (count: number, { more = 0, south = 0.03 } = {}): string =>
  [
    'amount,visits,region,returned',
    ...Array.from({ length: count }, () => {
      const [amount, visits, region] = [random() * 100 + more, Math.floor(random() * 10), random() < south ? 'south' : 'north'];
      const large = amount - more + visits * 4 + (random() - 0.5) * 40 > 75;
      return `${amount.toFixed(2)},${visits},${region},${large !== (region === 'south') ? 'yes' : 'no'}`;
    }),
  ].join('\n') + '\n';

const folder = scratch();
const at = (...path: string[]): string => join(folder.path, ...path);
const standIns = join(import.meta.dirname, '..', 'support', 'stand-ins');
// The clones have the same lock, so one environment will do, and `uv sync` has it made once.
const environment = { UV_PROJECT_ENVIRONMENT: at('environment') };
const git = (place: string, line: string): string =>
  shell(`git -c user.name=Ada -c user.email=ada@example.com ${line}`, { cwd: at(place) }).stdout;
/** As a machine gets it: nothing but what was pushed; beside the others, where the store of data and models is. */
const clone = (name: string): string => {
  shell(`git clone -q origin.git ${name}`, { cwd: folder.path });
  return at(name);
};
const machine = (name: string, more: Partial<Machine> = {}): Machine => ({
  vars: { DEPLOY: 'on', CURRENT_DATA: at('moved.csv'), NEW_DATA: at('better.csv') },
  ...more,
  clone: at(name),
  env: { ...environment, PATH: `${standIns}:${process.env['PATH']}`, RECORD: at('record'), CLI: cli, ...more.env },
});
const recorded = (): string => (existsSync(at('record')) ? readFileSync(at('record'), 'utf8') : '');
const passed = ({ failed, steps }: Ran): readonly string[] => {
  if (failed !== undefined) throw new Error(`${failed}\n${steps.at(-1)?.outcome.stdout}\n${steps.at(-1)?.outcome.stderr}`);
  return steps.map(({ named }) => named);
};
const edit = (path: string, from: RegExp, to: string): void => {
  const text = readFileSync(path, 'utf8');
  expect(text).toMatch(from);
  writeFileSync(path, text.replace(from, to));
};

/** Python that asks the service for the rows of a file, and tells it what came true. */
const usedBy = (file: string): string => `
import pandas as pd
from fastapi.testclient import TestClient
from src.app.main import app
rows = pd.read_csv("${file}").to_dict("records")
outcomes = [row.pop("returned") for row in rows]
with TestClient(app) as client:
    assert client.post("/v1/predict", json={"id": "batch 1", "records": rows}).is_success
    assert client.post("/v1/feedback", json={"id": "batch 1", "outcomes": outcomes}).is_success
`;

let ci: Ran;
beforeAll(() => {
  writeFileSync(at('orders.csv'), orders(600));
  writeFileSync(at('moved.csv'), orders(300, { more: 15 }));
  writeFileSync(at('better.csv'), orders(3000, { south: 0.3 }));
  expect(
    createMlProject(
      ['shop', '--data', 'orders.csv', '--target', 'returned', '--level', '2', '--remote', 'local', '--yes', '--author', 'Ada <ada@x.org>'],
      { cwd: folder.path },
    ),
  ).toMatchObject({ code: 0 });
  edit(at('shop/params.yaml'), /trials: \d+/, 'trials: 1');
  edit(at('shop/params.yaml'), /seconds: 300/, 'seconds: 2');
  shell('uv sync --locked -q && uv run --no-sync dvc push -q', { cwd: at('shop'), env: environment });
  git('shop', 'commit -qam "Try little"');
  shell('git clone -q --bare shop origin.git', { cwd: folder.path });
  clone('trained');
  // All tests of a project are run by main-job.test.ts; here those of what only this level has.
  ci = runWorkflow('ci.yml', machine('trained', { env: { PYTEST_ADDOPTS: '-k "delivery or storage or propose"' } }));
  // What CI has made is what a person would have made and committed.
  passed(ci);
  shell('uv run --no-sync dvc push -q', { cwd: at('trained'), env: environment });
  git('trained', 'add -A');
  git('trained', 'commit -qm "The first model"');
  git('trained', 'push -q origin HEAD');
});
afterAll(() => folder.dispose());

describe('workflows', () => {
  it('pin every action by its commit and give no right to all', () => {
    for (const file of readdirSync(at('shop/.github/workflows'))) {
      const text = readFileSync(at('shop/.github/workflows', file), 'utf8');
      for (const [, action] of text.matchAll(/uses: (\S+)/g)) expect(action).toMatch(/@[0-9a-f]{40}$|^\.\/\.github\//);
      expect(text).toContain('\npermissions: {}\n');
    }
  });

  it('CI checks code, data and model', () => {
    expect(passed(ci)).toEqual([
      'code: Install',
      'code: Style',
      'code: Format',
      'code: Types',
      'model: Install',
      'model: Data',
      'model: Tests',
      'model: Data against the schema',
      'model: Pipeline and its gates',
    ]);
  });

  it('CM finds drift and CT retrains: what is better is proposed on a branch', () => {
    clone('watched');
    const ran = passed(runWorkflow('monitor.yml', machine('watched')));
    expect(ran).toEqual(
      expect.arrayContaining(['drift: Compare', 'retrain: Train, and compare with the model in use', 'retrain: Propose']),
    );
    expect(recorded()).toMatch(/gh pr create --head retrained-model/);
    const changed = git('watched', 'diff --name-only origin/HEAD origin/retrained-model').trim().split('\n');
    expect(changed).toEqual(expect.arrayContaining(['dvc.lock', 'models/ledger.jsonl', 'models/manifest.json']));
    expect(changed.filter((path) => /\.csv$|\.lock$/.test(path) && path !== 'dvc.lock' && !path.startsWith('reports/'))).toEqual([]);
    // Whoever takes the proposal has the model's bytes too.
    shell(
      'git clone -q --branch retrained-model origin.git proposed && cd proposed && ../environment/bin/dvc pull -q models/model.joblib data/raw/orders.csv',
      { cwd: folder.path },
    );
  });

  it('is ready for production after this loop, once it is known what came true: 5 points and more in each section', () => {
    writeFileSync(at('came.csv'), orders(400, { south: 0.3 }));
    const use = { cwd: at('watched'), env: environment };
    shell(`uv run --no-sync python -c '${usedBy(at('came.csv'))}' && uv run --no-sync python -m src.monitoring.outcomes`, use);
    const told = shell('uv run --no-sync python -m src.reporting.readiness', use).stdout;
    const sections = [...told.matchAll(/^(.+?) +([\d.]+) of 7$/gm)].map(([, name, points]) => ({ name, points: Number(points) }));
    expect(sections).toHaveLength(4);
    for (const { name, points } of sections) expect(points, name).toBeGreaterThanOrEqual(5);
  });

  it("proposes the standard's update", () => {
    clone('older');
    edit(at('older/.create-ml-project/lock.yaml'), /generator: \S+/, 'generator: 0.9.0');
    git('older', 'commit -qam "As an older version left it"');
    passed(runWorkflow('standard.yml', machine('older')));
    expect(recorded()).toMatch(/gh pr create --head standard /);
  });

  it('CD brings one image from dev to prod, a canary before', () => {
    writeFileSync(at('record'), '');
    clone('released');
    passed(runWorkflow('cd.yml', machine('released', { granted: ['verify'] })));
    const asked = recorded();
    expect(asked).toMatch(/docker build .*\n(.*\n)*docker run --rm .*trivy.*\n(.*\n)*docker push ghcr\.io\/team\/shop:/);
    const orderOf = [
      ...asked.matchAll(/kubectl (apply --kustomize \S+?\/(overlays\/\w+|canary)|.* exec deployment\/\S+ .*\.(\w+)|delete)/g),
    ].map(([, what, place, check]) => place ?? check ?? what);
    expect(orderOf).toEqual([
      'overlays/dev',
      'smoke',
      'overlays/staging',
      'smoke',
      'canary',
      'smoke',
      'canary',
      'delete',
      'overlays/prod',
      'smoke',
    ]);
    const digests = new Set([...asked.matchAll(/digest: (\S+)/g)].map(([, digest]) => digest));
    expect([...digests]).toEqual([expect.stringMatching(/^sha256:(?!0{64})[0-9a-f]{64}$/)]);
    const prod = JSON.parse(readFileSync(at('released/evidence/prod.json'), 'utf8')) as { image: string; checks: string[] };
    expect(prod.image).toBe(`ghcr.io/team/shop@${[...digests][0]}`);
    expect(prod.checks.join(' ')).toMatch(/The canary gave \d+ answers, 0 of them errors/);
    expect(JSON.parse(readFileSync(at('released/evidence/sbom.cdx.json'), 'utf8'))).toMatchObject({ bomFormat: 'CycloneDX' });
  });

  it.each<[string, () => void, string, RegExp, Record<string, string>?]>([
    [
      'a gate that was not passed',
      () => edit(at('released/reports/gates.json'), /"verdict": "passed"/, '"verdict": "failed"'),
      'image: Build, and try the service in it',
      /docker build/,
    ],
    [
      'parameters other than those that were judged',
      () => edit(at('released/params.yaml'), /seed: 42\n/, 'seed: 43\n'),
      'image: Build, and try the service in it',
      /docker build/,
    ],
    ['a known weakness in the image', () => undefined, 'image: Scan', /docker push/, { SCAN_EXIT: '1' }],
    ['a roll-out that does not end', () => undefined, 'dev: Release', /overlays\/staging/, { ROLLOUT_EXIT: '1' }],
  ])('CD stops at %s', (_, sabotage, where, never, env = {}) => {
    writeFileSync(at('record'), '');
    git('released', 'checkout -q .');
    shell('rm -f evidence/*.json', { cwd: at('released') });
    sabotage();
    const { failed, steps } = runWorkflow('cd.yml', machine('released', { granted: ['verify'], env }));
    expect([failed, steps.at(-1)?.outcome.code]).toEqual([where, 3]);
    expect(recorded()).not.toMatch(never);
    if (where === 'dev: Release') expect(recorded()).toMatch(/rollout undo deployment\/shop/);
  });
});
