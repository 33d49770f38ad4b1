import { existsSync, readFileSync } from 'node:fs';
import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CliError } from '../core/errors.ts';
import { packageVersion } from '../core/package-root.ts';
import { checkPaths } from '../core/paths.ts';
import { isOlder } from '../core/versions.ts';
import { basesPath, readBases } from '../state/bases.ts';
import { fingerprint } from '../state/fingerprint.ts';
import type { LockedFile, Pending } from '../state/lock.ts';
import { lockPath } from '../core/state-folder.ts';
import { type CheckedLock, readCheckedLock } from '../state/quick-lock.ts';
import { piecesOf, sealOf } from '../state/seal.ts';
import type { Checked, CheckFinding } from './checked.ts';
import { applyWaivers } from './waivers.ts';

export interface CheckOptions {
  /** Render the spec anew and compare it with what the lock says. */
  readonly render?: boolean;
  /** Ask whether there is something newer. */
  readonly latest?: boolean;
  /** The day on which waivers are looked at, as `2027-01-31`. */
  readonly today: string;
}

/** Whether a project is as its standard wants it, by what it remembers: offline, without rendering anything. */
export async function checkProject(root: string, path: string, options: CheckOptions): Promise<Checked> {
  const where = join(root, lockPath);
  const invalid = (kind: string, message: string, place = lockPath): Checked => ({
    path,
    status: 'invalid',
    findings: [{ path: place, kind, message }],
    waived: [],
  });
  let lock: CheckedLock;
  try {
    if (!existsSync(where)) return invalid('no-lock', `There is no ${lockPath}: this is no project made by create-ml-project.`);
    lock = await readCheckedLock(await readFile(where, 'utf8'), where);
    checkEntries(lock.files);
  } catch (error) {
    if (error instanceof CliError) return invalid('unreadable', error.message);
    throw error;
  }
  const tampered =
    (lock.old === true || isSealed(root, lock) ? undefined : tamperedBases(root, lock.files)) ??
    (options.render ? await tamperedRendering(root) : undefined);
  if (tampered !== undefined) return { path, status: 'invalid', findings: [tampered], waived: [] };
  const pending = pendingFindings(lock.pending);
  const { findings, waived } = applyWaivers(await driftOf(root, lock.files), lock.waivers, options.today);
  const outdated = options.latest ? await newerThan(root, lock) : [];
  const status = pending.length > 0 ? 'pending' : findings.length > 0 ? 'drift' : outdated.length > 0 ? 'outdated' : 'ok';
  return { path, status, findings: [...pending, ...findings, ...outdated], waived };
}

const policies = ['managed', 'merge', 'once', 'absent', 'derived'];

function checkEntries(files: CheckedLock['files']): void {
  checkPaths(Object.keys(files));
  for (const [path, { id, layer, policy, mode, sha256 }] of Object.entries(files)) {
    const sound =
      typeof id === 'string' &&
      typeof layer === 'string' &&
      policies.includes(policy) &&
      /^(644|755)$/.test(mode) &&
      /^([0-9a-f]{64})?$/.test(sha256);
    if (!sound) throw new CliError(`${lockPath}: the entry of ${path} is not one that create-ml-project writes.`, { exit: 2 });
  }
}

/** Archive and entries as they were written together need no closer look. */
function isSealed(root: string, { seal, files }: CheckedLock): boolean {
  const archive = join(root, basesPath);
  return seal !== undefined && existsSync(archive) && sealOf(files, piecesOf(archive)) === seal;
}

/** A base that is not what the lock says would make the next update merge with something that never was. */
function tamperedBases(root: string, files: CheckedLock['files']): CheckFinding | undefined {
  const finding = (path: string, message: string): CheckFinding => ({ path, kind: 'tampered', message });
  try {
    const bases = readBases(root, files);
    for (const [path, { policy, sha256 }] of Object.entries(files)) {
      const base = bases.get(path);
      if (base !== undefined && fingerprint(path, base) !== sha256)
        return finding(path, 'What is remembered of it is not what the lock says: one of the two was changed by hand.');
      if (base === undefined && policy === 'merge' && sha256 !== '' && bases.size === 0)
        return finding(path, 'What is remembered for updates is gone.');
    }
  } catch {
    return finding('.create-ml-project', 'What is remembered for updates cannot be read.');
  }
  return undefined;
}

async function tamperedRendering(root: string): Promise<CheckFinding | undefined> {
  const { differenceFromRendering } = await import('./rendering.ts');
  return differenceFromRendering(root);
}

function pendingFindings(pending: Pending | null | undefined): CheckFinding[] {
  if (pending === null || pending === undefined) return [];
  const found = (pending.conflicts ?? []).map(({ path, kind }) => ({
    path,
    kind: 'pending',
    message: `An update left a conflict here (${kind}).`,
  }));
  return found.length > 0 ? found : [{ path: lockPath, kind: 'pending', message: 'An update is not finished.' }];
}

async function driftOf(root: string, files: CheckedLock['files']): Promise<CheckFinding[]> {
  const found = await Promise.all(Object.entries(files).map(([path, entry]) => driftIn(root, path, entry)));
  const keyed = Object.entries(files).filter(([, { keys }]) => keys !== undefined);
  const other = keyed.length === 0 ? [] : (await import('./keys.ts')).driftInKeys(root, Object.fromEntries(keyed));
  return [...found.filter((finding) => finding !== undefined), ...other];
}

async function driftIn(root: string, path: string, { policy, mode, sha256 }: LockedFile): Promise<CheckFinding | undefined> {
  if (policy !== 'managed' && policy !== 'absent') return undefined;
  const place = join(root, path);
  const there = await lstat(place).catch(() => undefined);
  if (policy === 'absent') return there && { path, kind: 'present', message: 'The standard wants it gone.' };
  if (!there) return { path, kind: 'missing', message: 'The standard wants it, and it is gone.' };
  if (!there.isFile()) return { path, kind: 'changed', message: 'The standard wants a file here.' };
  if (fingerprint(path, readFileSync(place)) !== sha256) return { path, kind: 'changed', message: 'It is not as the standard wrote it.' };
  if (((there.mode & 0o100) !== 0) !== (mode === '755') && process.platform !== 'win32')
    return { path, kind: 'mode', message: `It should ${mode === '755' ? '' : 'not '}be executable.` };
  return undefined;
}

async function newerThan(root: string, { generator, layers }: CheckedLock): Promise<CheckFinding[]> {
  const finding = (message: string): CheckFinding => ({ path: lockPath, kind: 'outdated', message });
  const ours = packageVersion();
  const chain = layers.length === 0 ? [] : await (await import('../layers/records.ts')).chainOf(layers, root);
  return [
    ...(isOlder(generator, ours) ? [finding(`It was made by ${generator}; this is ${ours}.`)] : []),
    ...chain
      .filter(({ integrity }, at) => integrity !== layers[at]?.integrity)
      .map(({ name, version }) => finding(`Its layer ${name} has gone on, to ${version}.`)),
  ];
}
