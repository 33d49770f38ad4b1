/** The examples of the commands' pages, which `--help` shows too, and the commands in the README's text: each line as it stands there. */
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { cli, scratch, shell } from '../support/cli.ts';
import { customers } from '../support/tables.ts';

const repository = resolve(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(repository, path), 'utf8');
const linesOf = (text: string): string[] => [...text.matchAll(/```sh\n([^]*?)```/g)].flatMap(([, block]) => block!.trim().split('\n'));

/** A desk with the command on the PATH, what the examples name, and a project of level 0 in `project`; an installer that trains at once. */
const desk = scratch();
const at = (...path: string[]): string => join(desk.path, ...path);
const env = { HOME: at('home'), npm_config_prefix: at('home'), PATH: `${at('home/bin')}:${at('bin')}:${process.env['PATH']}` };
const run = (line: string, cwd: string, code = 0) => shell(line, { cwd, env }, code);

beforeAll(() => {
  for (const folder of ['bin', 'home/.config/fish', 'services', 'team']) mkdirSync(at(folder), { recursive: true });
  symlinkSync(cli, at('bin/create-ml-project'));
  const dvc = `#!/bin/sh\\necho "{}" > metrics.json\\n`;
  writeFileSync(at('bin/uv'), `#!/bin/sh\nmkdir -p .venv/bin && printf '${dvc}' > .venv/bin/dvc && chmod +x .venv/bin/dvc\n`);
  chmodSync(at('bin/uv'), 0o755);
  writeFileSync(at('telco.csv'), customers(100));
  const book = join(import.meta.dirname, 'data/fixtures/sheets.xlsx');
  run(
    `python3 -c 'import sys, zipfile; old, new = zipfile.ZipFile(sys.argv[1]), zipfile.ZipFile("sales.xlsx", "w"); [new.writestr(name, old.read(name).replace(b"\\"Report\\"", b"\\"2024\\"")) for name in old.namelist()]' '${book}'`,
    desk.path,
  );
  const rows = customers(80)
    .trim()
    .split('\n')
    .map((line, row) => `${line},${row === 0 ? 'city,color' : ['Oslo,red', 'Rome,green', 'Oslo,blue'][row % 3]}`);
  writeFileSync(at('places.csv'), `${rows.join('\n')}\n`);
  run('create-ml-project project --data places.csv --target Churn --level 0 --yes --no-git', desk.path);
  writeFileSync(at('project/weather.csv'), 'city,rain\nOslo,3\nRome,1\n');
  writeFileSync(at('project/terms.csv'), 'colour;days\nred;3\ngreen;14\nblue;30\n');
  cpSync(at('project'), at('services/shop'), { recursive: true });
  return () => desk.dispose();
}, 60_000);

/** What has to be there before a line means something. */
const before: readonly (readonly [RegExp, (line: string) => string])[] = [
  [/ remove stage (\w+)/, (line) => line.replace('remove', 'add')],
  [/ update --answers /, () => 'echo "description: Who leaves" > answers.yaml'],
  [
    / update --(continue|abort)/,
    () => `echo "description: Who leaves" > answers.yaml
sed -i 's/^Predicts Churn$/Ours/' README.md
create-ml-project update --answers answers.yaml; [ $? = 3 ]
sed -i '/^<<<<<<<\\|^=======\\|^>>>>>>>/d' README.md`,
  ],
];
const prepare = (line: string, cwd: string): void => {
  for (const [words, needed] of before) if (words.test(line)) run(needed(line), cwd);
};

/** Where the lines of a page are run: each of those that change a project in a copy of its own. */
const insideProject = new Set(['add.md', 'remove.md', 'update.md', 'level.md']);

describe.each(readdirSync(join(repository, 'docs/commands')).filter((page) => page !== 'README.md'))('%s', (page) => {
  const lines = [...new Set(linesOf(read(`docs/commands/${page}`)))];

  it('shows lines that work', { timeout: 120_000 }, () => {
    expect(lines.length).toBeGreaterThan(0);
    lines.forEach((line, index) => {
      const inside = insideProject.has(page) || line === 'create-ml-project check' || line.includes('--render');
      const cwd = page === 'preset.md' ? at('team') : inside ? at(`${page}-${index}`) : desk.path;
      if (inside) cpSync(at('project'), cwd, { recursive: true });
      prepare(line, cwd);
      run(line, cwd);
    });
  });
});

it('the lines of the README for a clone work one after the other', { timeout: 120_000 }, () => {
  const clone = at('clone');
  for (const name of ['generators', 'scripts', 'templates', 'package.json', 'README.md', 'LICENSE'])
    cpSync(join(repository, name), join(clone, name), { recursive: true });
  symlinkSync(join(repository, 'node_modules'), join(clone, 'node_modules'));
  cpSync(at('telco.csv'), join(clone, 'telco.csv'));
  const lines = linesOf(read('README.md')).filter((line) => line !== 'npm ci && npm test' && !/wheel|whl/.test(line));
  // What is installed is a link to the packages of this clone.
  for (const line of lines) run(line.replace('npm ci && ', ''), clone);
  expect(lines.filter((line) => line.includes('npm start'))).toHaveLength(4);
  for (const made of ['my-project', 'churn', 'churn-again']) expect(existsSync(join(clone, made, 'README.md')), made).toBe(true);
});

it('the commands in the text of the README work one after the other in a project', { timeout: 120_000 }, () => {
  const text = read('README.md').replaceAll(/```[^]*?```|^\|.*\|$/gm, '');
  const lines = [...text.matchAll(/`(?:eval "\$\()?(create-ml-project \w[^`]*?)(?:\)")?`/g)].map(([, line]) => line!.replaceAll('\n', ' '));
  expect(lines.length).toBeGreaterThan(8);
  cpSync(at('project'), at('readme/project'), { recursive: true });
  // What would ask on a terminal takes its defaults here.
  for (const line of lines) run(line.includes(' --preset ') ? `${line} --yes` : line, at('readme/project'));
  expect(read('README.md')).toContain('`preset check ../acme-ml`');
  run('create-ml-project preset check ../acme-ml', at('readme/project'));
});
