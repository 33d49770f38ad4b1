import { collisionsOf, isThere } from '../apply/apply.ts';
import type { Plan, PlannedFile } from '../plan/plan.ts';
import { isCopy } from '../apply/write.ts';
import { colors, size } from '../terminal/output.ts';

/** Where a file that would be written meets what is there: nothing, the same bytes, other bytes, or something that is no file. */
export type FileState = 'new' | 'same' | 'differs' | 'blocked';

const bookkeeping = /^(\.create-ml-project|\.dvc\/cache)\//;

export const isBookkeeping = (path: string): boolean => bookkeeping.test(path);

export interface Planned {
  readonly target: string;
  readonly plan: Plan;
}

/** Every file that would be written, with what is there. */
export function statesOf({ target, plan: { files } }: Planned): ReadonlyMap<PlannedFile, FileState> {
  const collisions = new Map(
    collisionsOf(files, target).map(({ path, kind }) => [path, kind === 'file' ? ('differs' as const) : ('blocked' as const)]),
  );
  return new Map(files.map((file) => [file, collisions.get(file.path) ?? (isThere(file, target) ? 'same' : 'new')]));
}

const marks: Readonly<Record<FileState, string>> = {
  new: '',
  same: '  (there already, the same)',
  differs: '  (there already, differs)',
  blocked: '  (in the way: not a file)',
};

/** One line a file, for a person who wants them all. */
export const fileLines = (planned: Planned): string[] =>
  [...statesOf(planned)]
    .filter(([{ path }]) => !isBookkeeping(path))
    .sort(([one], [other]) => (one.path < other.path ? -1 : 1))
    .map(([{ path }, state]) => `  ${path}${marks[state]}`);

/** Files at the top and folders with how much is in them: what fits on a screen; what is in the way is named. */
export function folderLines(planned: Planned): string[] {
  const folders = new Map<string, number>();
  const named: string[] = [];
  for (const [{ path }, state] of [...statesOf(planned)].sort(([one], [other]) => (one.path < other.path ? -1 : 1))) {
    if (isBookkeeping(path)) continue;
    const [top = ''] = path.split('/');
    folders.set(top, (folders.get(top) ?? 0) + 1);
    if (state === 'differs' || state === 'blocked') named.push(colors.yellow(`  ${path}${marks[state]}`));
  }
  const folderOf = (top: string): boolean => planned.plan.files.some(({ path }) => path.startsWith(`${top}/`));
  const files = [...folders.keys()].filter((top) => !folderOf(top));
  const inFolders = [...folders].filter(([top]) => folderOf(top)).map(([top, count]) => `${top}/ (${count})`);
  return [...rowsOf(inFolders), ...rowsOf(files), ...named];
}

/** As many names a line as the screen has room for. */
function rowsOf(names: readonly string[]): string[] {
  const rows: string[] = [];
  for (const name of names) {
    const longer = `${rows.at(-1) ?? ''}  ${name}`;
    if (rows.length > 0 && longer.length <= size().columns) rows[rows.length - 1] = longer;
    else rows.push(`  ${name}`);
  }
  return rows;
}

export const planAsJson = (planned: Planned): string => {
  const states = statesOf(planned);
  const { target, plan } = planned;
  const files = plan.files.map((file) => {
    const { path, policy, mode, content } = file;
    return { path, policy, mode, state: states.get(file)!, ...(isCopy(content) ? {} : { bytes: Buffer.byteLength(content) }) };
  });
  const conflicts = files.filter(({ state }) => state === 'differs' || state === 'blocked').map(({ path }) => path);
  return JSON.stringify({ project: target, dryRun: true, answers: plan.answers, conflicts, files }, null, 2);
};
