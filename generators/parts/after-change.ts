import type { Change } from '../apply/journal.ts';
import type { PartChange, Project } from './part.ts';
import type { PlannedFile } from '../plan/plan.ts';
import type { OpenedProject } from './project.ts';
import type { PartRecord } from '../plan/spec.ts';
import { objectsFolder } from '../state/bases.ts';
import type { LockedFile } from '../state/lock.ts';
import { lockedFile, stateOf } from '../state/remember.ts';

/** The project as it would be had nobody edited it: where a base is remembered, its text stands for the file's. */
export const baseOf = (project: OpenedProject): Project => ({
  ...project,
  read: (path) => project.bases().get(path) ?? project.read(path),
  exists: (path) => project.bases().has(path) || project.exists(path),
  edited: () => false,
});

/**
 * The project's memory after a part was put in or taken out. A file that was there keeps its base, moved on by what the part does to
 * the base itself; so a later update sees the user's edits and not ours.
 */
export function memoryAfter(project: OpenedProject, parts: readonly PartRecord[], change: PartChange, baseChange: PartChange): Change[] {
  const { lock } = project;
  const files: Record<string, LockedFile> = { ...lock.files };
  const bases = new Map(project.bases());
  const put = (file: PlannedFile): void => {
    const before = lock.files[file.path];
    const entry = lockedFile(
      before === undefined
        ? file
        : {
            ...file,
            id: before.id,
            layer: before.layer,
            policy: before.policy,
            ...(before.keys === undefined ? {} : { keys: before.keys }),
          },
    );
    if (entry === undefined) return;
    files[file.path] = entry;
    if (entry.policy === 'merge' && typeof file.content === 'string') bases.set(file.path, file.content);
  };
  const merges = ({ path, policy }: PlannedFile): boolean => (lock.files[path]?.policy ?? policy) === 'merge';
  for (const file of baseChange.files.filter(merges)) put(file);
  // Of a file without a base only the fingerprint is remembered: the one it has, unless the user has edited it.
  for (const file of change.files) if (!merges(file) && !(file.path in lock.files && project.edited(file.path))) put(file);
  for (const path of change.removed ?? []) {
    delete files[path];
    bases.delete(path);
  }
  return [...stateOf({ ...lock, parts, files }, bases), ...project.list(objectsFolder).map((path) => ({ path, remove: true as const }))];
}
