import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { openStructured } from '../edit/open.ts';
import { stepsOf } from '../layers/apply-layers.ts';
import type { LockedFile } from '../state/lock.ts';
import type { CheckFinding } from './checked.ts';

/** Keys of structured files that do not have the values that the standard wants there. */
export function driftInKeys(root: string, files: Readonly<Record<string, LockedFile>>): CheckFinding[] {
  return Object.entries(files).flatMap(([path, { keys = {} }]): CheckFinding[] => {
    if (!existsSync(join(root, path))) return [{ path, kind: 'missing', message: 'The standard wants keys in it, and it is gone.' }];
    let value: (key: string) => unknown;
    try {
      const document = openStructured(path, readFileSync(join(root, path), 'utf8'));
      value = (key) => document.get(stepsOf(key));
    } catch (error) {
      return [{ path, kind: 'key', message: `The standard wants keys in it, and it cannot be read: ${(error as Error).message}` }];
    }
    return Object.entries(keys)
      .filter(([key, wanted]) => !isDeepStrictEqual(value(key), wanted))
      .map(([key, wanted]) => ({ path, kind: 'key', message: `The standard wants ${key}: ${JSON.stringify(wanted)}.` }));
  });
}
