import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The installed package's own folder, found from wherever this code was bundled to. */
export const packageRoot: string = (() => {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
})();

export const templatesRoot = join(packageRoot, 'templates');

/** What the build has made for the package's code; undefined for code that runs from its sources. */
export function builtFile(name: string): string | undefined {
  const file = join(packageRoot, 'dist', name);
  return !import.meta.url.endsWith('.ts') && existsSync(file) ? file : undefined;
}

let version: string | undefined;

export function packageVersion(): string {
  version ??= (JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string }).version;
  return version;
}
