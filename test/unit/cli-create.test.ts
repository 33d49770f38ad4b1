import { execFileSync } from 'node:child_process';
import { existsSync, chownSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { cli, createMlProject, type Outcome, run, shell } from '../support/cli.ts';
import { bytesOf, smallTable, treeOf, workFolder } from '../support/folders.ts';

const git = (folder: string, ...parameters: string[]): string =>
  execFileSync('git', ['-C', folder, ...parameters], { encoding: 'utf8' }).trim();

function create(cwd: string, ...args: string[]): Outcome {
  return createMlProject(args, { cwd });
}

/** A folder with a table in it, and the arguments that make a project of it. */
function withTable(): { cwd: string; given: string[] } {
  const cwd = workFolder();
  return { cwd, given: ['--data', smallTable(cwd), '--target', 'returned', '--yes'] };
}

describe('create', () => {
  it('makes a committed project whose raw data DVC knows', () => {
    const { cwd, given } = withTable();
    const outcome = create(cwd, 'orders', ...given);
    expect(outcome).toMatchObject({ code: 0, stdout: '' });
    expect(outcome.stderr).toContain('predicts returned (binary) from 60 rows and 3 columns');
    const project = join(cwd, 'orders');
    expect(git(project, 'log', '--format=%s')).toBe('Create the project');
    expect(git(project, 'branch', '--show-current')).toBe('main');
    expect(git(project, 'status', '--porcelain')).toBe('');
    const tracked = git(project, 'ls-files').split('\n');
    expect(tracked).toContain('data/raw/orders.csv.dvc');
    expect(tracked.filter((path) => path === 'data/raw/orders.csv' || path.startsWith('.dvc/cache'))).toEqual([]);
    const {
      outs: [{ md5 }],
    } = parse(readFileSync(join(project, 'data/raw/orders.csv.dvc'), 'utf8')) as { outs: [{ md5: string }] };
    const cached = readFileSync(join(project, '.dvc/cache/files/md5', md5.slice(0, 2), md5.slice(2)), 'utf8');
    expect(cached).toBe(readFileSync(join(cwd, 'orders.csv'), 'utf8'));
    expect(readFileSync(join(project, '.dvc/config'), 'utf8')).toBe('[core]\n    analytics = false\n    check_update = false\n');
    expect(treeOf(cwd).filter((path) => path.startsWith('.'))).toEqual([]);
  });

  it('is called in plain letters, whatever the alphabet of its folder and its file', () => {
    const cwd = workFolder();
    writeFileSync(join(cwd, 'größe.csv'), readFileSync(join(cwd, smallTable(cwd))));
    expect(create(cwd, 'Продажи', '--data', 'größe.csv', '--target', 'returned', '--yes').code).toBe(0);
    expect(readFileSync(join(cwd, 'Продажи/pyproject.toml'), 'utf8')).toContain('name = "prodazhi"');
    expect(existsSync(join(cwd, 'Продажи/data/raw/groesse.csv'))).toBe(true);
  });

  it('makes the same bytes of the same answers, from a flag, a file or standard input', () => {
    const { cwd, given } = withTable();
    create(cwd, 'one/orders', ...given, '--no-git', '--author', 'Ada');
    const printed = create(cwd, 'orders', ...given, '--author', 'Ada', '--print-answers');
    expect(printed).toMatchObject({ code: 0, stderr: '' });
    writeFileSync(join(cwd, 'answers.yaml'), printed.stdout);
    create(cwd, 'two/orders', '--answers', 'answers.yaml', '--yes', '--no-git');
    createMlProject(['three/orders', '--answers', '-', '--yes', '--no-git'], { cwd, input: printed.stdout });
    const [one, two, three] = ['one', 'two', 'three'].map((folder) => bytesOf(join(cwd, folder, 'orders')));
    expect(Object.keys(one!).length).toBeGreaterThan(30);
    expect(two).toEqual(one);
    expect(three).toEqual(one);
  });

  it('prints answers that mean the same file wherever they are used', () => {
    const { cwd, given } = withTable();
    for (const folder of ['here', 'there']) mkdirSync(join(cwd, folder));
    const { stdout } = create(join(cwd, 'here'), 'orders', '--data', '../orders.csv', ...given.slice(2), '--print-answers');
    const used = createMlProject(['orders', '--answers', '-', '--yes', '--dry-run'], { cwd: join(cwd, 'there'), input: stdout });
    expect(used, used.stderr).toMatchObject({ code: 0 });
    expect(parse(stdout)).toMatchObject({ data: join(cwd, 'orders.csv') });
  });

  it('says that workflows need a store, until there is one', () => {
    const { cwd, given } = withTable();
    const needed = 'the workflows need a store';
    expect(create(cwd, 'bare', ...given, '--level', '2').stderr).toContain(needed);
    expect(create(cwd, 'stored', ...given, '--level', '2', '--remote', 's3', '--remote-url', 's3://bucket/path').stderr).not.toContain(
      needed,
    );
    expect(create(cwd, 'alone', ...given).stderr).not.toContain(needed);
  });

  it('takes a built-in data set by the task when there is no data', () => {
    const cwd = workFolder();
    const answers = (...task: string[]): Record<string, unknown> =>
      JSON.parse(create(cwd, 'demo', '--yes', '--print-answers', '--json', ...task).stdout) as Record<string, unknown>;
    expect(
      [answers(), answers('--task', 'multiclass'), answers('--task', 'regression')].map(({ task, 'data-license': licence }) => [
        task,
        licence,
      ]),
    ).toEqual([
      ['binary', 'CC-BY-4.0'],
      ['multiclass', 'CC-BY-4.0'],
      ['regression', expect.stringContaining('scikit-learn')],
    ]);
  });

  it('lets flags win over the answers file', () => {
    const { cwd, given } = withTable();
    writeFileSync(join(cwd, 'a.json'), '{"level": 0, "license": "Apache-2.0"}');
    expect(parse(create(cwd, 'orders', ...given, '--answers', 'a.json', '--license', 'MIT', '--print-answers').stdout)).toMatchObject({
      level: 0,
      license: 'MIT',
    });
  });

  it('lists with --dry-run what it would write, and writes nothing', () => {
    const { cwd, given } = withTable();
    const before = treeOf(cwd);
    expect(create(cwd, 'orders', ...given, '--dry-run').stdout).toMatch(/^orders\/\n {2}\S[^]*\n {2}uv\.lock\n$/);
    const json = JSON.parse(create(cwd, 'orders', ...given, '--dry-run', '--json').stdout) as { files: { path: string }[] };
    expect(json.files.map(({ path }) => path)).toContain('data/schema.yaml');
    expect(treeOf(cwd)).toEqual(before);
  });

  it('marks with --dry-run what is there already', () => {
    const { cwd, given } = withTable();
    mkdirSync(join(cwd, 'orders/src'), { recursive: true });
    writeFileSync(join(cwd, 'orders/README.md'), 'mine');
    mkdirSync(join(cwd, 'orders/LICENSE'));
    const shown = create(cwd, 'orders', ...given, '--dry-run');
    expect(shown.stdout).toContain('\n  README.md  (there already, differs)\n');
    expect(shown.stdout).toContain('\n  LICENSE  (in the way: not a file)\n');
    expect(shown.stderr).toContain('1 file that is there already would differ: --on-conflict skip keeps yours');
    const json = JSON.parse(create(cwd, 'orders', ...given, '--dry-run', '--json').stdout) as {
      conflicts: string[];
      files: { path: string; state: string }[];
    };
    expect(json.conflicts.toSorted()).toEqual(['LICENSE', 'README.md']);
    expect(Object.fromEntries(json.files.map(({ path, state }) => [path, state]))).toMatchObject({
      'README.md': 'differs',
      LICENSE: 'blocked',
      'params.yaml': 'new',
    });
  });

  it('says with --json what it did in one document', () => {
    const { cwd, given } = withTable();
    const done = create(cwd, 'orders', ...given, '--json');
    expect(done.stderr).toBe('');
    expect(JSON.parse(done.stdout)).toMatchObject({
      project: join(cwd, 'orders'),
      answers: { target: 'returned', data: 'data/raw/orders.csv' },
      git: 'committed',
      kept: [],
      run: null,
    });
    const failed = create(cwd, 'class', ...given, '--json');
    expect(JSON.parse(failed.stdout)).toMatchObject({ error: { exit: 2, message: expect.stringContaining('--name') } });
  });
});

describe('git', () => {
  it('is left alone inside another work tree, which DVC then uses', () => {
    const { cwd, given } = withTable();
    git(cwd, 'init', '-q');
    expect(create(cwd, 'orders', ...given).stderr).toContain('inside a git repository');
    expect(existsSync(join(cwd, 'orders/.git'))).toBe(false);
    expect(readFileSync(join(cwd, 'orders/.dvc/config'), 'utf8')).not.toContain('no_scm');
  });

  it('is not used with --no-git, and DVC is told', () => {
    const { cwd, given } = withTable();
    expect(create(cwd, 'orders', ...given, '--no-git').code).toBe(0);
    expect(existsSync(join(cwd, 'orders/.git'))).toBe(false);
    expect(readFileSync(join(cwd, 'orders/.dvc/config'), 'utf8')).toContain('no_scm = true');
  });

  it('may be missing, which is said', () => {
    const { cwd, given } = withTable();
    const outcome = createMlProject(['orders', ...given], { cwd, env: { PATH: '/nowhere' } });
    expect(outcome).toMatchObject({ code: 0, stderr: expect.stringContaining('git is not installed') });
    // DVC is in the project's environment, which this shell has not activated.
    expect(outcome.stderr).toMatch(/Once it is: cd orders && python3 -m venv .* && dvc config --unset core\.no_scm && git init\n/);
    expect(readFileSync(join(cwd, 'orders/.dvc/config'), 'utf8')).toContain('no_scm = true');
  });

  it('commits in the name that is configured, and in a neutral one where there is none', () => {
    const { cwd, given } = withTable();
    const nobody = { GIT_CONFIG_NOSYSTEM: '1', HOME: cwd, XDG_CONFIG_HOME: cwd };
    createMlProject(['one', ...given], { cwd, env: nobody });
    writeFileSync(join(cwd, 'config'), '[user]\n  name = Ada\n  email = ada@example.org\n[commit]\n  gpgsign = true\n');
    createMlProject(['two', ...given], { cwd, env: { ...nobody, GIT_CONFIG_GLOBAL: join(cwd, 'config') } });
    expect(['one', 'two'].map((project) => git(join(cwd, project), 'log', '--format=%an'))).toEqual(['create-ml-project', 'Ada']);
  });

  it('is not redirected by the variables of a hook around us', () => {
    const { cwd, given } = withTable();
    mkdirSync(join(cwd, 'other'));
    git(join(cwd, 'other'), 'init', '-q');
    createMlProject(['orders', ...given], { cwd, env: { GIT_DIR: join(cwd, 'other/.git'), GIT_WORK_TREE: join(cwd, 'other') } });
    expect(git(join(cwd, 'orders'), 'log', '--format=%s')).toBe('Create the project');
    expect(git(join(cwd, 'other'), 'status', '--porcelain')).toBe('');
  });
});

describe('a result', () => {
  const line = `${JSON.stringify(process.execPath)} ${JSON.stringify(cli)}`;

  it('that nobody reads to its end is no failure', () =>
    expect(shell(`set -o pipefail; ${line} --help --json | head -c 10`, { cwd: workFolder() })).toMatchObject({ stderr: '' }));

  it('arrives whole where its reader is slow', () => {
    const whole = shell(`${line} --help --json`, { cwd: workFolder() }).stdout;
    expect(whole.length).toBeGreaterThan(10_000);
    expect(shell(`${line} --help --json | (sleep 1; cat)`, { cwd: workFolder() }).stdout).toBe(whole);
  });

  it('keeps its order where the reader is so slow that it has to wait', () => {
    const cwd = workFolder();
    create(cwd, 'one', '--yes', '--no-git');
    const lock = readFileSync(join(cwd, 'one/.create-ml-project/lock.yaml'));
    for (let number = 0; number < 400; number += 1) {
      mkdirSync(join(cwd, `many/q${number}/.create-ml-project`), { recursive: true });
      writeFileSync(join(cwd, `many/q${number}/.create-ml-project/lock.yaml`), lock);
    }
    const slowly = [
      'import fcntl, os, subprocess, sys, time',
      'reading, writing = os.pipe()',
      'fcntl.fcntl(writing, 1031, 4096)  # F_SETPIPE_SZ',
      'os.set_blocking(writing, False)',
      'subprocess.Popen(sys.argv[1:], stdout=writing)',
      'os.close(writing)',
      'while chunk := os.read(reading, 900):',
      '    sys.stdout.buffer.write(chunk)',
      '    time.sleep(0.01)',
    ].join('\n');
    const check = `${line} check many/* --json`;
    const { stdout } = run('bash', ['-c', check], { cwd });
    expect(stdout.length).toBeGreaterThan(100_000);
    expect(run('bash', ['-c', `python3 -c "$SLOWLY" ${check}`], { cwd, env: { SLOWLY: slowly } }).stdout).toBe(stdout);
  });

  it('for which there is no room is one', () =>
    expect(shell(`${line} --help > /dev/full`, { cwd: workFolder() }, 1).stderr).toContain('The result could not be written: ENOSPC'));
});

describe('git and rules that are not ours', () => {
  it('commits what a global ignore file would take away, on the branch that the user is used to', () => {
    const { cwd, given } = withTable();
    writeFileSync(join(cwd, 'ignore'), 'data/\n*.lock\ndocs/\n');
    writeFileSync(join(cwd, 'config'), `[core]\n  excludesFile = ${join(cwd, 'ignore')}\n[init]\n  defaultBranch = trunk\n`);
    createMlProject(['orders', ...given], { cwd, env: { GIT_CONFIG_GLOBAL: join(cwd, 'config') } });
    const project = join(cwd, 'orders');
    expect(git(project, 'branch', '--show-current')).toBe('trunk');
    const tracked = git(project, 'ls-files').split('\n');
    expect(tracked).toEqual(expect.arrayContaining(['uv.lock', 'docs/scoping.md', 'data/schema.yaml', 'data/raw/orders.csv.dvc']));
    expect(tracked.filter((path) => path.endsWith('.csv'))).toEqual([]);
  });

  it("commits what rules in the user's template of a repository would take away", () => {
    const { cwd, given } = withTable();
    mkdirSync(join(cwd, 'template/info'), { recursive: true });
    writeFileSync(join(cwd, 'template/info/exclude'), '# mine\n*.lock\n');
    writeFileSync(join(cwd, 'config'), `[init]\n  templateDir = ${join(cwd, 'template')}\n`);
    createMlProject(['orders', ...given], { cwd, env: { GIT_CONFIG_GLOBAL: join(cwd, 'config') } });
    expect(git(join(cwd, 'orders'), 'ls-files').split('\n')).toContain('uv.lock');
    expect(readFileSync(join(cwd, 'orders/.git/info/exclude'), 'utf8')).toBe('# mine\n*.lock\n');
    expect(existsSync(join(cwd, 'orders/.git/info/attributes'))).toBe(false);
  });

  it('commits no data, even where the rules of a standard let them through', () => {
    const { cwd, given } = withTable();
    mkdirSync(join(cwd, 'acme/templates/.dvc'), { recursive: true });
    writeFileSync(join(cwd, 'acme/preset.yaml'), 'name: acme\nversion: 1.0.0\nengine: ">=1.0.0"\n');
    writeFileSync(join(cwd, 'acme/templates/.gitignore'), '.venv/\n!/data/**\n!.dvc/cache/**\n');
    writeFileSync(join(cwd, 'acme/templates/.dvc/.gitignore'), '!cache\n!/cache/**\n');
    expect(create(cwd, 'orders', ...given, '--preset', './acme').code).toBe(0);
    const tracked = git(join(cwd, 'orders'), 'ls-files').split('\n');
    expect(tracked).toContain('data/raw/orders.csv.dvc');
    expect(tracked.filter((path) => path.endsWith('.csv') || path.startsWith('.dvc/cache'))).toEqual([]);
  });

  it('asks git about a repository above, however far, and about none where there is none', () => {
    const { cwd, given } = withTable();
    git(cwd, 'init', '-q');
    mkdirSync(join(cwd, 'a/b'), { recursive: true });
    expect(create(cwd, 'a/b/orders', ...given).stderr).toContain('stands inside a git repository');
    expect(existsSync(join(cwd, 'a/b/orders/.git'))).toBe(false);
    const bare = workFolder();
    git(bare, 'init', '-q', '--bare');
    expect(create(bare, 'orders', '--yes').stderr).toContain('committed to git');
  });

  it('tells what a repository around it ignores', () => {
    const { cwd, given } = withTable();
    git(cwd, 'init', '-q');
    writeFileSync(join(cwd, '.gitignore'), 'data/\n');
    expect(create(cwd, 'orders', ...given).stderr).toMatch(/Its rules ignore data\/\S+, .*which the project needs: git add --force/);
    writeFileSync(join(cwd, '.gitignore'), '*.log\n');
    expect(create(cwd, 'orders-2', ...given).stderr).not.toContain('Its rules ignore');
  });

  it('makes no repository inside one of another owner', { skip: process.getuid?.() !== 0 }, () => {
    const { cwd, given } = withTable();
    git(cwd, 'init', '-q');
    for (const path of [cwd, join(cwd, '.git')]) chownSync(path, 12345, 12345);
    expect(create(cwd, 'orders', ...given).stderr).toContain('inside a git repository');
    expect(existsSync(join(cwd, 'orders/.git'))).toBe(false);
  });

  it('says of a second run that what is new is not committed', () => {
    const { cwd, given } = withTable();
    create(cwd, 'orders', ...given);
    const again = create(cwd, 'orders', ...given).stderr;
    expect(again).toContain('everything is there already');
    // Its own repository is none that it stands inside.
    for (const wrong of ['not committed', 'inside a git repository']) expect(again).not.toContain(wrong);
    rmSync(join(cwd, 'orders/LICENSE'));
    expect(create(cwd, 'orders', ...given).stderr).toContain('What is new here is not committed');
  });

  it("names the rules that a user's own .gitignore lacks", () => {
    const { cwd, given } = withTable();
    mkdirSync(join(cwd, 'orders'));
    writeFileSync(join(cwd, 'orders/.gitignore'), '/data/raw/*.csv\n');
    const { stderr } = create(cwd, 'orders', ...given, '--on-conflict', 'skip');
    expect(stderr).toMatch(/could get into a commit: .*\/models\/\*\.joblib/);
    expect(stderr).not.toContain('/data/raw/*.csv ');
  });
});

describe('a directory that is there', () => {
  it("is filled when it is empty or in nobody's way", () => {
    const { cwd, given } = withTable();
    mkdirSync(join(cwd, 'orders'));
    writeFileSync(join(cwd, 'orders/notes.txt'), 'mine');
    expect(create(cwd, 'orders', ...given).code).toBe(0);
    expect(readFileSync(join(cwd, 'orders/notes.txt'), 'utf8')).toBe('mine');
    expect(existsSync(join(cwd, 'orders/README.md'))).toBe(true);
  });

  it('keeps the files that were there out of the commit, and says so', () => {
    const cwd = workFolder();
    mkdirSync(join(cwd, 'orders/old [1]'), { recursive: true });
    const folder = join(cwd, 'orders');
    const table = smallTable(folder);
    for (const path of ['passwords.txt', 'old [1]/a.txt', '.gitignore', 'data.bin']) writeFileSync(join(folder, path), 'mine');
    const outcome = create(folder, '.', '--data', table, '--target', 'returned', '--yes', '--on-conflict', 'skip');
    expect(outcome).toMatchObject({ code: 0, stderr: expect.stringContaining('The other 5 files that were here are not in the commit') });
    const tracked = git(folder, 'ls-files').split('\n');
    expect(tracked).toEqual(
      expect.arrayContaining(['README.md', '.dvc/config', '.dvc/.gitignore', 'data/raw/orders.csv.dvc', 'data/raw/.gitignore']),
    );
    expect(tracked.filter((path) => /passwords|^old|^\.gitignore$|\.bin$|\.csv$|cache/.test(path))).toEqual([]);
    expect(git(folder, 'status', '--porcelain').split('\n').sort()).toEqual(
      ['?? "old [1]/"', '?? .gitignore', '?? data.bin', '?? orders.csv', '?? passwords.txt'].sort(),
    );
  });

  it('is left as it is when files collide, which are listed', () => {
    const { cwd, given } = withTable();
    mkdirSync(join(cwd, 'orders'));
    writeFileSync(join(cwd, 'orders/README.md'), 'mine');
    const before = bytesOf(cwd);
    const refused = create(cwd, 'orders', ...given);
    expect(refused).toMatchObject({ code: 3, stderr: expect.stringContaining('  README.md\n') });
    expect(bytesOf(cwd)).toEqual(before);
    expect(create(cwd, 'orders', ...given, '--on-conflict', 'skip')).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('README.md was there'),
    });
    expect(readFileSync(join(cwd, 'orders/README.md'), 'utf8')).toBe('mine');
    expect(create(cwd, 'orders', ...given, '--on-conflict', 'overwrite').code).toBe(0);
    expect(readFileSync(join(cwd, 'orders/README.md'), 'utf8')).toContain('# orders');
  });

  it('is refused when a folder is where a file must go, even with overwrite', () => {
    const { cwd, given } = withTable();
    mkdirSync(join(cwd, 'orders/README.md'), { recursive: true });
    expect(create(cwd, 'orders', ...given, '--on-conflict', 'overwrite')).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('README.md (not a file)'),
    });
  });

  it('is the current one for a dot', () => {
    const { cwd, given } = withTable();
    mkdirSync(join(cwd, 'orders'));
    expect(createMlProject(['.', '--data', '../orders.csv', ...given.slice(2)], { cwd: join(cwd, 'orders') }).code).toBe(0);
    expect(readFileSync(join(cwd, 'orders/pyproject.toml'), 'utf8')).toContain('name = "orders"');
  });

  it('and is a file is refused', () => {
    const { cwd, given } = withTable();
    expect(create(cwd, 'orders.csv', '--name', 'orders', ...given)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('not a directory'),
    });
  });
});

it.each(['home/.yo-rc-global.json', 'here/.yo-rc.json', 'here/package.json'])('%s is none of its business, even broken', (path) => {
  const cwd = workFolder();
  for (const folder of ['home', 'here']) mkdirSync(join(cwd, folder));
  writeFileSync(join(cwd, path), '{');
  const started = { cwd: join(cwd, 'here'), env: { HOME: join(cwd, 'home'), USERPROFILE: join(cwd, 'home') } };
  expect(createMlProject(['demo', '--yes', '--no-git'], started).code).toBe(0);
  expect(createMlProject(['add', 'feature', 'ratio', '--dry-run'], { ...started, cwd: join(cwd, 'here/demo') }).code).toBe(0);
});

describe('a mistake ends with code 2, one message, and nothing written', () => {
  it.each([
    [['orders', '--data', 'nowhere.csv', '--yes'], 'nowhere.csv'],
    [['orders', '--data', 'orders.csv', '--target', 'retuned', '--yes'], 'returned'],
    [['orders', '--data', '.', '--yes'], 'directory'],
    [['orders', '--target', 'nope', '--yes'], 'nope'],
    [['orders', 'x', '--yes'], 'is not a command'],
    [['class', '--yes'], 'word of the Python language'],
    [['orders', '--lisence', 'MIT'], 'Did you mean --license?'],
    [['orders', '--answers', 'nowhere.yaml'], 'nowhere.yaml'],
    [['orders', '--remote', 's3', '--yes'], 'Missing: --remote-url.'],
    [['orders', '--data', 'orders.csv', '--split', 'group', '--yes'], "--split group --group '<column>' --yes"],
    [['orders', '--data', 'orders.csv', '--sheet', 'x', '--yes'], 'no Excel workbook, so it has no sheet "x"'],
    [['', '--yes'], 'directory is empty'],
    [['orders.csv/sub', '--yes'], 'orders.csv is there already and is not a directory'],
    [['orders', '--data', 'orders.csv/x.csv', '--yes'], 'There is no file orders.csv/x.csv'],
  ])('%j', (args, message) => {
    const { cwd } = withTable();
    const outcome = create(cwd, ...args);
    expect(outcome).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(message) });
    expect(outcome.stderr).not.toMatch(/^\s+at /m);
    expect(treeOf(cwd)).toEqual(['orders.csv']);
  });
});

it('data that the system cannot open are no mistake of ours', () => {
  const cwd = workFolder();
  symlinkSync('loop.csv', join(cwd, 'loop.csv'));
  expect(create(cwd, 'orders', '--data', 'loop.csv', '--yes')).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^error loop\.csv could not be read \(ELOOP\)\.\n/),
  });
});

it('never waits without a terminal: it names every missing flag and one command that works', () => {
  const cwd = workFolder();
  const outcome = create(cwd, '--license', 'MIT');
  expect(outcome).toMatchObject({ code: 2, stderr: expect.stringContaining('Missing: --name, --data, --target, --level, --author.') });
  const command = /(?:npx create-ml-project|node \S+cli\.js) (.*)$/m.exec(outcome.stderr)?.[1];
  expect(
    execFileSync('sh', ['-c', `node "$CLI" ${command} --dry-run`], {
      cwd,
      encoding: 'utf8',
      env: { ...process.env, CLI: cli },
    }),
  ).toContain('README.md');
});

it('shows its version and help at once, without Yeoman, prompts or data readers', () => {
  const cwd = workFolder();
  expect(create(cwd, '--version').stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  expect(create(cwd, '--help').stdout).toContain('--target <column>');
  const seen = new Set<string>();
  const reach = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const [, next] of readFileSync(file, 'utf8').matchAll(/^(?:import|export)[^;]*?from"(\.[^"]+)"|^import"(\.[^"]+)"/gm))
      if (next !== undefined) reach(join(file, '..', next));
  };
  reach(cli);
  expect([...seen].map((file) => readFileSync(file).length).reduce((sum, size) => sum + size)).toBeLessThan(120_000);
});
