import type { Collision } from '../core/apply.ts';
import type { Prepared } from '../app/prepare.ts';
import type { Surroundings } from '../options/define.ts';
import type { Given } from '../options/settle.ts';

export async function ask(given: Given, around: Surroundings): Promise<Prepared & { given: Given }> {
  throw new Error(`${given.name} ${around.directory}`);
}
export async function askAboutCollision(collision: Collision): Promise<'skip' | 'overwrite'> {
  throw new Error(collision.path);
}
