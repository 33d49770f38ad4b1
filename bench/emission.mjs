// How long the default project takes to be written, with its repository and without, beside cookiecutter, copier and create-vite writing as many small
// files in the same run, which make none; beside create-vite with what a person types to have one; and beside create-vite with the few files of its
// own. How long help takes beside an empty Node.js; and the memory it needs. Machines differ, and disks from one minute to the next, so ratios count.
// node bench/emission.mjs [rounds]     needs uv and npm, which fetch the peers once
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const rounds = Number(process.argv[2] ?? 10);
const cli = join(dirname(dirname(fileURLToPath(import.meta.url))), 'dist', 'cli.js');
const folder = mkdtempSync(join(tmpdir(), 'create-ml-project-bench-'));
const run = (command, ...args) =>
  execFileSync(command, args, { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'], encoding: 'utf8', maxBuffer: Infinity });

const count = JSON.parse(run(process.execPath, cli, 'ours', '--yes', '--dry-run', '--json')).files.length;

/** As many small files, each with a name to fill in. */
function fill(files, slug, ending, many = count) {
  mkdirSync(files, { recursive: true });
  for (let index = 0; index < many; index += 1) writeFileSync(join(files, `file-${index}.txt${ending}`), `for ${slug}\n`.repeat(20));
}
function template(name, inner, settings, ending) {
  fill(join(folder, name, inner), settings.slug, ending);
  writeFileSync(join(folder, name, settings.file), settings.text);
  return join(folder, name);
}
const forCookiecutter = template(
  'c',
  '{{cookiecutter.slug}}',
  { file: 'cookiecutter.json', text: '{"slug": "theirs"}', slug: '{{cookiecutter.slug}}' },
  '',
);
const forCopier = template(
  'k',
  'files',
  { file: 'copier.yml', text: 'slug: {type: str, default: theirs}\n', slug: '{{ slug }}' },
  '.jinja',
);

// It takes templates only from its own folder, and copies them without filling anything in: a second copy of it has one of as many files.
run('npm', 'install', '--silent', '--no-audit', '--no-fund', '--prefix', folder, 'create-vite');
const vite = join(folder, 'node_modules', 'create-vite');
const filled = join(folder, 'create-vite');
const fewFiles = readdirSync(join(vite, 'template-vanilla-ts'), { recursive: true, withFileTypes: true }).filter((entry) =>
  entry.isFile(),
).length;
cpSync(vite, filled, { recursive: true });
fill(join(filled, 'template-vanilla-ts', 'src'), 'theirs', '', count - fewFiles);
const createVite = (place) => run(process.execPath, join(place, 'index.js'), 'theirs', '--template', 'vanilla-ts', '--no-interactive');

const environment = join(folder, 'environment');
run('uv', 'venv', '--quiet', environment);
run('uv', 'pip', 'install', '--quiet', '--python', join(environment, 'bin', 'python'), 'cookiecutter', 'copier');

const usage = join(folder, 'usage');
const measuring = `data:text/javascript,import{writeFileSync}from"node:fs";process.on("exit",()=>writeFileSync(${JSON.stringify(usage)},String(process.resourceUsage().maxRSS)))`;
const contestants = {
  ours: () => run(process.execPath, cli, 'ours', '--yes'),
  'ours without git': () => run(process.execPath, cli, 'ours', '--yes', '--no-git'),
  cookiecutter: () => run(join(environment, 'bin', 'cookiecutter'), '--no-input', forCookiecutter),
  copier: () => run(join(environment, 'bin', 'copier'), 'copy', '--defaults', '--quiet', forCopier, 'theirs'),
  'create-vite': () => createVite(filled),
  'create-vite and git': () => {
    createVite(filled);
    for (const words of ['init', 'add --all', '-c user.name=a -c user.email=a@b commit --message x'])
      run('git', '-C', 'theirs', ...words.split(' '));
  },
  'create-vite as it comes': () => createVite(vite),
  help: () => run(process.execPath, cli, '--help'),
  'empty Node.js': () => run(process.execPath, '-e', '0'),
};

const best = Object.fromEntries(Object.keys(contestants).map((name) => [name, Infinity]));
let memory = 0;
for (let round = 0; round < rounds; round += 1) {
  for (const [name, contestant] of Object.entries(contestants)) {
    for (const made of ['ours', 'theirs']) rmSync(join(folder, made), { recursive: true, force: true });
    const start = process.hrtime.bigint();
    contestant();
    best[name] = Math.min(best[name], Number(process.hrtime.bigint() - start) / 1e6);
  }
  for (const made of ['ours', 'theirs']) rmSync(join(folder, made), { recursive: true, force: true });
  run(process.execPath, '--import', measuring, cli, 'ours', '--yes');
  memory = Math.max(memory, Number(readFileSync(usage, 'utf8')) / 1024);
}
rmSync(folder, { recursive: true, force: true });

const ratio = (one, other) => `${one} / ${other}: ${(best[one] / best[other]).toFixed(2)}`;
console.log(
  [
    `${count} files, minimum of ${rounds}: ${Object.entries(best)
      .map(([name, time]) => `${name} ${time.toFixed(0)} ms`)
      .join(', ')}`,
    ...['ours', 'ours without git'].flatMap((one) =>
      ['cookiecutter', 'copier', 'create-vite', 'create-vite as it comes'].map((other) => ratio(one, other)),
    ),
    ratio('ours', 'create-vite and git'),
    `create-vite as it comes writes ${fewFiles} files: per file ours / theirs ${(best.ours / count / (best['create-vite as it comes'] / fewFiles)).toFixed(2)}`,
    ratio('help', 'empty Node.js'),
    `memory ${memory.toFixed(0)} MB`,
  ].join('\n'),
);
