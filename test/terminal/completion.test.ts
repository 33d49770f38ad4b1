/** Tab, in each shell that is here: bash and fish tell what they would offer, zsh is asked at a terminal. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli, createMlProject, shell } from '../support/cli.ts';
import { smallTable, workFolder } from '../support/folders.ts';
import { playAt } from './play.ts';

/** A folder with the command on the PATH, as a global installation has it, and a project. */
function desk(): { cwd: string; env: Record<string, string> } {
  const cwd = workFolder();
  const bin = join(cwd, 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'create-ml-project'), `#!/bin/sh\nexec '${process.execPath}' '${cli}' "$@"\n`);
  chmodSync(join(bin, 'create-ml-project'), 0o755);
  smallTable(cwd);
  return { cwd, env: { PATH: `${bin}:${process.env['PATH']}` } };
}

const has = (program: string): boolean => {
  try {
    return execFileSync('sh', ['-c', `command -v ${program}`]).length > 0;
  } catch {
    return false;
  }
};

/** What is typed, and some of what Tab must and must not offer. */
const cases: readonly (readonly [line: readonly string[], offers: readonly string[], not: readonly string[]])[] = [
  [['ad'], ['add'], ['remove']],
  [
    ['add', ''],
    ['stage', 'model', 'feature', 'notebook', 'source', 'docs-site', 'service', 'batch', 'monitoring'],
    ['app', 'remove'],
  ],
  [['add', 'service', '--d'], ['--dry-run'], ['--after', 'service']],
  [['add', 'model', 'xg'], ['xgboost'], ['lightgbm']],
  [['add', 'stage', 'clean', '--o'], ['--out'], ['--after', '--license']],
  [['churn', '--license', ''], ['MIT', 'Apache-2.0', 'Proprietary'], ['stage']],
  [['churn', '--lic'], ['--license'], ['--level']],
  [['completion', ''], ['bash', 'zsh', 'fish'], ['add']],
  [['churn', '--data', 'ord'], ['orders.csv'], ['--data']],
];

describe.each(
  [
    {
      name: 'bash',
      ask: (line: readonly string[]) =>
        `source <(create-ml-project completion bash); COMP_WORDS=(create-ml-project ${line.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${line.length}; _create_ml_project; [ \${#COMPREPLY[@]} = 0 ] && COMPREPLY=($(compgen -f -- "\${COMP_WORDS[COMP_CWORD]}")); printf '%s\\n' "\${COMPREPLY[@]}"`,
    },
    {
      name: 'fish',
      ask: (line: readonly string[]) =>
        `fish --no-config -c "create-ml-project completion fish | source; complete --do-complete 'create-ml-project ${line.join(' ')}'"`,
    },
  ].filter(({ name }) => has(name)),
)('$name', ({ ask }) => {
  it.each(cases)('%j', (line, offers, not) => {
    const { cwd, env } = desk();
    const offered = shell(ask(line), { cwd, env })
      .stdout.split('\n')
      .map((text) => text.split('\t')[0]);
    expect(offered).toEqual(expect.arrayContaining([...offers]));
    for (const other of not) expect(offered).not.toContain(other);
  });
});

describe.runIf(has('zsh'))('zsh', () => {
  it('completes a value at a terminal', async () => {
    const { cwd, env } = desk();
    const setup = `PATH='${env['PATH']}'; autoload -U compinit; compinit -u -D; source <(create-ml-project completion zsh); PS1='ready> '; echo all''set\r`;
    const { screen } = await playAt(
      cwd,
      ['zsh', '-f', '-i'],
      [
        ['', setup],
        ['allset', 'create-ml-project add model xg\t'],
        ['xgboost', '\u0015exit\r'],
      ],
    );
    expect(screen).toContain('add model xgboost');
  });
});

it('knows the stages of the project that one is in', () => {
  const { cwd, env } = desk();
  expect(createMlProject(['shop', '--data', 'orders.csv', '--target', 'returned', '--yes', '--no-git'], { cwd }).code).toBe(0);
  const root = join(cwd, 'shop');
  expect(createMlProject(['add', 'stage', 'audit', '--after', 'ingest'], { cwd: root }).code).toBe(0);
  const query = (...words: string[]): string[] =>
    createMlProject(['completion', 'query', '--', ...words], { cwd: root, env }).stdout.split('\n');
  expect(query('add', 'stage', 'x', '--after', '')).toEqual(expect.arrayContaining(['ingest', 'audit', 'train']));
  expect(query('remove', 'stage', '')).toContain('audit');
});

it.each([[['completion']], [['completion', 'tcsh']], [['completion', 'bsh']]])('%j names the shells', (args) => {
  expect(createMlProject(args, { cwd: workFolder() })).toMatchObject({ code: 2, stderr: expect.stringContaining('bash, zsh, fish') });
});
