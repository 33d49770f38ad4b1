/**
 * Packs this repository and installs the tarball, as `npx` would: what the tests run is what a user gets. With
 * `TEST_CHECKOUT=1` they run the built checkout instead, for a quick loop.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder of the installed package. */
    installedPackage: string;
  }
}

const repository = resolve(import.meta.dirname, '../..');

export default function setup({ provide }: TestProject): (() => void) | undefined {
  if (process.env['TEST_CHECKOUT']) {
    provide('installedPackage', repository);
    return undefined;
  }
  const folder = mkdtempSync(join(tmpdir(), 'create-ml-project-installed-'));
  const npm = (cwd: string, ...args: string[]): string =>
    execFileSync('npm', args, { cwd, encoding: 'utf8', shell: process.platform === 'win32' });
  const packed = JSON.parse(npm(repository, 'pack', '--json', '--silent', '--pack-destination', folder)) as { filename: string }[];
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  npm(folder, 'install', '--offline', '--no-audit', '--no-fund', '--loglevel=error', `./${packed[0]!.filename}`);
  provide('installedPackage', join(folder, 'node_modules', 'create-ml-project'));
  return () => rmSync(folder, { recursive: true, force: true });
}
