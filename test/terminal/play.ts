import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify, stripVTControlCharacters } from 'node:util';
import { expect } from 'vitest';

export interface Played {
  readonly code: number;
  /** As it was written, with the codes that move the cursor and colour text. */
  readonly raw: string;
  readonly screen: string;
}

/** A text to wait for, and the keys that are pressed then. */
export type Step = readonly [shown: string, keys: string];

export interface Terminal {
  readonly size?: readonly [columns: number, rows: number];
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a program in a real terminal as a person would. */
export async function playAt(cwd: string, command: readonly string[], steps: readonly Step[], terminal: Terminal = {}): Promise<Played> {
  const playing = promisify(execFile)('python3', [join(import.meta.dirname, 'person.py')], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  playing.child.stdin?.end(JSON.stringify({ command, cwd, steps, ...terminal }));
  const played = JSON.parse((await playing).stdout) as Played & { failed: string | null };
  const screen = stripVTControlCharacters(played.screen);
  expect(played.failed, `never shown; the screen was:\n${screen}`).toBeNull();
  return { code: played.code, raw: played.screen, screen };
}
