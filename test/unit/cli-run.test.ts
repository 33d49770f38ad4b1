import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli, createMlProject, type Outcome } from '../support/cli.ts';
import { smallTable, workFolder } from '../support/folders.ts';

const given = ['orders', '--data', 'orders.csv', '--target', 'returned', '--yes', '--run', '--no-git'];
const metrics = '{"roc_auc": 0.9, "model": "random_forest", "rows_train": 48, "baselines": {"dummy": {"roc_auc": 0.5}}}';

/** Programs that stand in for uv, Python and DVC: what they do is a few lines of shell. */
function programs(folder: string, scripts: Readonly<Record<string, string>>): string {
  for (const [name, script] of Object.entries(scripts)) {
    const file = join(folder, 'bin', name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
  }
  return `${join(folder, 'bin')}:/usr/bin:/bin`;
}

/** An installer that leaves a `dvc` with the given behaviour in the project's environment. */
const installing = (dvc: string): string =>
  `mkdir -p .venv/bin\ncat > .venv/bin/dvc <<'END'\n#!/bin/sh\n${dvc}\nEND\nchmod +x .venv/bin/dvc\necho installed`;
const versionOr = (script: string): string => `[ "$1" = --version ] && exit 0\n${script}`;

function runWith(scripts: Readonly<Record<string, string>>, ...more: string[]): Outcome & { readonly cwd: string } {
  const cwd = workFolder();
  smallTable(cwd);
  return { cwd, ...createMlProject([...given, ...more], { cwd, env: { PATH: programs(cwd, scripts) } }) };
}

const pipeline = `echo "Running stage 'ingest':"\necho "Running stage 'train':"\necho '${metrics}' > metrics.json`;

describe('--run', () => {
  it('installs with uv, runs the stages before your eyes and shows the scores', () => {
    const { code, stderr, stdout, cwd } = runWith({ uv: versionOr(`[ "$*" = "sync --locked" ] || exit 9\n${installing(pipeline)}`) });
    expect(code).toBe(0);
    expect(stdout).toBe('');
    expect(stderr).toMatch(
      /✔ install the environment with uv [^]*✔ ingest [^]*✔ train [^]*random_forest {2}dummy\n {2}roc_auc +0\.900 +0\.500\n/,
    );
    expect(stderr.split('roc_auc')[1]?.trim().split('\n').length).toBeLessThanOrEqual(6);
    expect(readFileSync(join(cwd, 'orders/.create-ml-project/logs/run.log'), 'utf8')).toBe(
      `$ uv sync --locked\ninstalled\n$ dvc repro\nRunning stage 'ingest':\nRunning stage 'train':\n`,
    );
  });

  it('keeps from the project what belongs to another Python', () => {
    const cwd = workFolder();
    smallTable(cwd);
    const strict = versionOr(
      `[ -z "$PYTHONDONTWRITEBYTECODE$PYTHONHOME$PYTHONPATH$VIRTUAL_ENV" ] || exit 8\n${installing(`[ -z "$PYTHONDONTWRITEBYTECODE" ] && [ "$VIRTUAL_ENV" = "$PWD/.venv" ] || exit 8\n${pipeline}`)}`,
    );
    const env = {
      PATH: programs(cwd, { uv: strict }),
      PYTHONDONTWRITEBYTECODE: '1',
      PYTHONHOME: '/x',
      PYTHONPATH: '/x',
      VIRTUAL_ENV: '/x',
    };
    expect(createMlProject(given, { cwd, env })).toMatchObject({ code: 0 });
  });

  it('gives the scores with --json in the one document', () => {
    const { code, stdout } = runWith({ uv: versionOr(installing(pipeline)) }, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ run: { metrics: { roc_auc: 0.9 } } });
  });

  it('installs with venv and pip where there is no uv', () => {
    const python = `case "$*" in *"-m venv .venv") mkdir -p .venv/bin; cp "$0" .venv/bin/python;; *"-m pip install"*"-r requirements.txt") ${installing(pipeline)};; esac`;
    const { code, stderr } = runWith({ python3: python });
    expect(code).toBe(0);
    expect(stderr).toContain('install the environment with pip');
  });

  it('hints at commands that this machine has, without uv too', () => {
    const python = `case "$*" in *"-m venv .venv") mkdir -p .venv/bin; cp "$0" .venv/bin/python;; *"-m pip install"*"-r requirements.txt") ${installing('exit 255')};; esac`;
    const { code, stderr } = runWith({ python3: python });
    expect(code).toBe(1);
    expect(stderr).not.toContain('uv run');
    expect(stderr).toContain('After mending the cause: cd orders && . .venv/bin/activate && dvc repro\n');
  });

  it('hints without uv after creating and adding too, each line with all that it needs', () => {
    const cwd = workFolder();
    smallTable(cwd);
    const env = { PATH: programs(cwd, {}) };
    const hint = (from: string, ...args: string[]): string => {
      const { code, stderr } = createMlProject(args, { cwd: from, env });
      expect([code, stderr.includes('uv ')], stderr).toEqual([0, false]);
      return stderr;
    };
    const ready = 'python3 -m venv .venv && . .venv/bin/activate && python -m pip install -r requirements.txt';
    const root = join(cwd, 'orders');
    expect(hint(cwd, ...given.filter((word) => word !== '--run'))).toContain(`\n  cd orders && ${ready} && dvc repro\n`);
    expect(hint(root, 'add', 'stage', 'clean')).toContain(`Next: ${ready} && dvc repro && pytest\n`);
    expect(hint(root, 'add', 'docs-site')).toContain(`Next: ${ready} && mkdocs serve\n`);
    mkdirSync(join(root, '.venv'));
    const notebook = 'python -m pip install jupyterlab && jupyter lab notebooks/eda.ipynb';
    expect(hint(root, 'add', 'notebook', 'eda')).toContain(`Next: . .venv/bin/activate && ${notebook}\n`);
  });

  it.each(['PIP_USER', 'PYTHONSAFEPATH'])('runs where %s is set', (name) => {
    const cwd = workFolder();
    smallTable(cwd);
    const strict = versionOr(`[ "$PIP_USER" = 0 ] || exit 8\n${installing(`[ -z "$PYTHONSAFEPATH" ] || exit 8\n${pipeline}`)}`);
    expect(createMlProject(given, { cwd, env: { PATH: programs(cwd, { uv: strict }), [name]: '1' } })).toMatchObject({ code: 0 });
  });

  it('runs where uv puts environments elsewhere', () => {
    const cwd = workFolder();
    smallTable(cwd);
    const uv = versionOr(installing(pipeline).replaceAll('.venv', '../elsewhere'));
    expect(createMlProject(given, { cwd, env: { PATH: programs(cwd, { uv }), UV_PROJECT_ENVIRONMENT: '../elsewhere' } })).toMatchObject({
      code: 0,
    });
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('on %s says what is there and how to go on', async (signal) => {
    const cwd = workFolder();
    smallTable(cwd);
    const child = spawn(process.execPath, [cli, ...given], {
      cwd,
      env: { ...process.env, NO_COLOR: '1', PATH: programs(cwd, { uv: versionOr('sleep 60') }) },
    });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (/README\.md|files/.test(said)) setTimeout(() => child.kill(signal), 500);
    });
    const code = await new Promise((done) => child.on('close', done));
    expect(code).toBe(signal === 'SIGINT' ? 130 : 143);
    expect(said).toContain('The project is there and usable. To go on: cd orders && uv sync --locked && uv run dvc repro');
  });

  it('says when there is neither uv nor Python, with the project written', () => {
    const cwd = workFolder();
    smallTable(cwd);
    const { code, stderr } = createMlProject(given, { cwd, env: { PATH: '/nowhere' } });
    expect(code).toBe(1);
    expect(stderr).toContain('Neither uv nor a Python 3.10 or newer');
    expect(existsSync(join(cwd, 'orders/README.md'))).toBe(true);
  });

  it('shows the last words of what failed, the log and how to go on', () => {
    const { code, stderr, cwd } = runWith({
      uv: versionOr(
        installing(`echo "Running stage 'train':"\necho 'Traceback of theirs' >&2\necho 'ERROR: failed to reproduce train' >&2\nexit 255`),
      ),
    });
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /✖ train [^]*`dvc repro` failed:\n[^]*Traceback of theirs[^]*cd orders && uv run dvc repro\n.*orders\/\.create-ml-project\/logs\/run\.log/,
    );
    expect(stderr).not.toMatch(/node:internal/);
    expect(existsSync(join(cwd, 'orders/dvc.yaml'))).toBe(true);
  });

  it('ends with code 3 when a gate is not met', () => {
    const { code, stderr } = runWith({
      uv: versionOr(
        installing(
          `echo "Running stage 'gate':"\necho 'roc_auc 0.51 is below 0.60.' >&2\necho "ERROR: failed to reproduce 'gate': failed to run: python -m src.stages.gate, exited with 3" >&2\nexit 255`,
        ),
      ),
    });
    expect(code).toBe(3);
    expect(stderr).toContain('A gate is not met:');
    expect(stderr).toContain('roc_auc 0.51 is below 0.60.');
  });

  it('runs the stages of level 0 one by one', () => {
    const { code, stderr } = runWith(
      { uv: versionOr(`mkdir -p .venv/bin\nprintf '#!/bin/sh\\necho "$@"\\n' > .venv/bin/python\nchmod +x .venv/bin/python`) },
      '--level',
      '0',
    );
    expect(code).toBe(0);
    expect(stderr).toMatch(/✔ ingest [^]*✔ split [^]*✔ featurize [^]*✔ train [^]*✔ evaluate [^]*✔ document /);
  });

  it('ends with Ctrl-C, and so does what it has started', async () => {
    const cwd = workFolder();
    smallTable(cwd);
    const PATH = programs(cwd, { uv: versionOr(installing('echo $$ > running.pid\nsleep 60')) });
    const child = spawn(process.execPath, [cli, ...given], { cwd, stdio: 'ignore', env: { ...process.env, PATH } });
    const started = join(cwd, 'orders/running.pid');
    while (!existsSync(started) || readFileSync(started, 'utf8') === '') await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill('SIGINT');
    expect(await new Promise((resolve) => child.on('exit', resolve))).toBe(130);
    const pid = Number(readFileSync(started, 'utf8'));
    await expect.poll(() => existsSync(`/proc/${pid}`) && !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ')).toBe(false);
  });
});
