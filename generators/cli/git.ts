import { execFile } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { exists, nearestExisting } from '../core/paths.ts';

const execute = promisify(execFile);

/** Where a new project stands: in no repository, inside somebody else's, or at the root of one that is there. */
export type Surrounding = 'none' | 'inside' | 'root' | 'unavailable';

export interface GitOutcome {
  readonly state: 'committed' | 'left to the repository around it' | 'none' | 'failed' | 'unavailable';
  /** Why, in a sentence, where a person should know. */
  readonly note?: string;
  /** How many files were there before that the commit leaves out. */
  readonly leftOut?: number;
}

export async function git(folder: string, ...parameters: readonly string[]): Promise<string> {
  return gitReading('', folder, ...parameters);
}

/** Runs git with a text on its standard input. */
export async function gitReading(input: string, folder: string, ...parameters: readonly string[]): Promise<string> {
  const running = execute('git', [...parameters], { cwd: folder, env: environment(), encoding: 'utf8', maxBuffer: Infinity });
  // What git makes of an input that it did not read to its end, its exit code says.
  const written = running.child.stdin?.on('error', () => {});
  written?.end(input || undefined);
  const { stdout } = await running;
  return stdout.replace(/\n$/, '');
}

/** Without the variables by which a git hook around us would redirect us to its own repository, and without questions. */
function environment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^GIT_(DIR|WORK_TREE|INDEX_FILE|OBJECT_DIRECTORY|COMMON_DIR|PREFIX|NAMESPACE)$/.test(name),
  );
  return { ...Object.fromEntries(kept), GIT_TERMINAL_PROMPT: '0' };
}

/** Whether there is a git, and what the user has told it that a new repository follows. */
export interface GitSettings {
  readonly available: boolean;
  readonly author?: string | undefined;
  readonly defaultBranch?: string | undefined;
}

/** One process tells all of it, at a time when there is other work to do. */
export async function gitSettings(): Promise<GitSettings> {
  try {
    const lines = (await git(process.cwd(), 'config', '--null', '--get-regexp', '^(user\\.name|init\\.defaultbranch)$')).split('\0');
    // Of several values the last counts, as it does for git.
    const valueOf = (key: string): string | undefined =>
      lines.findLast((line) => line.startsWith(`${key}\n`))?.slice(key.length + 1) || undefined;
    return { available: true, author: valueOf('user.name'), defaultBranch: valueOf('init.defaultbranch') };
  } catch (error) {
    // Where nothing is set, git ends with 1.
    return { available: (error as NodeJS.ErrnoException).code !== 'ENOENT' };
  }
}

/** Looks from the nearest folder that exists; git is asked only where there is a repository to ask about. */
export async function surroundingOf(target: string, { available }: GitSettings): Promise<Surrounding> {
  if (exists(`${target}/.git`)) return 'root';
  if (!available) return 'unavailable';
  const folder = nearestExisting(target);
  if (!hasRepositoryAbove(folder)) return 'none';
  try {
    return (await git(folder, 'rev-parse', '--is-inside-work-tree')) === 'true' ? 'inside' : 'none';
  } catch (error) {
    // git does not look into a repository of another owner, such as a volume of a container: ours must not stand inside it.
    return /dubious ownership/.test((error as { stderr?: string }).stderr ?? '') ? 'inside' : 'none';
  }
}

function hasRepositoryAbove(folder: string): boolean {
  for (let place = realpathSync(folder); ; place = dirname(place)) {
    if (exists(join(place, '.git'))) return true;
    if (place === dirname(place)) return false;
  }
}

/** Those of a project's files that a repository around it, or the user's own rules, ignore: they would never get to a colleague. */
export async function ignoredOf(folder: string, paths: readonly string[]): Promise<readonly string[]> {
  try {
    return (await gitReading(paths.join('\0'), folder, 'check-ignore', '--no-index', '--stdin', '-z'))
      .split('\0')
      .filter((path) => path !== '');
  } catch {
    // 1 says that none is; anything else, that git cannot tell.
    return [];
  }
}

/** Whether there is something that git has not recorded; false where there is no git. */
export async function isDirty(folder: string): Promise<boolean> {
  try {
    return (await git(folder, 'status', '--porcelain', '--', '.')) !== '';
  } catch {
    return false;
  }
}
