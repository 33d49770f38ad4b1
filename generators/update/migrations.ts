import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { templatesRoot } from '../core/package-root.ts';
import type { Lock } from '../state/lock.ts';

/** `templates/migrations.yaml`: what a version has renamed. */
interface Migration {
  /** The last version that wrote the old names. */
  readonly until: string;
  /** Logical places of templates; a folder ends in `/`. */
  readonly templates?: Readonly<Record<string, string>>;
  readonly answers?: Readonly<Record<string, string>>;
}

/** The lock as if all versions since had used today's names; a name that is not there is left alone, so it may be told twice. */
export function migrated(lock: Lock): Lock {
  const migrations = (parse(readFileSync(join(templatesRoot, 'migrations.yaml'), 'utf8')) ?? []) as readonly Migration[];
  return migrations.reduce(
    (changed, { templates = {}, answers = {} }) => ({
      ...changed,
      answers: Object.fromEntries(
        Object.entries(changed.answers).map(([name, value]) => [answers[name] ?? name, value]),
      ) as unknown as Lock['answers'],
      files: Object.fromEntries(Object.entries(changed.files).map(([path, file]) => [path, { ...file, id: renamed(file.id, templates) }])),
    }),
    lock,
  );
}

function renamed(id: string, names: Readonly<Record<string, string>>): string {
  const [from, to] = Object.entries(names).find(([old]) => id === old || (old.endsWith('/') && id.startsWith(old))) ?? [];
  return from === undefined || to === undefined ? id : to + id.slice(from.length);
}
