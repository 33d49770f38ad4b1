import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
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
  const written = running.child.stdin?.on('error', () => {});
  // Even an empty text would be written, and a process that does not read be told of it.
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

/** git keeps the lines of texts without them, as `.gitattributes` says; what holds a zero byte is no text. */
const hasCarriageReturns = ({ content }: PlannedFile): boolean =>
  typeof content === 'string'
    ? content.includes('\r\n')
    : !isCopy(content) && !content.includes(0) && Buffer.from(content).includes('\r\n');

/** What is to be recorded: arguments of `git add`, and the paths that it reads. */
interface Added {
  readonly how: readonly string[];
  readonly paths: readonly string[];
}

/**
 * Records files for the first commit. Files that git has to convert become objects one by one, in a folder each: hundreds of calls of the
 * file system. Where they are as git would keep them, it need not look, and puts all of them into one pack.
 */
async function add(folder: string, { how, paths }: Added, asTheyAre: boolean): Promise<void> {
  const attributes = join(folder, '.git', 'info', 'attributes');
  const atOnce = asTheyAre && !exists(attributes);
  if (atOnce) {
    mkdirSync(dirname(attributes), { recursive: true });
    writeFileSync(attributes, '* -text\n');
  }
  try {
    // Half of git's time goes into packing tightly, which saves 50 kB.
    const packed = atOnce ? ['-c', 'core.bigFileThreshold=1', '-c', 'core.compression=1'] : [];
    await gitReading(paths.join('\0'), folder, ...packed, ...how);
  } finally {
    if (atOnce) rmSync(attributes);
  }
}

/** An empty repository; started before the files are written, it is there when they are. */
export async function startRepository(folder: string, { defaultBranch }: GitSettings): Promise<void> {
  await git(folder, 'init', '--quiet', ...(defaultBranch === undefined ? ['--initial-branch=main'] : []));
}

/** The first commit, with the given files alone; whatever goes wrong, the project is there, so it is said and not thrown. */
export async function firstCommit(
  folder: string,
  files: readonly PlannedFile[],
  { settings, started }: { readonly settings: GitSettings; readonly started: Promise<void> | undefined },
): Promise<GitOutcome> {
  try {
    await (started ?? startRepository(folder, settings));
    const forGit = files.filter(({ content }) => !isCopy(content));
    // A repository is started early in a folder that is new, so nothing else is there.
    const alone = started !== undefined && !hasOtherRules(folder, files);
    const { added, leftOut } = alone ? everything : await amongOthers(folder, forGit);
    await add(folder, added, !forGit.some(hasCarriageReturns));
    await commit(folder);
    if (leftOut === 0) return { state: 'committed' };
    const rest = leftOut === 1 ? 'The other file that was here is' : `The other ${leftOut} files that were here are`;
    return { state: 'committed', leftOut, note: `${rest} not in the commit: \`git status\` lists what git does not know.` };
  } catch (error) {
    const words = ((error as { stderr?: string }).stderr ?? (error as Error).message).trim().split('\n').at(-1);
    return { state: 'failed', note: `git could not make the first commit: ${words}` };
  }
}

/** Whether anybody but us says what git ignores: the user's own template of a repository, or a standard. */
function hasOtherRules(folder: string, files: readonly PlannedFile[]): boolean {
  const own = join(folder, '.git', 'info', 'exclude');
  return (
    (exists(own) && /^[^#\n]/m.test(readFileSync(own, 'utf8'))) ||
    files.some(({ path, layer }) => /(^|\/)\.gitignore$/.test(path) && layer !== 'create-ml-project')
  );
}

/** Our own .gitignore holds data back, which are DVC's; the user's rules for all repositories may not take away what the project needs. */
const everything = { added: { how: ['-c', 'core.excludesFile=/dev/null', 'add', '--all'], paths: [] }, leftOut: 0 };

async function amongOthers(folder: string, files: readonly PlannedFile[]): Promise<{ added: Added; leftOut: number }> {
  const ours = new Set(files.map(({ path }) => path));
  const others = async (excluding: string): Promise<string[]> =>
    (await git(folder, 'ls-files', '--others', excluding, '-z')).split('\0').filter((path) => path !== '');
  // The project's own .gitignore holds; rules of the user's own for all repositories may not take away what the project needs.
  const [found, own] = await Promise.all([others('--exclude-standard'), others('--exclude-per-directory=.gitignore')]);
  const how = ['--literal-pathspecs', 'add', '--force', '--pathspec-from-file=-', '--pathspec-file-nul'];
  return {
    added: { how, paths: own.filter((path) => ours.has(path)) },
    leftOut: found.filter((path) => !ours.has(path)).length,
  };
}

async function commit(folder: string): Promise<void> {
  // In one commit there is nothing to tidy up.
  const said = ['commit.gpgsign=false', 'core.hooksPath=/dev/null', 'gc.auto=0', 'maintenance.auto=false'];
  const words = [...said.flatMap((one) => ['-c', one]), 'commit', '--quiet', '--message', 'Create the project'];
  try {
    await git(folder, '-c', 'user.useConfigOnly=true', ...words);
  } catch {
    await git(folder, '-c', 'user.name=create-ml-project', '-c', 'user.email=create-ml-project@localhost', ...words);
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
