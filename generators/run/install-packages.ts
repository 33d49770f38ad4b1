import { once } from 'node:events';
import { createWriteStream, existsSync, mkdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { CliError, exitCode } from '../core/errors.ts';
import { stateFolder } from '../core/state-folder.ts';
import { runLogged } from './logged-command.ts';
import { Progress } from '../terminal/progress.ts';
import { installationFor } from './python-environment.ts';

/** Brings the project's installed environment up to what a part needs; what else the user has installed there stays. */
export async function installPackages(root: string, python: string): Promise<void> {
  if (!existsSync(join(root, '.venv'))) return;
  const installation = await installationFor(python);
  const last = installation?.commands.at(-1);
  if (installation === undefined || last === undefined) return;
  const command = installation.with === 'uv' ? [...last, '--inexact'] : last;
  const file = join(root, stateFolder, 'logs', 'add.log');
  mkdirSync(dirname(file), { recursive: true });
  const log = createWriteStream(file);
  const progress = new Progress();
  progress.start(`install its packages with ${installation.with}`);
  const { VIRTUAL_ENV: _other, ...environment } = process.env;
  const { code, lastWords } = await runLogged(command, { folder: root, environment, log });
  progress.end(code === 0);
  log.end();
  await once(log, 'close');
  if (code === 0) return;
  throw new CliError(`The part is added, but \`${command.join(' ')}\` failed:\n${lastWords.map((line) => `  ${line}`).join('\n')}`, {
    exit: exitCode.environment,
    hint: `After mending the cause, run it again in ${relative(process.cwd(), root) || 'this folder'}.\nEverything it said: ${relative(process.cwd(), file)}`,
  });
}
