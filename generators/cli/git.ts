import { execFile } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { isCopy } from '../apply/write.ts';
import { exists, nearestExisting } from '../core/paths.ts';
import type { PlannedFile } from '../plan/plan.ts';

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

async function git(folder: string, ...parameters: readonly string[]): Promise<string> {
  return gitReading('', folder, ...parameters);
}

/** Runs git with a text on its standard input. */
async function gitReading(input: string, folder: string, ...parameters: readonly string[]): Promise<string> {
  const running = execute('git', [...parameters], { cwd: folder, env: environment(), encoding: 'utf8', maxBuffer: Infinity });
  // What git makes of an input that it did not read to its end, its exit code says.
  running.child.stdin?.on('error', () => {}).end(input);
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

/** What the user has told git that a new repository follows. */
export interface GitSettings {
  readonly author?: string | undefined;
  readonly defaultBranch?: string | undefined;
}

/** One process tells both, at a time when there is other work to do. */
export async function gitSettings(): Promise<GitSettings> {
  try {
    const lines = (await git(process.cwd(), 'config', '--null', '--get-regexp', '^(user\\.name|init\\.defaultbranch)$')).split('\0');
    // Of several values the last counts, as it does for git.
    const valueOf = (key: string): string | undefined =>
      lines.findLast((line) => line.startsWith(`${key}\n`))?.slice(key.length + 1) || undefined;
    return { author: valueOf('user.name'), defaultBranch: valueOf('init.defaultbranch') };
  } catch {
    return {};
  }
}

/** Looks from the nearest folder that exists. */
export async function surroundingOf(target: string): Promise<Surrounding> {
  if (exists(`${target}/.git`)) return 'root';
  try {
    return (await git(nearestExisting(target), 'rev-parse', '--is-inside-work-tree')) === 'true' ? 'inside' : 'none';
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'unavailable';
    // git does not look into a repository of another owner, such as a volume of a container: ours must not stand inside it.
    return /dubious ownership/.test((error as { stderr?: string }).stderr ?? '') ? 'inside' : 'none';
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

/** git keeps the lines of texts without them, as `.gitattributes` says; what holds a zero byte is no text. */
const hasCarriageReturns = ({ content }: PlannedFile): boolean =>
  typeof content === 'string'
    ? content.includes('\r\n')
    : !isCopy(content) && !content.includes(0) && Buffer.from(content).includes('\r\n');

/**
 * Records files for the first commit. Files that git has to convert become objects one by one, in a folder each: hundreds of calls of the
 * file system. Where they are as git would keep them, it need not look, and puts all of them into one pack.
 */
async function add(folder: string, paths: readonly string[], asTheyAre: boolean): Promise<void> {
  const attributes = join(folder, '.git', 'info', 'attributes');
  const atOnce = asTheyAre && !exists(attributes);
  if (atOnce) {
    mkdirSync(dirname(attributes), { recursive: true });
    writeFileSync(attributes, '* -text\n');
  }
  try {
    const packed = atOnce ? ['-c', 'core.bigFileThreshold=1'] : [];
    const named = ['--literal-pathspecs', 'add', '--force', '--pathspec-from-file=-', '--pathspec-file-nul'];
    await gitReading(paths.join('\0'), folder, ...packed, ...named);
  } finally {
    if (atOnce) rmSync(attributes);
  }
}

/** A repository whose first commit holds the given files alone; whatever goes wrong, the project is there, so it is said and not thrown. */
export async function makeRepository(folder: string, files: readonly PlannedFile[], { defaultBranch }: GitSettings): Promise<GitOutcome> {
  try {
    await git(folder, 'init', '--quiet', ...(defaultBranch === undefined ? ['--initial-branch=main'] : []));
    const ours = new Set(files.map(({ path }) => path));
    const others = async (excluding: string): Promise<string[]> =>
      (await git(folder, 'ls-files', '--others', excluding, '-z')).split('\0').filter((path) => path !== '');
    // The project's own .gitignore holds; rules of the user's own for all repositories may not take away what the project needs.
    const [found, own] = await Promise.all([others('--exclude-standard'), others('--exclude-per-directory=.gitignore')]);
    const added = own.filter((path) => ours.has(path));
    await add(folder, added, !files.some(hasCarriageReturns));
    const commit = ['-c', 'commit.gpgsign=false', '-c', 'core.hooksPath=/dev/null', 'commit', '--quiet', '--message', 'Create the project'];
    try {
      await git(folder, '-c', 'user.useConfigOnly=true', ...commit);
    } catch {
      await git(folder, '-c', 'user.name=create-ml-project', '-c', 'user.email=create-ml-project@localhost', ...commit);
    }
    const leftOut = found.filter((path) => !ours.has(path)).length;
    if (leftOut === 0) return { state: 'committed' };
    const rest = leftOut === 1 ? 'The other file that was here is' : `The other ${leftOut} files that were here are`;
    return { state: 'committed', leftOut, note: `${rest} not in the commit: \`git status\` lists what git does not know.` };
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
