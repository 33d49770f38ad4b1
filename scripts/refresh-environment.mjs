// Renews the versions that projects are emitted with, and keeps them only if such projects still install, train and pass
// their tests with every Python that is here: node scripts/refresh-environment.mjs [--package NAME]…  Needs uv and the network.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const lock = join(root, 'templates', 'environment', 'uv.lock');
const settings = join(dirname(lock), 'pyproject.toml');
const { values } = parseArgs({ options: { package: { type: 'string', multiple: true, default: [] } } });
const supported = ['3.10', '3.11', '3.12', '3.13', '3.14'];

function run(command, args, cwd) {
  console.log(`> ${command} ${args.join(' ')}`);
  const { status, error } = spawnSync(command, args, { cwd, stdio: 'inherit' });
  if (error) throw error;
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with exit code ${status}`);
}

const versionsOf = (text) => {
  const versions = new Map();
  for (const [, name, version] of text.matchAll(/^name = "(.+)"\nversion = "(.+)"$/gm))
    versions.set(name, [...(versions.get(name) ?? []), version]);
  return versions;
};

const isHere = (python) => spawnSync('uv', ['python', 'find', '--offline', python]).status === 0;

/** A default project, installed and trained with one version of Python; both its layouts and both its installers are the tests' work. */
function prove(python, folder) {
  const project = join(folder, `python-${python}`);
  run('node', [join(root, 'dist', 'cli.js'), project, '--yes'], root);
  run('uv', ['sync', '--locked', '--quiet', '--python', python], project);
  run('uv', ['run', '--no-sync', 'dvc', 'repro', '--quiet'], project);
  run('uv', ['run', '--no-sync', 'pytest', '--quiet'], project);
}

const before = readFileSync(lock, 'utf8');
const settingsBefore = readFileSync(settings, 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'refresh-environment-'));
let kept = false;
process.on('exit', () => {
  rmSync(folder, { recursive: true, force: true });
  if (!kept) {
    writeFileSync(lock, before);
    writeFileSync(settings, settingsBefore);
  }
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));

try {
  const upgrade = values.package.length > 0 ? values.package.map((name) => `--upgrade-package=${name}`) : ['--upgrade'];
  run('uv', ['lock', ...upgrade], dirname(lock));
  run('node', [join(root, 'scripts', 'trim-lock.mjs')], root);
  writeFileSync(
    settings,
    settingsBefore.replace(/^renewed = .*$/m, `renewed = "${new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)}"`),
  );
  const [old, renewed] = [before, readFileSync(lock, 'utf8')].map(versionsOf);
  const changes = [...new Set([...old.keys(), ...renewed.keys()])]
    .sort()
    .filter((name) => String(old.get(name)) !== String(renewed.get(name)));
  if (changes.length === 0) {
    console.log('Nothing to renew: these are the newest versions that fit together.');
    process.exit(0);
  }
  run('npm', ['run', '--silent', 'build'], root);
  run('npx', ['vitest', 'run', '--project', 'unit', 'test/unit/python-'], root);
  run('npx', ['vitest', 'run', '--project', 'e2e', 'test/e2e/environment.test.ts'], root);
  const proven = supported.filter(isHere);
  for (const python of proven) prove(python, folder);
  kept = true;
  for (const name of changes) console.log(`${name}: ${old.get(name) ?? 'new'} -> ${renewed.get(name) ?? 'gone'}`);
  console.log(`Renewed, proven with Python ${proven.join(', ')}. Commit templates/environment.`);
} catch (error) {
  console.error(`${error.message}. Nothing was changed.`);
  process.exitCode = 1;
}
