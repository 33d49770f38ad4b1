import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { packageRoot } from '../../generators/core/package-root.ts';
import { createMlProject } from '../support/cli.ts';
import { bytesOf, smallTable, workFolder } from '../support/folders.ts';

/** A program as another generator's author would write it, with a Yeoman of its own. */
const program = (generator: string, options: object): string => `
import Generator from ${JSON.stringify(pathToFileURL(join(packageRoot, 'node_modules/yeoman-generator/dist/index.js')).href)};
import { createEnv } from ${JSON.stringify(pathToFileURL(join(packageRoot, 'node_modules/yeoman-environment/dist/index.js')).href)};
class Theirs extends Generator {
  async initializing() { await this.composeWith(${JSON.stringify(createRequire(join(packageRoot, 'package.json')).resolve(`create-ml-project/generators/${generator}`))}, ${JSON.stringify(options)}); }
  writing() { this.fs.write(this.destinationPath('theirs.txt'), 'theirs'); }
}
const environment = createEnv({ cwd: process.cwd(), skipInstall: true });
environment.register(Theirs, { namespace: 'theirs:app' });
await environment.run('theirs:app', { force: true, skipInstall: true });
`;

it('another generator composes ours, whose files go through its own file system', () => {
  const folder = workFolder();
  const data = join(folder, smallTable(folder));
  const project = join(folder, 'orders');
  mkdirSync(project);
  writeFileSync(join(folder, 'theirs.mjs'), program('app', { answers: { name: 'orders', data, target: 'returned', level: 0 } }));
  execFileSync(process.execPath, [join(folder, 'theirs.mjs')], { cwd: project, stdio: 'pipe' });
  expect(readFileSync(join(project, 'theirs.txt'), 'utf8')).toBe('theirs');
  expect(readFileSync(join(project, 'pyproject.toml'), 'utf8')).toContain('name = "orders"');
  expect(readFileSync(join(project, 'data/raw/orders.csv'), 'utf8')).toBe(readFileSync(data, 'utf8'));
  expect(existsSync(join(project, '.create-ml-project/lock.yaml'))).toBe(true);
});

it('a stage that another generator brings is remembered, so that it can be removed', () => {
  const folder = workFolder();
  const options = { cwd: folder };
  expect(createMlProject(['demo', '--yes', '--no-git'], options).code).toBe(0);
  const project = join(folder, 'demo');
  const before = bytesOf(project);
  writeFileSync(join(folder, 'theirs.mjs'), program('stage', { arguments: ['clean'], after: 'ingest' }));
  execFileSync(process.execPath, [join(folder, 'theirs.mjs')], { cwd: project, stdio: 'pipe' });
  expect(readFileSync(join(project, '.create-ml-project/lock.yaml'), 'utf8')).toContain('- { part: stage, name: clean, after: ingest');
  expect(createMlProject(['remove', 'stage', 'clean'], { cwd: project })).toMatchObject({ code: 0 });
  expect(bytesOf(project)).toEqual({ ...before, 'theirs.txt': 'theirs' });
});

it('and gets our message when an answer is wrong', () => {
  const folder = workFolder();
  writeFileSync(join(folder, 'theirs.mjs'), program('app', { answers: { name: 'class' } }));
  expect(() => execFileSync(process.execPath, [join(folder, 'theirs.mjs')], { cwd: folder, stdio: 'pipe' })).toThrow(
    /"class" cannot name a project/,
  );
});
