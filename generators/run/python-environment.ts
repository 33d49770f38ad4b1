import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const folderOfPrograms = process.platform === 'win32' ? 'Scripts' : 'bin';

/** The commands that install the project's locked environment into .venv: uv's if it is there, else those of Python itself. */
export interface Installation {
  readonly with: 'uv' | 'pip';
  readonly commands: readonly (readonly string[])[];
}

/** Undefined: there is neither uv nor a Python that is new enough. */
export async function installationFor(oldestPython: string): Promise<Installation | undefined> {
  if (await answers('uv', '--version')) return { with: 'uv', commands: [['uv', 'sync', '--locked']] };
  const python = await findPython(oldestPython);
  if (python === undefined) return undefined;
  const pip = [
    join('.venv', folderOfPrograms, 'python'),
    '-m',
    'pip',
    'install',
    '--disable-pip-version-check',
    '--no-input',
    '-r',
    'requirements.txt',
  ];
  return { with: 'pip', commands: [[python, '-m', 'venv', '.venv'], pip] };
}

/**
 * What commands of the project get from ours: nothing that points to another Python, no ban on the project's own folder as a place of
 * modules, none on keeping compiled ones, without which every stage would compile its libraries anew; and pip installs where it is told.
 */
export function outside(): NodeJS.ProcessEnv {
  const {
    VIRTUAL_ENV: _other,
    PYTHONHOME: _home,
    PYTHONPATH: _path,
    PYTHONSAFEPATH: _safe,
    PYTHONDONTWRITEBYTECODE: _ban,
    ...rest
  } = process.env;
  return { ...rest, PIP_USER: '0' };
}

/** Where the project's environment is: uv's users may have said another place than .venv. */
export const environmentOf = (root: string): string => resolve(root, (isOnPath('uv') && process.env['UV_PROJECT_ENVIRONMENT']) || '.venv');

/** Whether a program would be found, without the time that starting it takes. */
export const isOnPath = (program: string): boolean =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .some((folder) => existsSync(join(folder, process.platform === 'win32' ? `${program}.exe` : program)));

/** The environment in which `python`, `dvc` and the rest are the project's own. */
export function activated(root: string): NodeJS.ProcessEnv {
  const environment = environmentOf(root);
  return {
    ...outside(),
    VIRTUAL_ENV: environment,
    PATH: [join(environment, folderOfPrograms), process.env['PATH']].join(delimiter),
    PYTHONUNBUFFERED: '1',
    NO_COLOR: '1',
  };
}

async function answers(program: string, ...parameters: readonly string[]): Promise<boolean> {
  try {
    await execute(program, [...parameters]);
    return true;
  } catch {
    return false;
  }
}

async function findPython(oldest: string): Promise<string | undefined> {
  const [, minor = '0'] = oldest.split('.');
  for (const program of ['python3', 'python', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python3.10']) {
    if (await answers(program, '-c', `import sys, venv, ensurepip; sys.exit(sys.version_info < (3, ${minor}))`)) return program;
  }
  return undefined;
}
