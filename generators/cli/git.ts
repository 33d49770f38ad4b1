import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { exists } from '../core/paths.ts';

const execute = promisify(execFile);

/** Where a new project stands: in no repository, inside somebody else's, or at the root of one that is there. */
export type Surrounding = 'none' | 'inside' | 'root' | 'unavailable';

export interface GitOutcome {
  readonly state: 'committed' | 'left to the repository around it' | 'none' | 'failed' | 'unavailable';
  /** Why, in a sentence, where a person should know. */
  readonly note?: string;
}

async function git(folder: string, ...parameters: readonly string[]): Promise<string> {
  const { stdout } = await execute('git', [...parameters], { cwd: folder, env: environment(), encoding: 'utf8' });
  return stdout.trim();
}

/** Without the variables by which a git hook around us would redirect us to its own repository, and without questions. */
function environment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^GIT_(DIR|WORK_TREE|INDEX_FILE|OBJECT_DIRECTORY|COMMON_DIR|PREFIX|NAMESPACE)$/.test(name),
  );
  return { ...Object.fromEntries(kept), GIT_TERMINAL_PROMPT: '0' };
}

export async function gitAuthor(): Promise<string | undefined> {
  try {
    const name = await git(process.cwd(), 'config', 'user.name');
    return name === '' ? undefined : name;
  } catch {
    return undefined;
  }
}

/** Looks from the nearest folder that exists. */
export async function surroundingOf(target: string): Promise<Surrounding> {
  if (exists(`${target}/.git`)) return 'root';
  let folder = target;
  while (!exists(folder)) folder = dirname(folder);
  try {
    return (await git(folder, 'rev-parse', '--is-inside-work-tree')) === 'true' ? 'inside' : 'none';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'unavailable' : 'none';
  }
}

/** A repository with a first commit; whatever goes wrong, the project is there, so it is said and not thrown. */
export async function makeRepository(folder: string): Promise<GitOutcome> {
  try {
    await git(folder, '-c', 'init.defaultBranch=main', 'init', '--quiet');
    await git(folder, 'add', '--all');
    const commit = ['-c', 'commit.gpgsign=false', '-c', 'core.hooksPath=/dev/null', 'commit', '--quiet', '--message', 'Create the project'];
    try {
      await git(folder, '-c', 'user.useConfigOnly=true', ...commit);
    } catch {
      await git(folder, '-c', 'user.name=create-ml-project', '-c', 'user.email=create-ml-project@localhost', ...commit);
    }
    return { state: 'committed' };
  } catch (error) {
    const words = ((error as { stderr?: string }).stderr ?? (error as Error).message).trim().split('\n').at(-1);
    return { state: 'failed', note: `git could not make the first commit: ${words}` };
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
