import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { Document } from 'yaml';
import { packageVersion } from './package-root.ts';
import type { Plan, PlannedFile } from './plan.ts';
import { isCopy } from './write.ts';

export const memory = '.create-ml-project';
export const lockPath = `${memory}/lock.yaml`;

export const objectPath = (sha256: string): string => `${memory}/objects/${sha256}.gz`;

/** The hash by which a file is recognised later: a text's line endings do not count. */
export function hashOf(content: string | Uint8Array): string {
  const bytes = typeof content === 'string' ? Buffer.from(content) : Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  const isText = !bytes.subarray(0, 8000).includes(0);
  const normal = isText && bytes.includes('\r\n') ? Buffer.from(bytes.toString('latin1').replaceAll('\r\n', '\n'), 'latin1') : bytes;
  return createHash('sha256').update(normal).digest('hex');
}

/** What the project remembers of its making: answers, parts and every file's origin, and the bases that later merges need. */
export function memoryOf({ answers, parts, files }: Plan): PlannedFile[] {
  const objects = new Map<string, PlannedFile>();
  const entries: Record<string, object> = {};
  for (const { id, path, layer, policy, mode, content } of [...files].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    if (policy === 'untracked' || isCopy(content)) continue;
    const sha256 = hashOf(content);
    entries[path] = { id, layer, policy, mode, sha256 };
    if (policy === 'merge' && typeof content === 'string') objects.set(sha256, remembered(objectPath(sha256), compress(content)));
  }
  const lock = { schema: 1, generator: packageVersion(), layers: [], answers, parts, files: entries, waivers: [], pending: null };
  return [remembered(`${memory}/.gitignore`, '/logs/\n/journal/\n/running\n'), remembered(lockPath, lockText(lock)), ...objects.values()];
}

const remembered = (path: string, content: string | Uint8Array): PlannedFile => ({
  id: path,
  path,
  content,
  mode: '644',
  policy: 'untracked',
  layer: 'create-ml-project',
});

/** One line a file, so that a diff of the lock reads like a list. */
export function lockText(lock: object): string {
  const document = new Document(lock);
  const files = document.get('files') as { items: { value: { flow?: boolean } }[] };
  for (const { value } of files.items) value.flow = true;
  document.commentBefore = ' What this project was made from. Written by create-ml-project; `add`, `check` and `update` read it.';
  return document.toString({ lineWidth: 0 });
}

/** Gzip without the time or the system in its header: equal input, equal bytes. */
export function compress(text: string): Uint8Array {
  const bytes = gzipSync(text, { level: 9 });
  bytes[9] = 255;
  return bytes;
}
