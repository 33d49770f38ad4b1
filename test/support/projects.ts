/** Projects made and changed without the command line, for tests of many of them. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { planProject } from '../../generators/app/plan-project.ts';
import { prepare, readTable } from '../../generators/app/prepare.ts';
import { type PartAction, type PartPlan, planPart } from '../../generators/parts/change-parts.ts';
import type { Change } from '../../generators/apply/journal.ts';
import { loadPart } from '../../generators/parts/part-loader.ts';
import { openProject } from '../../generators/parts/project.ts';
import { writeTo } from '../../generators/apply/write.ts';
import { nothingKnown } from '../../generators/options/define.ts';
import type { Given } from '../../generators/options/settle.ts';
import { withMemory } from '../../generators/state/remember.ts';

export async function makeProject(root: string, given: Given): Promise<void> {
  const plan = withMemory(
    await planProject(await prepare({ author: 'Ada', ...given }, { ...nothingKnown, directory: 'demo' }, await readTable(given)), {
      git: true,
    }),
  );
  await carryOut(root, plan.files);
}

export async function changeParts(
  root: string,
  action: PartAction,
  part: string,
  name?: string,
  options: Record<string, string | string[]> = {},
): Promise<PartPlan> {
  const plan = await planPart(action, await loadPart(part), { project: openProject(root), name, options, yes: true });
  await carryOut(root, [...plan.files, ...plan.removed.map((path) => ({ path, remove: true as const })), ...plan.memory]);
  return plan;
}

async function carryOut(root: string, changes: readonly Change[]): Promise<void> {
  for (const change of changes) {
    const place = join(root, change.path);
    rmSync(place, { force: true });
    if ('remove' in change) continue;
    if (typeof change.content === 'string') {
      mkdirSync(dirname(place), { recursive: true });
      writeFileSync(place, change.content);
    } else await writeTo(place, change);
  }
}
