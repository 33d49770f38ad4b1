import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { render } from '../../generators/app/render.ts';
import { openProject } from '../../generators/parts/project.ts';
import { createMlProject } from '../support/cli.ts';
import { goldenProjects, unpackGolden } from '../support/golden.ts';

describe.each(goldenProjects)('a project of %s', (name) => {
  it('is opened with all that it is rendered from', async () => {
    const { lock, bases } = openProject(unpackGolden(name));
    expect(lock.facts).toEqual({
      table: 'orders',
      rows: 60,
      columns: 3,
      positive: 'yes',
      metric: 'roc_auc',
      minimum: 0.6,
      nearPerfect: '',
      format: 'csv',
      compression: null,
      encoding: 'utf-8',
      delimiter: ',',
      git: false,
    });
    for (const { id } of Object.values(lock.files)) expect(id).not.toMatch(/^\+/);
    for (const [path, { policy }] of Object.entries(lock.files)) if (policy === 'merge') expect(bases().has(path), path).toBe(true);
    const plan = await render(lock);
    const paths = plan.files.map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining([
        'README.md',
        'params.yaml',
        ...lock.parts.filter(({ part }) => part === 'stage').map((part) => `src/stages/${part.name}.py`),
      ]),
    );
    for (const { part, ...record } of plan.parts)
      if (part === 'stage') expect(record).toMatchObject({ template: expect.any(String), place: { behind: expect.any(String) } });
  });

  it('takes parts, and then remembers as this version does', () => {
    const root = unpackGolden(name);
    expect(createMlProject(['add', 'stage', 'deduplicate'], { cwd: root })).toMatchObject({ code: 0 });
    expect(existsSync(join(root, '.create-ml-project/objects'))).toBe(false);
    expect(openProject(root).bases().get('params.yaml')).toContain('deduplicate:');
    expect(readFileSync(join(root, '.create-ml-project/lock.yaml'), 'utf8')).toContain('facts: { table: orders, rows: 60');
  });
});
