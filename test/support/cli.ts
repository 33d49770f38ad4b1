import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';

/** The packed and installed command line, as a user's `npx create-ml-project` starts it. */
export const cli = join(inject('installedPackage'), 'dist', 'cli.js');

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
}

export function run(command: string, args: readonly string[], options: RunOptions): Outcome {
  const result: SpawnSyncReturns<string> = spawnSync(command, args, {
    cwd: options.cwd,
    encoding: 'utf8',
    input: options.input ?? '',
    maxBuffer: 64 * 1024 * 1024,
    env: environment(options.env),
  });
  if (result.error) throw result.error;
  return { code: result.status, stdout: result.stdout, stderr: result.stderr };
}

export const createMlProject = (args: readonly string[], options: RunOptions): Outcome => run(process.execPath, [cli, ...args], options);

/** Runs a shell line and fails the test with its output unless it ends with the expected code. */
export function shell(line: string, options: RunOptions, expected = 0): Outcome {
  const outcome = run('bash', ['-c', line], options);
  if (outcome.code !== expected) {
    throw new Error(`${line}\nended with ${outcome.code}, not ${expected}:\n${outcome.stdout}\n${outcome.stderr}`);
  }
  return outcome;
}

/** A folder of its own outside every repository, removed when `dispose` is called. */
export function scratch(): { readonly path: string; dispose(): void } {
  const path = mkdtempSync(join(tmpdir(), 'create-ml-project-test-'));
  return { path, dispose: () => rmSync(path, { recursive: true, force: true }) };
}

/** What the test's own environment must not leak: an active venv, npm's variables, a colour setting. */
function environment(extra: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([key]) => !/^(npm_|VIRTUAL_ENV|FORCE_COLOR|NODE_OPTIONS|VITEST)/i.test(key));
  return { ...Object.fromEntries(inherited), GIT_CONFIG_GLOBAL: '/dev/null', NO_COLOR: '1', ...extra };
}
