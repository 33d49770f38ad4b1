import { existsSync, realpathSync } from 'node:fs';
import { relative } from 'node:path';
import type { ProjectCommand } from '../parts/part.ts';
import { shellWord } from '../core/shell-word.ts';
import { environmentOf, isOnPath } from './python-environment.ts';

/** How a project's commands are run on this machine; every hint that names one comes from here. */
export interface ProjectCommands {
  /** One line that installs the environment and then runs these. */
  installing(...commands: readonly ProjectCommand[]): string;
  /** One line that runs these in the environment, which is installed first where it is not there. */
  running(...commands: readonly ProjectCommand[]): string;
  /** One line that goes into the project and runs these as they are. */
  inFolder(...commands: readonly string[]): string;
}

const windows = process.platform === 'win32';

/** With uv if it is there, else with Python's own tools, as `--run` does it. */
export function commandsFor(root: string): ProjectCommands {
  const uv = isOnPath('uv');
  const enter = relative(process.cwd(), root) === '' ? [] : [`cd ${shellWord(relative(process.cwd(), root))}`];
  const line = (...commands: readonly string[]): string => [...enter, ...commands].join(' && ');
  const install = uv
    ? ['uv sync --locked']
    : [
        ...(isActive(root) ? [] : [`${windows ? 'python' : 'python3'} -m venv .venv`, activate]),
        'python -m pip install -r requirements.txt',
      ];
  // With a safe path Python does not look for the project's modules in its folder.
  const free = windows || !process.env['PYTHONSAFEPATH'] ? '' : 'PYTHONSAFEPATH= ';
  const run = ({ command, with: extra }: ProjectCommand): readonly string[] =>
    uv
      ? [`${free}uv run ${extra === undefined ? '' : `--with ${extra} `}${command}`]
      : [...(extra === undefined ? [] : [`python -m pip install ${extra}`]), free + command];
  const installing = (...commands: readonly ProjectCommand[]): string => line(...install, ...commands.flatMap(run));
  return {
    installing,
    running: (...commands) =>
      uv || isActive(root)
        ? line(...commands.flatMap(run))
        : existsSync(environmentOf(root))
          ? line(activate, ...commands.flatMap(run))
          : installing(...commands),
    inFolder: line,
  };
}

const activate = windows ? '.venv\\Scripts\\activate' : '. .venv/bin/activate';

/** Whether the environment that this shell has activated is the project's own. */
function isActive(root: string): boolean {
  const active = process.env['VIRTUAL_ENV'];
  const own = environmentOf(root);
  return active !== undefined && existsSync(active) && existsSync(own) && realpathSync(active) === realpathSync(own);
}
