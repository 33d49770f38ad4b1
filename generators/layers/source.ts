import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import semver from 'semver';
import { CliError, exitCode, usageError } from '../core/errors.ts';
import type { LayerFile } from './layer.ts';
import { readArchive } from './read-archive.ts';
import { readFolder } from './read-folder.ts';

const run = promisify(execFile);

/** Where a layer comes from, read and checked before anything is started. */
export type Source =
  | { readonly kind: 'folder' | 'archive'; readonly place: string }
  | { readonly kind: 'npm'; readonly name: string; readonly version: string }
  | { readonly kind: 'git'; readonly url: string; readonly commit: string };

/** Reads `../acme`, `acme-1.0.0.tgz`, `npm:<package>@<version>` or `git+<url>#<commit>`; relative ones are seen from a folder. */
export function parseSource(said: string, from: string): Source {
  if (/\p{Cc}/u.test(said) || said === '') throw usageError(`The preset ${JSON.stringify(said)} is not the name of a layer.`, forms);
  if (said.startsWith('npm:')) return npmSource(said);
  if (said.startsWith('git+')) return gitSource(said);
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(said)) throw usageError(`The preset ${JSON.stringify(said)} is of no known kind.`, forms);
  const place = isAbsolute(said) ? said : resolve(from, said);
  return { kind: /\.(tgz|tar\.gz)$/.test(said) ? 'archive' : 'folder', place };
}

const forms = 'A layer is a folder, a packed .tgz, npm:<package>@<version>, or git+<url>#<commit>.';

function npmSource(said: string): Source {
  const [, name = '', version = ''] = /^npm:((?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~][a-z0-9._~-]*)@([^@]+)$/.exec(said) ?? [];
  if (name === '' || semver.valid(version) !== version)
    throw usageError(`The preset ${JSON.stringify(said)} must name a package and one exact version, such as npm:@acme/ml-preset@1.2.0.`);
  return { kind: 'npm', name, version };
}

/** A URL that git cannot take for an option or a helper program, and a whole commit: a branch would be another layer tomorrow. */
function gitSource(said: string): Source {
  const [, url = '', commit = ''] = /^git\+([^#]+)#(.*)$/.exec(said) ?? [];
  if (!/^[0-9a-f]{40}$/.test(commit))
    throw usageError(`The preset ${JSON.stringify(said)} must end in # and a whole commit of 40 digits.`, 'git rev-parse HEAD shows it.');
  if (!/^(https|ssh|file):\/\/[^\s-][^\s]*$/.test(url) || /:\/\/[^/]*@-|:\/\/-/.test(url)) {
    throw usageError(
      `The preset ${JSON.stringify(said)} must have a URL of https, ssh or file, such as git+https://example.org/acme/ml.git#<commit>.`,
    );
  }
  return { kind: 'git', url, commit };
}

/** The files of a layer, fetched without running anything of it. */
export async function filesOf(source: Source, said: string): Promise<Map<string, LayerFile>> {
  if ('place' in source) return local(source.kind, source.place, said);
  const folder = mkdtempSync(join(tmpdir(), 'create-ml-project-layer-'));
  try {
    return await ('version' in source ? fromNpm(source, folder, said) : fromGit(source, folder, said));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function local(kind: 'folder' | 'archive', place: string, said: string): Map<string, LayerFile> {
  const found = statSync(place, { throwIfNoEntry: false });
  if (found === undefined) throw usageError(`The preset ${said} is not there (${place}).`, forms);
  if (kind === 'folder' && !found.isDirectory()) throw usageError(`The preset ${said} is a file, not a folder.`, forms);
  return kind === 'folder' ? readFolder(place, said) : readArchive(readFileSync(place), said);
}

/** `npm pack` fetches the very archive; no script of the package runs, and npm checks what the registry says of its integrity. */
async function fromNpm(
  { name, version }: { name: string; version: string },
  folder: string,
  said: string,
): Promise<Map<string, LayerFile>> {
  await fetched(said, 'npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder, '--', `${name}@${version}`], folder);
  const [packed] = readdirSync(folder).filter((file) => file.endsWith('.tgz'));
  if (packed === undefined) throw new CliError(`npm brought nothing for ${said}.`, { exit: exitCode.environment });
  return readArchive(readFileSync(join(folder, packed)), said);
}

/** One commit as an archive: nothing is checked out, so no hook, filter or link of the repository takes effect. */
async function fromGit({ url, commit }: { url: string; commit: string }, folder: string, said: string): Promise<Map<string, LayerFile>> {
  const git = (...args: string[]): Promise<void> =>
    fetched(
      said,
      'git',
      ['-c', 'core.hooksPath=/dev/null', '-c', 'core.fsmonitor=false', '-c', 'protocol.ext.allow=never', ...args],
      folder,
    );
  await git('init', '--quiet', '--bare', folder);
  await git('fetch', '--quiet', '--depth', '1', '--no-tags', '--no-recurse-submodules', '--', url, commit);
  await git('archive', '--format=tar', `--output=${join(folder, 'layer.tar')}`, commit);
  return readArchive(readFileSync(join(folder, 'layer.tar')), said);
}

/** The environment without what points git at another repository, as in a hook that runs us. */
const elsewhere = (): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^GIT_(DIR|WORK_TREE|INDEX_FILE|COMMON_DIR|NAMESPACE|.*OBJECT_DIRECTOR.*)$/.test(name)),
  );

async function fetched(said: string, program: string, args: readonly string[], cwd: string): Promise<void> {
  try {
    await run(program, [...args], {
      cwd,
      timeout: 120_000,
      env: { ...elsewhere(), GIT_TERMINAL_PROMPT: '0', GIT_ALLOW_PROTOCOL: 'https:ssh:file' },
    });
  } catch (error) {
    const { code, stderr = '' } = error as { code?: unknown; stderr?: string };
    const why = code === 'ENOENT' ? `${program} is not installed` : (stderr.trim().split('\n').at(-1) ?? 'it took too long');
    throw new CliError(`The preset ${said} could not be fetched: ${why}`, {
      exit: exitCode.environment,
      hint: 'Check the name and the network; nothing was written.',
    });
  }
}
