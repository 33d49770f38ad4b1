import type { PlannedFile, Plan } from '../plan/plan.ts';
import { isCopy } from '../apply/write.ts';
import { type Bases, basesPath, packBases } from './bases.ts';
import { fingerprint } from './fingerprint.ts';
import { lockText, type LockedFile, type LockToWrite } from './lock.ts';
import { lockPath, stateFolder } from '../core/state-folder.ts';
import { sealOf } from './seal.ts';

/** What the project remembers of its making: spec, every file's origin, and the bases that later merges need. */
export function memoryOf(plan: Plan): PlannedFile[] {
  return [
    remembered(ignorePath, ignoredText),
    ...stateOf(
      { ...plan, files: lockedFiles([...plan.files, ...(plan.absent ?? [])]), waivers: [], pending: null },
      basesOf(plan.files),
    ).map(({ path, content }) => remembered(path, content)),
  ];
}

/** The plan with what the project remembers of it: all that is written. */
export const withMemory = (plan: Plan): Plan => ({ ...plan, files: [...plan.files, ...memoryOf(plan)] });

/** Lock and archive, sealed together. */
export function stateOf(lock: LockToWrite, bases: Bases): [StateFile, StateFile] {
  const archive = packBases(bases);
  return [
    { path: lockPath, content: lockText(lock, (files) => sealOf(files, [archive])), mode: '644' },
    { path: basesPath, content: archive, mode: '644' },
  ];
}

interface StateFile {
  readonly path: string;
  readonly content: string | Uint8Array;
  readonly mode: '644';
}

/** What git need not know: what a run is at, and what an update that is not finished has changed. */
export const ignorePath = `${stateFolder}/.gitignore`;
export const ignoredText = '/logs/\n/journal/\n/running\n/before.json.gz\n';

export const remembered = (path: string, content: string | Uint8Array): PlannedFile => ({
  id: path,
  path,
  content,
  mode: '644',
  policy: 'untracked',
  layer: 'create-ml-project',
});

export const lockedFiles = (files: readonly PlannedFile[]): Record<string, LockedFile> =>
  Object.fromEntries(
    files.flatMap((file) => {
      const locked = lockedFile(file);
      return locked === undefined ? [] : [[file.path, locked]];
    }),
  );

/** Undefined for what is not tracked. */
export function lockedFile({ id, layer, policy, mode, path, content, keys }: PlannedFile): LockedFile | undefined {
  if (policy === 'untracked' || isCopy(content)) return undefined;
  return {
    id,
    layer,
    policy,
    mode: mode === '755' ? mode : '644',
    sha256: policy === 'absent' ? '' : fingerprint(path, content),
    ...(keys === undefined ? {} : { keys }),
  };
}

export const basesOf = (files: readonly PlannedFile[]): Bases =>
  new Map(files.flatMap(({ path, policy, content }) => (policy === 'merge' && typeof content === 'string' ? [[path, content]] : [])));
