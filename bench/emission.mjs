// How long the default project takes to be written, beside cookiecutter writing 40 small files in the same run, and the memory it needs.
// node bench/emission.mjs [rounds]     needs uv, which fetches cookiecutter once
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const rounds = Number(process.argv[2] ?? 10);
const cli = join(dirname(dirname(fileURLToPath(import.meta.url))), 'dist', 'cli.js');
const folder = mkdtempSync(join(tmpdir(), 'create-ml-project-bench-'));

const template = join(folder, 'template', '{{cookiecutter.slug}}');
mkdirSync(template, { recursive: true });
writeFileSync(join(folder, 'template', 'cookiecutter.json'), '{"slug": "theirs"}');
for (let index = 0; index < 40; index += 1) writeFileSync(join(template, `file-${index}.txt`), 'for {{cookiecutter.slug}}\n'.repeat(20));

const environment = join(folder, 'environment');
execFileSync('uv', ['venv', '--quiet', environment]);
execFileSync('uv', ['pip', 'install', '--quiet', '--python', join(environment, 'bin', 'python'), 'cookiecutter']);

const usage = join(folder, 'usage');
const measuring = `data:text/javascript,import{writeFileSync}from"node:fs";process.on("exit",()=>writeFileSync(${JSON.stringify(usage)},String(process.resourceUsage().maxRSS)))`;
const contestants = {
  ours: () => execFileSync(process.execPath, ['--import', measuring, cli, 'ours', '--yes'], { cwd: folder, stdio: 'ignore' }),
  cookiecutter: () =>
    execFileSync(join(environment, 'bin', 'cookiecutter'), ['--no-input', join(folder, 'template')], { cwd: folder, stdio: 'ignore' }),
};

const best = { ours: Infinity, cookiecutter: Infinity };
let memory = 0;
for (let round = 0; round < rounds; round += 1) {
  for (const [name, run] of Object.entries(contestants)) {
    for (const made of ['ours', 'theirs']) rmSync(join(folder, made), { recursive: true, force: true });
    const start = process.hrtime.bigint();
    run();
    best[name] = Math.min(best[name], Number(process.hrtime.bigint() - start) / 1e6);
  }
  memory = Math.max(memory, Number(readFileSync(usage, 'utf8')) / 1024);
}
rmSync(folder, { recursive: true, force: true });
console.log(
  `ours ${best.ours.toFixed(0)} ms, cookiecutter ${best.cookiecutter.toFixed(0)} ms (minimum of ${rounds}): ratio ${(best.ours / best.cookiecutter).toFixed(2)}; memory ${memory.toFixed(0)} MB`,
);
