import { writeFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { checkProject, type CheckOptions } from '../check/check-project.ts';
import type { Checked } from '../check/checked.ts';
import { CliError, exitCode } from '../core/errors.ts';
import { forSmallJob } from '../core/engine.ts';
import { lockPath } from '../core/state-folder.ts';
import { asUserError } from '../core/system-error.ts';
import { parseArguments } from './arguments.ts';
import { commands } from './commands.ts';
import { colors, print, printable, say } from '../terminal/output.ts';
import { showHelp } from './help.ts';
import { projectsNamed } from './projects.ts';

/** `check [dir…]`: one table or JSON document for all, and one exit code. */
export async function check(argv: readonly string[]): Promise<number> {
  const { options, flags: known } = commands.check;
  const parsed = parseArguments(argv, options, known);
  const { words, values, flags } = parsed;
  if (flags.version) return (await import('./version.ts')).showVersion(parsed);
  if (flags.help) return showHelp('check', parsed);
  const today = new Date();
  const day = [today.getFullYear(), today.getMonth() + 1, today.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
  const { html } = values as { readonly html?: string };
  forSmallJob();
  const told = tellerOf(flags.json === true);
  const kept: Checked[] = [];
  let failed = false;
  // Each is told as soon as it is known, and then forgotten: a thousand take the memory of one.
  for await (const one of checkAll(projectsNamed(words), { render: flags.render === true, latest: flags.latest === true, today: day })) {
    told.project(one);
    failed ||= failing.includes(one.status);
    if (html !== undefined) kept.push(one);
  }
  told.end();
  if (html !== undefined) {
    writeFileSync(html, (await import('../check/page.ts')).checkPage(kept, day));
    say(`${colors.green('✔')} ${html}`);
  }
  return failed ? exitCode.conflict : exitCode.done;
}

const failing: readonly string[] = ['drift', 'pending', 'invalid'];
const atATime = 16;

/** In their order, several at once: while one is read, another is looked at. */
async function* checkAll(paths: readonly string[], options: CheckOptions): AsyncGenerator<Checked> {
  const begun: Promise<Checked>[] = [];
  for (let next = 0; next < paths.length || begun.length > 0;) {
    while (next < paths.length && begun.length < atATime) begun.push(checkOne(paths[next++]!, paths.length === 1, options));
    yield await begun.shift()!;
  }
}

async function checkOne(path: string, isAlone: boolean, options: CheckOptions): Promise<Checked> {
  const shown = relative(process.cwd(), resolve(path)) || '.';
  try {
    return await checkProject(resolve(path), shown, options);
  } catch (thrown) {
    const error = asUserError(thrown, `Checking ${path}`);
    // One that cannot be judged must not keep the others from it.
    if (!(error instanceof CliError) || isAlone) throw error;
    return { path: shown, status: 'invalid', findings: [{ path: lockPath, kind: 'unreadable', message: error.message }], waived: [] };
  }
}

/** Prints line by line, or as one JSON document. */
function tellerOf(json: boolean): { project: (checked: Checked) => void; end: () => void } {
  if (!json) return { project: (checked) => print(lineOf(checked)), end: () => {} };
  // One is held back, until it is known whether a comma follows.
  let held: string | undefined;
  return {
    project: (checked) => {
      print(held === undefined ? '{\n  "projects": [' : `${held},`);
      held = JSON.stringify(checked, null, 2).replaceAll(/^/gm, '    ');
    },
    end: () => print(`${held}\n  ]\n}`),
  };
}

function lineOf({ path, status, findings, waived }: Checked): string {
  const mark = failing.includes(status) ? colors.red('✖') : status === 'outdated' ? colors.yellow('!') : colors.green('✔');
  const rows = [
    ...findings.map(({ path: file, message }) => `    ${file}: ${message}`),
    ...waived.map(({ path: file, message }) => `    ${file}: ${message}`),
  ];
  return [`${mark} ${printable(path)}  ${status}`, ...rows.map(printable)].join('\n');
}
