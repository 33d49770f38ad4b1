/** The worked example of CONTRIBUTING.md: one new folder is a part of a new kind. */
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { shell } from '../support/cli.ts';
import { workFolder } from '../support/folders.ts';

const repository = resolve(import.meta.dirname, '../..');
const guide = readFileSync(join(repository, 'CONTRIBUTING.md'), 'utf8');

it('adds a part of a new kind by one folder', { timeout: 120_000 }, () => {
  const clone = workFolder();
  for (const name of ['generators', 'scripts', 'package.json']) cpSync(join(repository, name), join(clone, name), { recursive: true });
  for (const name of ['node_modules', 'templates']) symlinkSync(join(repository, name), join(clone, name));
  const files = [...guide.matchAll(/`(generators\/decision\/[\w./]+)`:\n\n```\w+\n([\s\S]*?)```/g)];
  expect(files.map(([, path]) => path)).toEqual(['generators/decision/templates/decision.md', 'generators/decision/index.ts']);
  for (const [, path, text] of files) {
    mkdirSync(dirname(join(clone, path!)), { recursive: true });
    writeFileSync(join(clone, path!), text!);
  }

  const lines = /```sh\n(npm run build[\s\S]*?)```/.exec(guide)![1]!;
  const { stdout, stderr } = shell(`set -e\n${lines}`, { cwd: clone });
  expect(stdout + stderr).toContain('docs/decisions/use_boosting.md');
  const project = join(clone, 'churn');
  expect(readFileSync(join(project, 'docs/decisions/use_boosting.md'), 'utf8')).toMatch(/^# Use boosting\n[\s\S]*\*\*Project:\*\* churn\n/);
  expect(readFileSync(join(project, '.create-ml-project/lock.yaml'), 'utf8')).toContain('decisions/decision.md@use_boosting');
  expect(shell('node ../dist/cli.js add', { cwd: project }).stdout).toContain('A record of one decision');
  expect(shell('node ../dist/cli.js add decision use-boosting', { cwd: project }, 2).stderr).toContain(
    'docs/decisions/use_boosting.md is there already',
  );
});
