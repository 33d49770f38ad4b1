import { isAbsolute } from 'node:path';
import { newFile } from '../parts/part-files.ts';
import type { PlannedFile } from '../plan/plan.ts';
import type { Answers } from '../options/schema.ts';

/** What `dvc init` and `dvc remote add` would write, without calling home. */
export function dvcFiles({ remote, 'remote-url': url }: Answers, git: boolean): PlannedFile[] {
  const core = {
    analytics: 'false',
    check_update: 'false',
    ...(git ? {} : { no_scm: 'true' }),
    ...(url === null ? {} : { remote: 'storage' }),
  };
  const config = [
    '[core]',
    ...Object.entries(core).map(([key, value]) => `    ${key} = ${value}`),
    ...(url === null ? [] : [`['remote "storage"']`, `    url = ${remote === 'local' ? fromConfig(url) : url}`]),
  ];
  const file = (path: string, content: string): PlannedFile => newFile(`dvc/${path}`, path, content);
  return [file('.dvc/config', `${config.join('\n')}\n`), file('.dvc/.gitignore', '/config.local\n/tmp\n/cache\n')];
}

/** DVC reads a relative folder from where its configuration is. */
const fromConfig = (folder: string): string => (isAbsolute(folder) ? folder : `../${folder}`);
