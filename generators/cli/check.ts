import { writeFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { checkProject, type CheckOptions } from '../check/check-project.ts';
import type { Checked } from '../check/checked.ts';
import { CliError, exitCode } from '../core/errors.ts';
import { lockPath } from '../state/paths.ts';
import { parseArguments } from './arguments.ts';
import { commands } from './commands.ts';
import { colors, print, printable, say } from './output.ts';
import { projectsNamed } from './projects.ts';

/** `check [dir…]`: one table or JSON document for all, and one exit code. */
export async function check(argv: readonly string[]): Promise<number> {
  const { options, flags: known } = commands.check;
  const parsed = parseArguments(argv, options, known);
  const { words, values, flags } = parsed;
  if (flags.version) return (await import('./version.ts')).showVersion(parsed);
  if (flags.help) return (await import('./help.ts')).showHelp('check', parsed);
  const today = new Date();
  const day = [today.getFullYear(), today.getMonth() + 1, today.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
  const { html } = values as { readonly html?: string };
  const checked = await checkAll(projectsNamed(words), { render: flags.render === true, latest: flags.latest === true, today: day });
  if (html !== undefined) writeFileSync(html, (await import('../check/page.ts')).checkPage(checked, day));
  print(flags.json ? JSON.stringify({ projects: checked }, null, 2) : checked.map(lineOf).join('\n'));
  if (html !== undefined) say(`${colors.green('✔')} ${html}`);
  return checked.some(({ status }) => failing.includes(status)) ? exitCode.conflict : exitCode.done;
}

const failing: readonly string[] = ['drift', 'pending', 'invalid'];
const atATime = 16;

/** Several at once: while one is read, another is looked at. */
async function checkAll(paths: readonly string[], options: CheckOptions): Promise<Checked[]> {
  const results: Checked[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < paths.length) {
      const index = next++;
      const path = paths[index]!;
      const shown = relative(process.cwd(), resolve(path)) || '.';
      try {
        results[index] = await checkProject(resolve(path), shown, options);
      } catch (error) {
        // One that cannot be judged must not keep the others from it.
        if (!(error instanceof CliError) || paths.length === 1) throw error;
        results[index] = { path: shown, status: 'invalid', findings: [{ path: lockPath, kind: 'unreadable', message: error.message }], waived: [] };
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atATime, paths.length) }, worker));
  return results;
}

function lineOf({ path, status, findings, waived }: Checked): string {
  const mark = failing.includes(status) ? colors.red('✖') : status === 'outdated' ? colors.yellow('!') : colors.green('✔');
  const rows = [...findings.map(({ path: file, message }) => `    ${file}: ${message}`), ...waived.map(({ path: file, message }) => `    ${file}: ${message}`)];
  return [`${mark} ${printable(path)}  ${status}`, ...rows.map(printable)].join('\n');
}
