/** Makes a project one that an earlier version wrote: what that one rendered otherwise, by path. */
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openProject } from '../../generators/parts/project.ts';
import { fingerprint } from '../../generators/state/fingerprint.ts';
import type { LockedFile } from '../../generators/state/lock.ts';
import { stateOf } from '../../generators/state/remember.ts';

export interface Earlier {
  /** Another text; null: it had no such file. */
  readonly text?: string | Uint8Array | null | ((now: string) => string);
  /** It was called so. */
  readonly path?: string;
  readonly mode?: '644' | '755';
  readonly policy?: LockedFile['policy'];
}

export function age(root: string, earlier: Readonly<Record<string, Earlier>>): void {
  const project = openProject(root);
  const files: Record<string, LockedFile> = { ...project.lock.files };
  const bases = new Map(project.bases());
  for (const [path, { text, path: old = path, mode, policy }] of Object.entries(earlier)) {
    const entry = files[path];
    const now = existsSync(join(root, path)) ? readFileSync(join(root, path)) : undefined;
    delete files[path];
    bases.delete(path);
    if (text === null) {
      rmSync(join(root, path));
      if (readdirSync(join(root, dirname(path))).length === 0) rmdirSync(join(root, dirname(path)));
      continue;
    }
    const content = typeof text === 'function' ? text(now!.toString()) : (text ?? now!.toString());
    mkdirSync(dirname(join(root, old)), { recursive: true });
    if (old !== path && now !== undefined) renameSync(join(root, path), join(root, old));
    writeFileSync(join(root, old), content);
    if (mode !== undefined) chmodSync(join(root, old), mode === '755' ? 0o755 : 0o644);
    files[old] = {
      id: entry?.id ?? `base/${path}`,
      layer: 'create-ml-project',
      policy: policy ?? entry?.policy ?? 'merge',
      mode: mode ?? entry?.mode ?? '644',
      sha256: fingerprint(old, content),
    };
    if (files[old].policy === 'merge' && typeof content === 'string') bases.set(old, content);
  }
  for (const { path, content } of stateOf({ ...project.lock, generator: '0.9.0', files }, bases)) writeFileSync(join(root, path), content);
}
