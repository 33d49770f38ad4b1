import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { keepSamples, keptReading } from '../../generators/app/kept-samples.ts';
import { planProject } from '../../generators/app/plan-project.ts';
import { prepare, type ReadTable, readTable } from '../../generators/app/prepare.ts';
import { nothingKnown } from '../../generators/options/define.ts';
import type { Given } from '../../generators/options/settle.ts';
import type { Plan } from '../../generators/plan/plan.ts';
import { workFolder } from '../support/folders.ts';

let file: string;

beforeAll(async () => {
  file = join(workFolder(afterAll), 'samples.json');
  writeFileSync(file, JSON.stringify(await keepSamples()));
});

const planOf = async (given: Given, read: ReadTable): Promise<Plan> =>
  planProject(await prepare(given, { ...nothingKnown, directory: 'churn' }, read), { git: true });

it.each<Given>([
  {},
  { task: 'binary', level: '0' },
  { task: 'multiclass', serve: 'both' },
  { task: 'regression', split: 'random', layout: 'package' },
])('a project of a built-in data set is the same whether its table is read or was when the package was built: %j', async (answers) => {
  const given = { author: 'Ada', ...answers };
  const kept = keptReading(given, file);
  expect(kept).toBeDefined();
  expect(await planOf(given, kept!)).toEqual(await planOf(given, await readTable(given)));
});

it.each<Given>([{ target: 'mean_radius' }, { group: 'mean_radius' }, { data: 'x.csv' }])('with %j the table is read', (given) =>
  expect(keptReading(given, file)).toBeUndefined(),
);

it.each<[Given, string]>([
  [{ author: 'Ada', time: 'no_such_column' }, 'there is no column'],
  [{ author: 'Ada', split: 'group' }, 'Missing: --group'],
])('what is wrong is said alike: %j', async (given, message) => {
  await expect(planOf(given, keptReading(given, file)!)).rejects.toThrow(message);
  await expect(planOf(given, await readTable(given))).rejects.toThrow(message);
});
