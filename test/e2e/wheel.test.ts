/** The wheel, on a machine with Python and uv where Node.js is not on the PATH: it makes a project, runs it, adds to it, and passes on codes and signals. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { scratch, shell } from '../support/cli.ts';
import { customers } from '../support/tables.ts';

const root = resolve(import.meta.dirname, '../..');
const folder = scratch();
const bin = join(folder.path, 'bin');
const env = { PATH: bin };
let [wheel, uvx] = ['', ''];

beforeAll(() => {
  // As the README has it, its help included.
  shell(/```sh\n(npm run build:wheel\n[^]*?)```/.exec(readFileSync(join(root, 'README.md'), 'utf8'))![1]!, { cwd: root });
  mkdirSync(bin);
  for (const program of ['git', 'sh', 'bash', 'env', 'realpath', 'dirname', 'python3'])
    symlinkSync(
      shell(`${program === 'python3' ? 'python3 -c "import sys; print(sys.executable)"' : `command -v ${program}`}`, {
        cwd: root,
      }).stdout.trim(),
      join(bin, program),
    );
  // Where uv is a package of Python, the program on the PATH may be a script that needs another PATH than ours.
  const uv = shell('python3 -c "import uv; print(uv.find_uv_bin())" 2>/dev/null || command -v uv', { cwd: root }).stdout.trim();
  symlinkSync(uv, join(bin, 'uv'));
  wheel = join(
    root,
    'dist',
    readdirSync(join(root, 'dist')).find((name) => name.endsWith('.whl'))!,
  );
  uvx = `uv tool run --from '${wheel}' create-ml-project`;
});
afterAll(() => folder.dispose());

it('makes a project, runs it and adds to it without Node.js on the PATH', () => {
  expect(shell('command -v node; echo $?', { cwd: folder.path, env }).stdout).toBe('1\n');
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  expect(shell(`${uvx} --version`, { cwd: folder.path, env }).stdout).toBe(`${version}\n`);
  writeFileSync(join(folder.path, 'telco.csv'), customers(300));
  shell(`${uvx} shop --data telco.csv --target Churn --yes --run`, { cwd: folder.path, env });
  expect(existsSync(join(folder.path, 'shop/models/model.joblib'))).toBe(true);
  const { stderr } = shell(`${uvx} add stage clean --after ingest`, { cwd: join(folder.path, 'shop'), env });
  expect(stderr).toMatch(/Next: uv run dvc repro && uv run pytest\n/);
});

it('knows nothing of the clone that it was built in', () => {
  const search =
    'import sys, zipfile; wheel = zipfile.ZipFile(sys.argv[1]); print([name for name in wheel.namelist() if sys.argv[2].encode() in wheel.read(name)])';
  expect(shell(`python3 -c '${search}' '${wheel}' '${root}'`, { cwd: folder.path }).stdout).toBe('[]\n');
});

it('passes on exit codes and hints at itself', () => {
  expect(shell(`${uvx} --nmae x`, { cwd: folder.path, env }, 2).stderr).toContain('Did you mean --name?');
  expect(shell(uvx, { cwd: folder.path, env }, 2).stderr).toMatch(/For example: (uvx )?create-ml-project ml-project /);
});

it.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('passes on %s', { timeout: 60_000 }, async (signal, code) => {
  // A pipe that stays open keeps it reading the answers.
  const child = spawn('bash', ['-c', `exec ${uvx} --answers - --yes`], {
    cwd: folder.path,
    env: { ...process.env, ...env },
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  setTimeout(() => process.kill(-child.pid!, signal), 3000);
  expect(await new Promise((done) => child.on('close', done))).toBe(code);
});
