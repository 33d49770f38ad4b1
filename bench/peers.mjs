// A layer of many files emitted beside cookiecutter, and an update of equal files beside cruft and copier, in one run: minimum of some rounds.
// node bench/peers.mjs [rounds] [files]     needs uv, which fetches the peers once
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [rounds = 5, many = 5000] = process.argv.slice(2).map(Number);
const cli = join(dirname(dirname(fileURLToPath(import.meta.url))), 'dist', 'cli.js');
const folder = mkdtempSync(join(tmpdir(), 'create-ml-project-bench-'));
const bin = (name) => join(folder, 'environment', 'bin', name);
const run = (cwd, command, ...args) =>
  execFileSync(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8', maxBuffer: Infinity });
const commit = (cwd, tag) => {
  run(cwd, 'git', 'init', '-q');
  run(cwd, 'git', 'add', '-A');
  run(cwd, 'git', '-c', 'user.name=bench', '-c', 'user.email=bench@localhost', 'commit', '-qm', tag, '--allow-empty');
  run(cwd, 'git', 'tag', '-f', tag);
};
run(folder, 'uv', 'venv', '--quiet', 'environment');
run(folder, 'uv', 'pip', 'install', '--quiet', '--python', bin('python'), 'cookiecutter', 'copier', 'cruft');

const write = (path, text) => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
};
const peers = { cookiecutter: join(folder, 'cookiecutter'), copier: join(folder, 'copier') };
const layer = join(folder, 'layer');
const preset = (version) => write(join(layer, 'preset.yaml'), `name: bench\nversion: ${version}\nengine: ">=1.0.0"\n`);
/** The same file of the three templates. `name` is the only thing to fill in. */
function template(path, text) {
  write(join(layer, 'templates', `${path}.tmpl`), text('{{ name }}'));
  write(join(peers.cookiecutter, '{{cookiecutter.name}}', path), text('{{ cookiecutter.name }}'));
  write(join(peers.copier, `${path}.fill`), text('{{ name }}'));
}
write(join(peers.cookiecutter, 'cookiecutter.json'), '{"name": "theirs", "_copy_without_render": ["kept/*"]}');
write(join(peers.copier, 'copier.yml'), '_templates_suffix: .fill\nname: {type: str, default: theirs}\n');
write(join(peers.copier, '{{ _copier_conf.answers_file }}.fill'), '{{ _copier_answers|to_nice_yaml }}\n');
preset('1.0.0');

function compare(title, contestants, prepare) {
  const best = Object.fromEntries(Object.keys(contestants).map((name) => [name, Infinity]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, contestant] of Object.entries(contestants)) {
      prepare(name);
      const started = process.hrtime.bigint();
      contestant();
      best[name] = Math.min(best[name], Number(process.hrtime.bigint() - started) / 1e6);
    }
  }
  const ratios = Object.entries(best)
    .slice(1)
    .map(([name, time]) => `ours / ${name}: ${(best.ours / time).toFixed(2)}`);
  console.log(
    `${title}: ${Object.entries(best)
      .map(([name, time]) => `${name} ${time.toFixed(0)} ms`)
      .join(', ')}; ${ratios.join(', ')}`,
  );
}

const lines = (name, word) => Array.from({ length: 20 }, (_, at) => `line ${at} for ${name}${at === 10 ? word : ''}\n`).join('');
for (let index = 0; index < many; index += 1) template(`many/${index % 50}/file-${index}.txt`, (name) => lines(name, ''));
const create = (name) => run(folder, process.execPath, cli, name, '--yes', '--no-git', '--preset', layer);
compare(
  `a layer of ${many} files`,
  {
    ours: () => create('ours'),
    cookiecutter: () => run(folder, bin('cookiecutter'), '--no-input', peers.cookiecutter),
  },
  () => ['ours', 'theirs'].forEach((name) => rmSync(join(folder, name), { recursive: true, force: true })),
);

// The peers' templates have what our project has besides, so that all of them look after the same files.
for (const place of [join(layer, 'templates'), join(peers.cookiecutter, '{{cookiecutter.name}}')])
  rmSync(join(place, 'many'), { recursive: true });
rmSync(join(peers.copier, 'many'), { recursive: true });
const changing = Array.from({ length: 30 }, (_, at) => `text/file-${at}.txt`);
for (const path of changing) template(path, (name) => lines(name, ''));
for (const name of ['ours', 'theirs']) rmSync(join(folder, name), { recursive: true, force: true });
create('plain');
for (const name of readdirSync(join(folder, 'plain')).filter((one) => !one.startsWith('.') && one !== 'text')) {
  for (const place of [join(peers.cookiecutter, '{{cookiecutter.name}}', 'kept'), join(peers.copier, 'kept')])
    cpSync(join(folder, 'plain', name), join(place, name), { recursive: true });
}
for (const place of Object.values(peers)) commit(place, 'v1');
create('ours');
run(folder, bin('cruft'), 'create', '--no-input', peers.cookiecutter, '--checkout', 'v1');
cpSync(join(folder, 'theirs'), join(folder, 'cruft'), { recursive: true });
run(folder, bin('copier'), 'copy', '--quiet', '--defaults', '--vcs-ref', 'v1', peers.copier, 'copied');
const projects = { ours: join(folder, 'ours'), cruft: join(folder, 'cruft'), copier: join(folder, 'copied') };
for (const project of Object.values(projects)) {
  for (const path of changing.slice(0, 10)) write(join(project, path), `mine\n${lines(project.endsWith('ours') ? 'ours' : 'theirs', '')}`);
  commit(project, 'made');
}
preset('2.0.0');
for (const path of changing) template(path, (name) => lines(name, ' now'));
for (const place of Object.values(peers)) commit(place, 'v2');
compare(
  `an update of ${changing.length} files among ${run(projects.ours, 'git', 'ls-files').split('\n').length - 1}`,
  {
    ours: () => run(projects.ours, process.execPath, cli, 'update'),
    cruft: () => run(projects.cruft, bin('cruft'), 'update', '--skip-apply-ask', '--checkout', 'v2'),
    copier: () => run(projects.copier, bin('copier'), 'update', '--quiet', '--defaults', '--vcs-ref', 'v2'),
  },
  (name) => {
    run(projects[name], 'git', 'reset', '-q', '--hard', 'made');
    run(projects[name], 'git', 'clean', '-qfd');
  },
);
for (const [name, project] of Object.entries(projects)) {
  const changed = run(project, 'git', 'diff', '--name-only', 'made')
    .split('\n')
    .filter((path) => path.startsWith('text/')).length;
  if (changed !== changing.length) throw new Error(`${name} updated ${changed} files, not ${changing.length}`);
}
rmSync(folder, { recursive: true, force: true });
