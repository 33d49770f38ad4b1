import { exitCode, usageError } from '../core/errors.ts';
import { runAndTest } from '../parts/part.ts';
import { openProject } from '../parts/project.ts';
import { rootAbove } from '../core/root-above.ts';
import { didYouMean } from '../core/nearest.ts';
import { type AnswerPart, hasPart } from '../options/answer-parts.ts';
import { summaryOf } from '../update/summary.ts';
import { updateProject } from '../update/update-project.ts';
import { parseArguments } from './arguments.ts';
import { type Command, commands } from './commands.ts';
import { showHelp } from './help.ts';
import { print, printable } from '../terminal/output.ts';
import { changeAsJson, tellChange } from './tell-change.ts';
import { showVersion } from './version.ts';

/** `add service` and its like: an update with another answer, that ends in the tree which creating with that answer gives. */
export async function changeAnswer(command: Command, word: string, part: AnswerPart, argv: readonly string[]): Promise<number> {
  const parsed = parseArguments(argv, {}, commands[command].flags);
  const { words, flags } = parsed;
  if (flags.version) return showVersion(parsed);
  if (flags.help)
    return showHelp(command, parsed, {
      part: word,
      summary: part.summary,
      options: {},
      ...(part.kinds === undefined ? {} : { argument: `[${part.kinds.join('|')}]` }),
      examples: [`add ${word}`],
    });
  if (command === 'remove')
    throw usageError(`\`${word}\` cannot be removed by a command.`, 'Take back the commit that added it: git revert <commit>');
  const kind = kindOf(word, part, words);
  const root = rootAbove(process.cwd());
  const { answers } = openProject(root);
  if (hasPart(part, answers)) throw usageError(`\`${word}\` is there already: see ${part.guide}.`);
  const given = part.answersWith(answers, kind);
  const dryRun = flags['dry-run'] === true;
  const updated = await updateProject(root, { given: given, dryRun, to: `with ${word}` });
  const { added, merged, renamed, removed, conflicts } = updated;
  const files = [...added, ...merged, ...renamed.map(([, path]) => path)].sort().map((path) => ({ path }));
  const project = openProject(root);
  const raised = Number(given.level) > answers.level ? [`\`${word}\` stands on level ${given.level}, so the project is raised to it.`] : [];
  const told = {
    files,
    removed,
    notes: [...raised, ...updated.notes, `It is explained in ${part.guide}.`],
    next: conflicts.length > 0 ? [] : runAndTest(project),
  };
  if (flags.json) print(changeAsJson(root, { ...told, parts: project.parts, conflicts }, dryRun));
  else if (dryRun || conflicts.length > 0)
    print(printable(summaryOf({ ...updated, notes: told.notes }, { title: 'Add', path: '.', dryRun })));
  else tellChange(root, told);
  return conflicts.length > 0 ? exitCode.conflict : exitCode.done;
}

/** What stands behind the word of a part that comes in several kinds; of any other part nothing may. */
function kindOf(word: string, { kinds }: AnswerPart, [kind, ...more]: readonly string[]): string | undefined {
  if (kinds === undefined && kind !== undefined) throw usageError(`add ${word} takes no name, but ${JSON.stringify(kind)} was given.`);
  if (more.length > 0) throw usageError(`${JSON.stringify(more[0])} is too much.`);
  if (kind !== undefined && !kinds!.includes(kind))
    throw usageError(`add ${word} takes one of ${kinds!.join(', ')}, not ${JSON.stringify(kind)}.${didYouMean(kind, kinds!)}`);
  return kind;
}
