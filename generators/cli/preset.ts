import { ownCommand } from '../core/own-command.ts';
import { join, relative } from 'node:path';
import { applyPlan, isEmptyOrAbsent } from '../apply/apply.ts';
import { CliError, exitCode, usageError } from '../core/errors.ts';
import { packageVersion } from '../core/package-root.ts';
import type { Plan, PlannedFile } from '../plan/plan.ts';
import { shellWord } from '../core/shell-word.ts';
import { called, type Layer } from '../layers/layer.ts';
import { didYouMean } from '../core/nearest.ts';
import { parseArguments } from './arguments.ts';
import { commands } from './commands.ts';
import { showHelp } from './help.ts';
import { print, printable } from '../terminal/output.ts';
import { showVersion } from './version.ts';

const actions = ['init', 'check'] as const;

/** `preset init <dir>` starts a team's standard, `preset check <dir>` says whether it holds and what it does. */
export async function preset(argv: readonly string[]): Promise<number> {
  const parsed = parseArguments(argv, {}, commands.preset.flags);
  if (parsed.flags.version) return showVersion(parsed);
  if (parsed.flags.help) return showHelp('preset', parsed);
  const [action, directory, more] = parsed.words;
  if (action === undefined || !(actions as readonly string[]).includes(action))
    throw usageError(
      `preset takes one of ${actions.join(', ')}.${action === undefined ? '' : didYouMean(action, actions)}`,
      `For example: ${ownCommand()} preset init ../acme-ml`,
    );
  if (directory === undefined)
    throw usageError(`preset ${action} needs the folder of the layer.`, `For example: ${ownCommand()} preset ${action} ../acme-ml`);
  if (more !== undefined) throw usageError(`${JSON.stringify(more)} is too much: one layer at a time.`);
  return action === 'init' ? init(directory, parsed.flags.json === true) : check(directory, parsed.flags.json === true);
}

async function init(directory: string, json: boolean): Promise<number> {
  if (!isEmptyOrAbsent(directory))
    throw new CliError(`${directory} holds files already.`, { exit: exitCode.conflict, hint: 'Choose an empty or a new folder.' });
  const [name = ''] = join(process.cwd(), directory).split(/[\\/]/).slice(-1);
  const files = startOf(
    name
      .toLowerCase()
      .replaceAll(/[^a-z0-9.-]+/g, '-')
      .replace(/^[^a-z0-9]+/, '') || 'team-standard',
  );
  await applyPlan(files, directory, { onConflict: 'abort', finish: async () => {} });
  if (json) print(JSON.stringify({ directory, files: files.map(({ path }) => path) }, null, 2));
  else
    print(
      [
        ...files.map(({ path }) => printable(join(directory, path))),
        '',
        `Check it: ${ownCommand()} preset check ${shellWord(directory)}`,
        `Use it:   ${ownCommand()} churn --preset ${shellWord(directory)}`,
      ].join('\n'),
    );
  return exitCode.done;
}

const startOf = (name: string): PlannedFile[] =>
  Object.entries({
    'preset.yaml': `name: ${name}
version: 0.1.0
# The versions of create-ml-project that it is made for.
engine: ">=${packageVersion()} <${Number(packageVersion().split('.')[0]) + 1}.0.0"
# The layer below: a folder, a packed .tgz, npm:<package>@<version>, or git+<url>#<commit>
# extends: ../acme-org

# Options of \`create\`: a default may be said otherwise, what is locked may not, what is hidden is not even asked.
answers:
  license: { default: Apache-2.0 }
  # python: { locked: "3.12" }

# Parts that every project has.
require: []
# require: [docs-site, stage impute]

# What stands in templates/ is added to each project, or replaces the file of that path; text ending in .tmpl may name answers.
files:
  remove: []
  policy:
    CONTRIBUTING.md: managed
  keys:
    pyproject.toml: { tool.ruff.line-length: 100 }
`,
    'templates/CONTRIBUTING.md.tmpl': `# Working on {{ name }}

- Say in a branch what you are about to do; have it reviewed before it is merged.
- \`pytest\` and \`dvc repro\` pass before you ask for the review.
`,
  }).map(([path, content]) => ({ id: path, path, content, mode: '644', policy: 'once', layer: name }));

async function check(directory: string, json: boolean): Promise<number> {
  const { loadChain } = await import('../layers/load.ts');
  const chain = await loadChain(directory);
  const { plain, layered } = await tried(chain);
  const report = reportOf(chain, plain, layered);
  if (json) {
    print(JSON.stringify(report, null, 2));
    return exitCode.done;
  }
  const rows = Object.entries(report.files).filter(([, paths]) => paths.length > 0);
  const top = chain.at(-1)!;
  print(
    [
      `${called(top)} is sound: a project with it renders.`,
      ...(chain.length > 1 ? [`It stands on ${chain.slice(0, -1).map(called).join(', ')}.`] : []),
      ...rows.map(([what, paths]) => printable(`${what}: ${paths.join(', ')}`)),
      ...(report.parts.length > 0 ? [`parts: ${report.parts.join(', ')}`] : []),
    ].join('\n'),
  );
  return exitCode.done;
}

/** A project with the layers and the same one without, made in memory from the sample data. */
async function tried(chain: readonly Layer[]): Promise<{ plain: Plan; layered: Plan }> {
  const [{ answersUnderLayers }, { prepare, readTable }, { planProject }, { nothingKnown }] = await Promise.all([
    import('../layers/answers.ts'),
    import('../app/prepare.ts'),
    import('../app/plan-project.ts'),
    import('../options/define.ts'),
  ]);
  const { given, defaults } = answersUnderLayers(chain, {});
  const context = { ...nothingKnown, directory: given.name ?? 'ml-project', defaults, gitAuthor: 'A Person <person@example.org>' };
  const prepared = await prepare(given, context, await readTable(given));
  return { plain: await planProject(prepared, { git: true }), layered: await planProject({ ...prepared, layers: chain }, { git: true }) };
}

interface PresetReport {
  readonly layers: readonly { readonly name: string; readonly version: string; readonly source: string; readonly integrity: string }[];
  readonly files: { readonly added: string[]; readonly replaced: string[]; readonly changed: string[]; readonly removed: string[] };
  readonly parts: readonly string[];
}

function reportOf(chain: readonly Layer[], plain: Plan, layered: Plan): PresetReport {
  const before = new Map(plain.files.map((file) => [file.path, file]));
  const after = new Map(layered.files.map((file) => [file.path, file]));
  const ours = new Set(chain.map(({ name }) => name));
  const both = [...after.values()].filter(({ path }) => before.has(path));
  return {
    layers: chain.map(({ name, version, source, integrity, place }) => ({
      name,
      version,
      source: place === undefined ? source : relative('', place) || '.',
      integrity,
    })),
    files: {
      added: [...after.keys()].filter((path) => !before.has(path)).sort(),
      replaced: both
        .filter(({ layer }) => ours.has(layer))
        .map(({ path }) => path)
        .sort(),
      changed: both
        .filter(({ layer, path, content }) => !ours.has(layer) && typeof content === 'string' && content !== before.get(path)!.content)
        .map(({ path }) => path)
        .sort(),
      removed: [...before.keys()].filter((path) => !after.has(path)).sort(),
    },
    parts: layered.parts.map(({ part, name }) => [part, name].filter(Boolean).join(' ')),
  };
}
