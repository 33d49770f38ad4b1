/** The README's whole loop: its lines as they stand there, one after the other, by somebody who has installed the command and uv. */
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cli, scratch, shell } from '../support/cli.ts';
import { customers } from '../support/tables.ts';

const readme = readFileSync(resolve(import.meta.dirname, '../../README.md'), 'utf8');
const section = /^## The whole loop\n([\s\S]*?)^## /m.exec(readme)![1]!;
/** Each line with the exit codes that it may end with. */
const lines = [...section.matchAll(/^\| `([^`]+)` \|(.*)\|$/gm)].map(([, command, outcome]) => ({
  command: command!,
  codes: [0, ...[...outcome!.matchAll(/exit code (\d)/g)].map(([, code]) => Number(code))],
}));
const lineOf = (word: string) => lines.findIndex(({ command }) => command.includes(word));

const folder = scratch();
const env: Record<string, string> = {
  ...Object.fromEntries(
    ['AUTHOR', 'COMMITTER'].flatMap((who) => [
      [`GIT_${who}_NAME`, 'Ada'],
      [`GIT_${who}_EMAIL`, 'ada@example.org'],
    ]),
  ),
};

beforeAll(async () => {
  const bin = join(folder.path, 'bin');
  mkdirSync(bin);
  symlinkSync(cli, join(bin, 'create-ml-project'));
  env['PATH'] = `${bin}:${process.env['PATH']}`;
  env['UVICORN_PORT'] = String(await freePort());
  writeFileSync(join(folder.path, 'telco.csv'), customers(600));
  // Where hardly anybody lived before, many do now.
  writeFileSync(join(folder.path, 'next_month.csv'), customers(2000, { satellite: 0.35 }));
  writeFileSync(join(folder.path, 'row.json'), '{"tenure": 3, "InternetService": "DSL", "MonthlyCharges": 90.5}');
});
afterAll(() => folder.dispose());

const freePort = (): Promise<number> =>
  new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => done(port));
    });
  });

it('trains, serves, watches, retrains and goes back, line by line', () => {
  expect(lines).toHaveLength(10);
  const noted = lines.map(({ command }) => `${command}\necho "$? $(cat models/model.joblib 2>&1 | sha256sum)" >> "$NOTES"`);
  const service = `node -e 'fetch("http://127.0.0.1:" + process.env.UVICORN_PORT + "/ready").then((answer) => process.exit(answer.ok ? 0 : 1))'`;
  const notes = join(folder.path, 'notes');
  const { stdout, stderr } = shell([`trap 'kill $(jobs -p)' EXIT`, ...noted, service].join('\n'), {
    cwd: folder.path,
    env: { ...env, NOTES: notes },
  });
  const outcomes = readFileSync(notes, 'utf8').trim().split('\n');
  const [codes, models] = [outcomes.map((line) => Number(line[0])), outcomes.map((line) => line.slice(2))];
  expect(
    codes.map((code, at) => [lines[at]!.command, lines[at]!.codes.includes(code)]),
    stdout + stderr,
  ).toEqual(lines.map(({ command }) => [command, true]));
  const [drift, retrain, rollback] = ['drift', 'retrain', 'rollback'].map(lineOf) as [number, number, number];
  expect([codes[drift], codes[retrain], codes[rollback]], stdout + stderr).toEqual([3, 0, 0]);
  expect(models[retrain]).not.toBe(models[drift]);
  expect(models[rollback]).toBe(models[drift]);
  expect(readFileSync(join(folder.path, 'scored.csv'), 'utf8').trim().split('\n')).toHaveLength(2001);
  expect(shell('git log --format=%s', { cwd: join(folder.path, 'churn') }).stdout).toMatch(/^A month in use\n/);
});

it('has nothing to go back to a second time, and says so', () => {
  const { command, codes } = lines[lineOf('rollback')]!;
  expect(codes).toContain(2);
  expect(shell(command, { cwd: join(folder.path, 'churn'), env }, 2).stderr).toContain('there is no model before this one');
});
