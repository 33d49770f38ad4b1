import { relative, resolve } from 'node:path';
import { CliError, errorRecord, exitCode, usageError } from '../core/errors.ts';
import { withProjectLock, rollBack } from '../apply/journal.ts';
import { openProject } from '../parts/project.ts';
import { rootAbove } from '../core/root-above.ts';
import { readAnswers } from '../options/answers-file.ts';
import { diskOf } from '../update/disk.ts';
import { summaryOf } from '../update/summary.ts';
import { abort, finish } from '../update/transaction.ts';
import { type Updated, updateProject } from '../update/update-project.ts';
import { type Arguments, parseArguments } from './arguments.ts';
import { commands } from './commands.ts';
import { print, printable, say } from '../terminal/output.ts';
import { showHelp } from './help.ts';
import { projectsNamed } from './projects.ts';

/** `update [dir…]`: brings projects to this version, their users' edits kept. */
export async function update(argv: readonly string[]): Promise<number> {
  const parsed = parseArguments(argv, commands.update.options, commands.update.flags);
  const { words, flags } = parsed;
  if (flags.version) return (await import('./version.ts')).showVersion(parsed);
  if (flags.help) return showHelp('update', parsed);
  const roots = projectsNamed(words).map((path) => rootAbove(resolve(path)));
  if (flags.continue && flags.abort)
    throw usageError('--continue and --abort together mean nothing.', 'One finishes an update, the other gives it up.');
  if (flags.continue || flags.abort) return settle(roots, flags);
  const given = typeof flags.answers === 'string' ? await readAnswers(flags.answers) : {};
  return report(roots, flags, 'Update', (root) => updateProject(root, { given, dryRun: flags['dry-run'] === true }));
}

/** One project after the other: what fails in one is told with it, and the others go on. */
export async function report(
  roots: readonly string[],
  flags: Arguments['flags'],
  title: string,
  run: (root: string) => Promise<Updated>,
): Promise<number> {
  const projects: object[] = [];
  let worst: number = exitCode.done;
  for (const root of roots) {
    const path = relative(process.cwd(), root) || '.';
    try {
      const updated = await run(root);
      const { from, to, layers, merged, added, removed, renamed, conflicts, notes } = updated;
      projects.push({ path, from, to, layers, merged, added, removed, renamed, conflicts, notes });
      if (conflicts.length > 0) worst = Math.max(worst, exitCode.conflict);
      if (!flags.json)
        print(
          printable(
            summaryOf(updated, {
              title: roots.length > 1 ? `${title} of ${path}` : title,
              path: isHere(root) ? '.' : path,
              dryRun: flags['dry-run'] === true,
            }),
          ),
        );
    } catch (error) {
      if (!(error instanceof CliError) || roots.length === 1) throw error;
      projects.push({ path, error: errorRecord(error) });
      worst = Math.max(worst, error.exit);
      if (!flags.json) say(printable(`${path}: ${error.message}`));
    }
  }
  if (flags.json) print(JSON.stringify({ projects }, null, 2));
  return worst;
}

/** Whether a command means this project without being told. */
function isHere(root: string): boolean {
  const below = relative(root, process.cwd());
  return below === '' || !/^\.\.(?:$|[/\\])/.test(below);
}

async function settle(roots: readonly string[], flags: Arguments['flags']): Promise<number> {
  const done: object[] = [];
  for (const root of roots) {
    const undone = await withProjectLock(root, async () => {
      const interrupted = rollBack(root);
      const project = openProject(root);
      // Killed half-way: the journal has put everything back already, which is what was asked for.
      if (flags.abort && interrupted && project.lock.pending === null) return undefined;
      return flags.abort ? abort(project) : finish(project, diskOf(root));
    });
    done.push({
      path: relative(process.cwd(), root) || '.',
      [flags.abort ? 'aborted' : 'finished']: undone === undefined ? true : `${undone.from} → ${undone.to}`,
    });
    if (!flags.json) say(flags.abort ? 'The update is given up; every file is as it was before.' : 'The update is finished.');
  }
  if (flags.json) print(JSON.stringify({ projects: done }, null, 2));
  return exitCode.done;
}
