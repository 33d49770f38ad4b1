import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse as parseToml } from 'smol-toml';
import { parseAllDocuments } from 'yaml';
import { planProject } from '../../generators/app/plan-project.ts';
import { prepare, readTable } from '../../generators/app/prepare.ts';
import type { Plan } from '../../generators/plan/plan.ts';
import { nothingKnown } from '../../generators/options/define.ts';
import type { Given } from '../../generators/options/settle.ts';
import { pairwise } from '../support/pairwise.ts';

const combinations = pairwise({
  task: ['binary', 'multiclass', 'regression'],
  level: ['0', '1', '2'],
  layout: ['standard', 'package'],
  tracking: ['none', 'mlflow'],
  serve: ['none', 'online', 'batch', 'both'],
  ci: ['none', 'github', 'gitlab'],
  license: ['MIT', 'Apache-2.0', 'BSD-3-Clause', 'GPL-3.0-or-later', 'Proprietary'],
  python: ['3.10', '3.14'],
  remote: ['none', 'local', 's3', 'gcs', 'azure', 'ssh'],
  editor: ['none', 'vscode'],
  hooks: ['none', 'pre-commit'],
});

const addresses: Readonly<Record<string, string>> = {
  s3: 's3://bucket/churn',
  gcs: 'gs://bucket/churn',
  azure: 'azure://container/churn',
  ssh: 'ssh://host/churn',
};

async function planOf(combination: Readonly<Record<string, string>>): Promise<Plan> {
  const address = addresses[combination['remote'] ?? ''];
  // At level 0 there is nothing to serve, and nothing that runs by itself.
  const { serve: _, ci: _ci, ...byHand } = combination;
  const given = {
    ...(combination['level'] === '0' ? byHand : combination),
    author: 'Ada Lovelace',
    ...(address === undefined ? {} : { 'remote-url': address }),
  } as Given;
  return planProject(await prepare(given, { ...nothingKnown, directory: 'churn' }, await readTable(given)), { git: true });
}

const textOf = (content: Plan['files'][number]['content']): string => (typeof content === 'string' ? content : '');

const pathsOf = ({ files }: Plan): string[] => files.map(({ path }) => path).sort();
let first: readonly string[] | undefined;

describe.each(combinations.map((combination) => ({ named: Object.values(combination).join(' '), combination })))(
  '$named',
  ({ combination }) => {
    let plan: Plan;
    beforeAll(async () => {
      plan = await planOf(combination);
    });

    it('has these files more or less than the first', () => {
      const paths = pathsOf(plan);
      first ??= paths;
      const changes = [
        ...first.filter((path) => !paths.includes(path)).map((path) => `- ${path}`),
        ...paths.filter((path) => !first?.includes(path)).map((path) => `+ ${path}`),
      ];
      expect(paths === first ? paths : changes).toMatchSnapshot();
    });

    it('parses, file by file', () => {
      for (const { path, content } of plan.files) {
        const text = textOf(content);
        if (path.endsWith('.json') || path.endsWith('.ipynb')) JSON.parse(text);
        if (path.endsWith('.toml')) parseToml(text);
        if (/\.ya?ml$/.test(path))
          expect(
            parseAllDocuments(text).flatMap(({ errors }) => errors),
            path,
          ).toEqual([]);
      }
    });

    it('leaves no template behind', () => {
      for (const { path, content } of plan.files)
        expect(`${path}\n${textOf(content)}`).not.toMatch(/project_package|<%|%>|undefined(?!=)|\[object |\.ejs$|dot-[a-z]/);
    });

    it('is the same when it is made again', async () => {
      const digest = ({ files }: Plan): string[] =>
        files.map(({ path, content, mode, policy, id }) =>
          [path, mode, policy, id, createHash('sha256').update(JSON.stringify(content)).digest('hex')].join(' '),
        );
      expect(digest(await planOf(combination))).toEqual(digest(plan));
    });

    it('names every file once, by an id of its own', () => {
      expect(new Set(plan.files.map(({ id }) => id)).size).toBe(plan.files.length);
      expect(new Set(plan.files.map(({ path }) => path.toLowerCase())).size).toBe(plan.files.length);
    });
  },
);
