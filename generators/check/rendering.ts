import { ownCommand } from '../core/own-command.ts';
import { render } from '../app/render.ts';
import { CliError } from '../core/errors.ts';
import { packageVersion } from '../core/package-root.ts';
import { openProject } from '../parts/project.ts';
import { chainOf } from '../layers/records.ts';
import { knowStagesOf } from '../stage/catalogue.ts';
import { lockPath } from '../core/state-folder.ts';
import { lockedFiles } from '../state/remember.ts';
import type { CheckFinding } from './checked.ts';

/** The first file that the lock's own spec does not render to; by the version that wrote it, for another one renders otherwise. */
export async function differenceFromRendering(root: string): Promise<CheckFinding | undefined> {
  const { lock } = openProject(root);
  if (lock.generator !== packageVersion()) {
    throw new CliError(
      `${root} was rendered by ${lock.generator}, which alone can say whether its lock is true; this is ${packageVersion()}.`,
      {
        exit: 2,
        hint: `npx create-ml-project@${lock.generator} check --render, or bring it up to date first: ${ownCommand()} update`,
      },
    );
  }
  const chain = await chainOf(lock.layers, root);
  const moved = lock.layers.find(({ integrity }, at) => chain[at]?.integrity !== integrity);
  if (moved !== undefined) {
    throw new CliError(
      `${root} was rendered with ${moved.name} ${moved.version}; ${moved.source} holds another one now, which cannot say whether the lock is true.`,
      {
        exit: 2,
        hint: `Bring it up to date first: ${ownCommand()} update`,
      },
    );
  }
  const finding = (path: string, message: string): CheckFinding => ({ path, kind: 'tampered', message });
  try {
    knowStagesOf(chain);
    const { files, absent = [] } = await render(lock, chain);
    const rendered = lockedFiles([...files, ...absent]);
    for (const [path, { id, policy, sha256 }] of Object.entries(rendered)) {
      const locked = lock.files[path];
      if (locked === undefined) return finding(path, 'The lock does not have it, though its answers and parts give it.');
      if (policy === 'once' || policy === 'derived') continue;
      if (locked.id !== id || locked.policy !== policy || locked.sha256 !== sha256)
        return finding(path, "The lock's answers and parts do not give what it says of it.");
    }
    const extra = Object.entries(lock.files).find(([path, { policy }]) => policy !== 'once' && rendered[path] === undefined);
    return extra && finding(extra[0], "The lock's answers and parts do not give it.");
  } catch (error) {
    if (error instanceof CliError) return finding(lockPath, error.message);
    throw error;
  }
}
