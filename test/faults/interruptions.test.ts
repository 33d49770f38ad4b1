import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { cli, createMlProject, run, scratch } from '../support/cli.ts';
import { bytesOf, smallTable, treeOf, workFolder } from '../support/folders.ts';

const given = ['--data', 'orders.csv', '--target', 'returned', '--yes', '--author', 'Ada'];

function start(
  cwd: string,
  args: readonly string[],
): { child: ChildProcess; ended: Promise<{ code: number | null; signal: string | null }> } {
  const child = spawn(process.execPath, [cli, ...args], { cwd, stdio: 'ignore', env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null' } });
  return { child, ended: new Promise((resolve) => child.on('exit', (code, signal) => resolve({ code, signal }))) };
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Waits until something is seen on the disk, or the process has ended. */
async function until(seen: () => boolean, child: ChildProcess): Promise<void> {
  while (!seen() && child.exitCode === null && child.signalCode === null) await pause(1);
}

function withTable(): string {
  const cwd = workFolder();
  smallTable(cwd);
  return cwd;
}

const isStaging = (cwd: string): boolean => readdirSync(cwd).some((name) => name.startsWith('.orders.create-ml-project-'));

/** A project as an undisturbed run leaves it, to compare with. */
let complete: Record<string, string>;
beforeAll(() => {
  const cwd = scratch();
  smallTable(cwd.path);
  createMlProject(['orders', ...given, '--no-git'], { cwd: cwd.path });
  complete = bytesOf(join(cwd.path, 'orders'));
  cwd.dispose();
});

describe('kill -9 while a new project is written', () => {
  it.each([0, 5, 15, 40])('%i ms after the first byte leaves all or nothing, and the next run tidies up', async (delay) => {
    const cwd = withTable();
    const { child, ended } = start(cwd, ['orders', ...given, '--no-git']);
    await until(() => isStaging(cwd) || existsSync(join(cwd, 'orders')), child);
    await pause(delay);
    child.kill('SIGKILL');
    await ended;
    if (existsSync(join(cwd, 'orders'))) expect(bytesOf(join(cwd, 'orders'))).toEqual(complete);
    expect(createMlProject(['orders', ...given, '--no-git'], { cwd }).code).toBe(0);
    expect(bytesOf(join(cwd, 'orders'))).toEqual(complete);
    expect(readdirSync(cwd).sort()).toEqual(['orders', 'orders.csv']);
  });
});

describe('kill -9 while an existing directory is filled', () => {
  it.each([0, 3, 8, 20])('%i ms after the first byte leaves nothing that the next run does not mend', async (delay) => {
    const cwd = withTable();
    mkdirSync(join(cwd, 'orders'));
    writeFileSync(join(cwd, 'orders/README.md'), 'mine');
    const { child, ended } = start(cwd, ['orders', ...given, '--no-git', '--on-conflict', 'overwrite']);
    await until(() => existsSync(join(cwd, 'orders/.create-ml-project/journal')), child);
    await pause(delay);
    child.kill('SIGKILL');
    await ended;
    expect(createMlProject(['orders', ...given, '--no-git', '--on-conflict', 'overwrite'], { cwd }).code).toBe(0);
    expect(bytesOf(join(cwd, 'orders'))).toEqual(complete);
  });
});

describe.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s', (signal, code) => {
  it(`while writing ends with ${code} and leaves nothing behind`, async () => {
    const cwd = withTable();
    const { child, ended } = start(cwd, ['a/orders', ...given]);
    await until(() => existsSync(join(cwd, 'a')), child);
    child.kill(signal);
    const outcome = await ended;
    if (existsSync(join(cwd, 'a/orders'))) expect(outcome.code).toBe(0);
    else {
      expect(outcome.code).toBe(code);
      expect(treeOf(cwd)).toEqual(['orders.csv']);
    }
  });
});

it('of two runs at once one makes the project and the other is refused', async () => {
  const cwd = withTable();
  const first = start(cwd, ['orders', ...given]);
  await until(() => isStaging(cwd), first.child);
  first.child.kill('SIGSTOP');
  const second = createMlProject(['orders', ...given], { cwd });
  first.child.kill('SIGCONT');
  expect([second.code, (await first.ended).code].sort()).toEqual([0, 3]);
  expect(readdirSync(cwd).sort()).toEqual(['orders', 'orders.csv']);
  expect(execFileSync('git', ['-C', join(cwd, 'orders'), 'status', '--porcelain'], { encoding: 'utf8' })).toBe('');
});

it('a symbolic link in the target is not followed', () => {
  const cwd = withTable();
  const outside = workFolder();
  mkdirSync(join(cwd, 'orders'));
  symlinkSync(outside, join(cwd, 'orders/docs'));
  const outcome = createMlProject(['orders', ...given], { cwd });
  expect(outcome).toMatchObject({ code: 3, stderr: expect.stringContaining('symbolic link') });
  expect(readdirSync(outside)).toEqual([]);
  expect(treeOf(join(cwd, 'orders'))).toEqual(['docs']);
});

it('a target that is itself a link to a directory is filled where it points', () => {
  const cwd = withTable();
  const outside = workFolder();
  symlinkSync(outside, join(cwd, 'orders'));
  expect(createMlProject(['orders', ...given], { cwd }).code).toBe(0);
  expect(readFileSync(join(outside, 'pyproject.toml'), 'utf8')).toContain('name = "orders"');
});

describe('a disk that takes no more', () => {
  it('ends with code 1, one sentence, and nothing left', () => {
    const cwd = withTable();
    // The shell's limit on a file's size makes a write fail half way, as a full disk does.
    const outcome = run('bash', ['-c', `ulimit -f 400; exec ${process.execPath} ${cli} orders ${given.join(' ')}`], { cwd });
    expect(outcome).toMatchObject({ code: 1, stderr: expect.stringMatching(/^error Writing .*orders failed: .*Nothing was changed\.\n/) });
    expect(treeOf(cwd)).toEqual(['orders.csv']);
  });

  it('or may not be written to says so', () => {
    const cwd = withTable();
    const outcome = createMlProject(['/proc/orders', ...given], { cwd });
    expect(outcome.code).toBe(1);
    expect(outcome.stderr.trim().split('\n')).toHaveLength(1);
  });
});
