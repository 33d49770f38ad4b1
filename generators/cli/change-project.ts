import { applyChanges } from '../apply/apply.ts';
import { type OpenedRequest, type PartPlan } from '../parts/change-parts.ts';
import { CliError, exitCode, usageError } from '../core/errors.ts';
import { partNames } from '../parts/part-loader.ts';
import { withProjectLock, recover, rollBack } from '../apply/journal.ts';
import type { PartDefinition, PartRequest, Project } from '../parts/part.ts';
import { type OpenedProject, openProject } from '../parts/project.ts';
import { rootAbove } from '../core/root-above.ts';
import { runGenerator } from '../yeoman/yeoman.ts';
import { answerPartNamed, answerParts, hasPart } from '../options/answer-parts.ts';
import { didYouMean, distance } from '../core/nearest.ts';
import { options as createOptions } from '../options/schema.ts';
import { type Arguments, firstWord, parseArguments } from './arguments.ts';
import { type Command, commands } from './commands.ts';
import { diffOf } from './diff.ts';
import { isDirty } from './git.ts';
import { row, showHelp } from './help.ts';
import { colors, print, printable, say } from '../terminal/output.ts';
import { loadPart, type Part } from './parts.ts';
import { changeAsJson, tellChange } from './tell-change.ts';
import { showVersion } from './version.ts';

/** `add <part> [name]` and `remove <part> <name>`: the part plans, one step changes the project. */
export async function changeProject(command: Command, argv: readonly string[]): Promise<number> {
  const { word, rest } = firstWord(argv, createOptions);
  if (word === undefined) return listParts(command, parseArguments(rest, {}, commands[command].flags));
  const answerPart = answerPartNamed(word);
  if (answerPart !== undefined) return (await import('./add-answer.ts')).changeAnswer(command, word, answerPart, rest);
  const part = await loadPart(word);
  const { definition } = part;
  const parsed = parseArguments(rest, definition.options, commands[command].flags);
  const { words, values, flags } = parsed;
  if (flags.version) return showVersion(parsed);
  if (flags.help) return showHelp(command, parsed, definition);
  if (command === 'remove' && definition.removal === undefined) {
    throw usageError(`A ${definition.part} cannot be removed by a command.`, 'Take back the commit that added it: git revert <commit>');
  }
  refuseChoices(values, definition.options);
  const [name, ...more] = words;
  if (more.length > 0) throw usageError(`${JSON.stringify(more[0])} is too much: one ${definition.part} at a time.`);
  if (command === 'add' && name !== undefined && !flags.yes) questionNearName(name, definition);
  const request = { name, options: values, yes: flags.yes === true };
  if (flags['dry-run']) {
    const project = openHere(recover);
    await knowLayersOf(project);
    const plan = await planOf(command, part, { ...request, project });
    print(flags.json ? asJson(project.root, plan, true) : diffOf(project, plan));
    return exitCode.done;
  }
  const { project, dirty, plan } = await withProjectLock(rootAbove(process.cwd()), () => change(command, part, request));
  if (flags.json) print(asJson(project.root, plan, false));
  else {
    if (dirty) say(`${colors.yellow('!')} There were uncommitted changes before; nothing you wrote was overwritten.`);
    tellChange(project.root, plan);
  }
  if (plan.packages) await (await import('../run/install-packages.ts')).installPackages(project.root, project.answers.python);
  return exitCode.done;
}

function refuseChoices(values: Arguments['values'], options: PartDefinition['options']): void {
  for (const [name, { choices }] of Object.entries(options)) {
    const known = choices?.map(({ value }) => String(value));
    const said = values[name];
    if (known === undefined || said === undefined || known.includes(String(said))) continue;
    throw usageError(`--${name} is one of ${known.join(', ')}, not ${JSON.stringify(said)}.${didYouMean(String(said), known)}`);
  }
}

/** `xgbost` would be an empty model of that name, when `xgboost` is a ready one. */
function questionNearName(name: string, { part, ready }: PartDefinition): void {
  const known = ready?.() ?? [];
  const module = name.replaceAll('-', '_');
  const meant = known.includes(module) ? undefined : known.find((other) => distance(other, module) <= (other.length > 7 ? 2 : 1));
  if (meant !== undefined)
    throw usageError(
      `There is no ready ${part} ${JSON.stringify(name)}. Did you mean ${meant}?`,
      `For an empty ${part} of that name add --yes.`,
    );
}

/** Opens the project once nothing half done is in it. */
function openHere(undo: typeof recover): OpenedProject {
  const root = rootAbove(process.cwd());
  if (undo(root)) say('An earlier run had been interrupted; what it had begun is undone.');
  return openProject(root);
}

/** The layers of the project may bring stages; where one cannot be read here and now, only those are missing. */
async function knowLayersOf({ lock, root }: OpenedProject): Promise<void> {
  if (lock.layers.length === 0) return;
  const [{ chainOf }, { knowStagesOf }] = await Promise.all([import('../layers/records.ts'), import('../stage/catalogue.ts')]);
  try {
    knowStagesOf(await chainOf(lock.layers, root));
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    say(`${colors.yellow('!')} ${printable(error.message)} Stages that it brings are not known here.`);
  }
}

/** Plans and carries out, by a run that is alone in the project. */
async function change(
  command: Command,
  part: Part,
  request: Omit<PartRequest, 'project'>,
): Promise<{ project: Project; dirty: boolean; plan: PartPlan }> {
  const project = openHere(rollBack);
  await knowLayersOf(project);
  const dirty = await isDirty(project.root);
  const plan = await planOf(command, part, { ...request, project });
  const removed = plan.removed.map((path) => ({ path, remove: true as const }));
  await applyChanges([...plan.files, ...removed, ...plan.memory], project.root, project.changedMeanwhile);
  return { project, dirty, plan };
}

const planOf = (command: Command, { definition, generator }: Part, request: OpenedRequest): Promise<PartPlan> =>
  runGenerator<PartPlan>(generator, `create-ml-project:${definition.part}`, { request, action: command });

const asJson = (root: string, { files, removed, parts, notes, next }: PartPlan, dryRun: boolean): string =>
  changeAsJson(root, { files, removed, parts, notes, next }, dryRun);

/** What can be added, and what is there. */
async function listParts(command: Command, parsed: Arguments): Promise<number> {
  const { flags } = parsed;
  if (flags.version) return showVersion(parsed);
  if (flags.help && flags.json) return showHelp(command, parsed);
  const all = await Promise.all(partNames().map(async (name) => (await loadPart(name)).definition));
  const project = flags.help ? undefined : openHere(recover);
  const rows = all
    .filter((definition) => command === 'add' || definition.removal !== undefined)
    .map((definition) => ({
      usage: `${definition.part} ${definition.argument ?? ''}`.trim(),
      summary: definition.summary,
      present: project === undefined ? [] : presentParts(definition, project),
    }));
  if (command === 'add') {
    for (const [name, answerPart] of Object.entries(answerParts))
      rows.push({
        usage: answerPart.kinds === undefined ? name : `${name} [${answerPart.kinds.join('|')}]`,
        summary: answerPart.summary,
        present: project !== undefined && hasPart(answerPart, project.answers) ? [answerPart.guide] : [],
      });
  }
  if (flags.json) print(JSON.stringify({ parts: rows }, null, 2));
  else print(tableOf(command, rows));
  return exitCode.done;
}

function tableOf(command: Command, rows: readonly { usage: string; summary: string; present: readonly string[] }[]): string {
  const lines = rows.flatMap(({ usage, summary, present }) => [
    row(usage, summary),
    ...(present.length > 0 ? [row('', `here: ${present.join(', ')}`)] : []),
  ]);
  return [`create-ml-project ${command} <part>`, ...lines].join('\n');
}

const presentParts = ({ part, present }: PartDefinition, project: Project): readonly string[] =>
  present?.(project) ?? project.parts.filter((record) => record.part === part).map(({ name }) => name);
