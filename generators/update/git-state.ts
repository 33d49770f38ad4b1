import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** Tracked files below a folder with changes that are in no commit; none where there is no repository, or no git. */
export async function uncommitted(folder: string): Promise<string[]> {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^GIT_(DIR|WORK_TREE|INDEX_FILE|OBJECT_DIRECTORY|COMMON_DIR|PREFIX|NAMESPACE)$/.test(name),
  );
  try {
    const { stdout } = await execute('git', ['status', '--porcelain', '--untracked-files=no', '-z', '--', '.'], {
      cwd: folder,
      env: Object.fromEntries(kept),
      encoding: 'utf8',
      maxBuffer: Infinity,
    });
    return stdout
      .split('\0')
      .filter((line) => line !== '')
      .map((line) => line.slice(3));
  } catch {
    return [];
  }
}
