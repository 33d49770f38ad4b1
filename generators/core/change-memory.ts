import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Change } from './journal.ts';
import { compress, hashOf, lockPath, lockText, objectPath } from './lock.ts';
import type { PartPlan, Project } from './part.ts';
import type { PlannedFile } from './plan.ts';
import type { Lock, LockedFile } from './project.ts';
import { isCopy } from './write.ts';

/** The project as it would be had nobody edited it: where a base is remembered, its text stands for the file's. */
export function baseView(project: Project & { readonly lock: Lock }): Project {
  return { ...project, read: (path) => baseOf(project.root, project.lock.files[path]) ?? project.read(path), edited: () => false };
}

function baseOf(root: string, entry: LockedFile | undefined): string | undefined {
  if (entry?.policy !== 'merge') return undefined;
  try {
    return gunzipSync(readFileSync(join(root, objectPath(entry.sha256)))).toString('utf8');
  } catch {
    return undefined;
  }
}

/**
 * The project's memory after a part was added or removed. A file that was there keeps its base, moved on by what the part does to
 * the base itself; so a later update sees the user's edits and not ours.
 */
export function memoryChanges(project: Project & { readonly lock: Lock }, plan: PartPlan, basePlan: PartPlan | undefined): Change[] {
  const { lock } = project;
  const bases = new Map(basePlan?.files.map((file) => [file.path, file]));
  const files: Record<string, LockedFile> = { ...lock.files };
  const objects = new Map<string, string>();
  for (const file of plan.files) {
    const entry = entryOf(file, lock.files[file.path], bases.get(file.path), project.edited(file.path));
    if (entry === undefined) continue;
    files[file.path] = entry.locked;
    if (entry.base !== undefined) objects.set(entry.locked.sha256, entry.base);
  }
  for (const path of plan.removed) delete files[path];
  const sorted = Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)));
  const used = new Set(Object.values(sorted).map(({ sha256 }) => sha256));
  const unused = [...new Set(Object.values(lock.files).map(({ sha256 }) => sha256))].filter(
    (sha256) => !used.has(sha256) && project.exists(objectPath(sha256)),
  );
  return [
    { path: lockPath, content: lockText({ ...lock, parts: plan.parts, files: sorted }), mode: '644' },
    ...[...objects].map(([sha256, text]) => ({ path: objectPath(sha256), content: compress(text), mode: '644' as const })),
    ...unused.map((sha256) => ({ path: objectPath(sha256), remove: true as const })),
  ];
}

/** Undefined: the entry stays as it is, or the file is none of ours. */
function entryOf(
  file: PlannedFile,
  before: LockedFile | undefined,
  base: PlannedFile | undefined,
  edited: boolean,
): { locked: LockedFile; base?: string } | undefined {
  const { id, layer, policy, mode } = file;
  if (policy === 'untracked' || isCopy(file.content)) return undefined;
  const source = before === undefined ? file.content : before.policy === 'merge' ? base?.content : edited ? undefined : file.content;
  if (source === undefined || isCopy(source)) return undefined;
  const locked = {
    id: before?.id ?? id,
    layer: before?.layer ?? layer,
    policy: before?.policy ?? policy,
    mode: mode === '755' ? mode : ('644' as const),
    sha256: hashOf(source),
  };
  return locked.policy === 'merge' && typeof source === 'string' ? { locked, base: source } : { locked };
}
