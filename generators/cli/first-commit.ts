import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isCopy } from '../apply/write.ts';
import { exists } from '../core/paths.ts';
import type { PlannedFile } from '../plan/plan.ts';
import { git, type GitOutcome, gitReading, type GitSettings } from './git.ts';

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
