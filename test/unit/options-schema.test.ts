import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandPages, type DescribedPart } from '../../generators/cli/command-pages.ts';
import { CliError } from '../../generators/core/errors.ts';
import { packageRoot } from '../../generators/core/package-root.ts';
import { nothingKnown, type OptionDefinition } from '../../generators/options/define.ts';
import { answersSchema } from '../../generators/options/json-schema.ts';
import { flagsTable, optionsTable } from '../../generators/options/markdown-table.ts';
import { options } from '../../generators/options/schema.ts';
import { type Given, settle } from '../../generators/options/settle.ts';

const around = { ...nothingKnown, directory: 'churn', likelyTarget: 'Churn' };
const definitions = Object.entries<OptionDefinition>(options);

function problemsOf(given: Given): string[] {
  try {
    settle(given, around);
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(CliError);
    return (error as CliError).message.split('\n');
  }
}

describe('the README', () => {
  const readme = readFileSync(join(packageRoot, 'README.md'), 'utf8');

  it('lists every option as the schema has it (npm run readme)', () => {
    expect(readme).toContain(`<!-- options -->\n${optionsTable()}\n<!-- /options -->`);
    expect(readme).toContain(`<!-- flags -->\n${flagsTable()}\n<!-- /flags -->`);
  });

  it('leads to one page per command, as the command has it (npm run readme)', async () => {
    const folder = join(packageRoot, 'docs', 'commands');
    const generators = readdirSync(join(packageRoot, 'generators')).filter(
      (name) => name !== 'app' && existsSync(join(packageRoot, 'generators', name, 'templates')),
    );
    const parts = await Promise.all(
      generators.map(async (name) => ((await import(`../../generators/${name}/index.ts`)) as { part: DescribedPart }).part),
    );
    const pages = commandPages(parts);
    expect(readdirSync(folder).sort()).toEqual([...pages.keys()].sort());
    for (const [name, text] of pages) expect(readFileSync(join(folder, name), 'utf8'), name).toBe(text);
  });
});

it('describes the answers file as a JSON Schema with every option', () => {
  const { properties } = answersSchema() as { properties: Record<string, { enum?: unknown[]; default?: unknown }> };
  expect(Object.keys(properties)).toEqual(definitions.map(([name]) => name));
  expect(properties['level']).toMatchObject({ enum: [0, 1, 2], default: 1 });
});

it('asks a person few questions', () => {
  expect(definitions.filter(([, { asked }]) => asked).map(([name]) => name)).toEqual(['name', 'data', 'target', 'level', 'author']);
});

describe('answers are settled', () => {
  it.each(['target', 'group', 'time'])('no name of a column is a variable of DVC: %s', (option) => {
    expect(problemsOf({ split: option === 'target' ? 'random' : option, [option]: 'cost_${x}' })).toContainEqual(
      expect.stringMatching(new RegExp(`^--${option}: has \`\\$\\{\` in its name`)),
    );
    expect(problemsOf({ split: option === 'target' ? 'random' : option, [option]: 'cost_$' })).toEqual([]);
  });

  it('with defaults that may depend on other answers', () => {
    expect(settle({ remote: 'local' }, around).answers).toMatchObject({
      name: 'churn',
      level: 1,
      'remote-url': '../churn-storage',
      description: 'Predicts Churn',
    });
  });

  it('with a description that can be written, whatever the target is called', () => {
    expect(settle({ target: `a\n"b"\u202E${'x'.repeat(400)}` }, around).answers['description']).toMatch(/^Predicts a "b" x{190,}$/);
  });

  it('with numbers where the option has numbers', () => expect(settle({ level: '0' }, around).answers['level']).toBe(0));

  it('naming what nobody has answered', () => {
    expect(settle({ remote: 's3' }, { ...around, likelyTarget: undefined }).missing).toEqual(['target', 'remote-url']);
  });

  it('listing everything that is wrong at once, with the nearest choice', () => {
    expect(problemsOf({ name: 'class', license: 'Apache', level: '9' })).toEqual([
      expect.stringMatching(/^--name: "class" cannot name a project/),
      expect.stringMatching(/^--level: "9" is not one of 0, 1, 2\.$/),
      expect.stringMatching(/^--license: "Apache" is not one of .*/),
    ]);
    expect(problemsOf({ tracking: 'mlflw' })).toEqual(['--tracking: "mlflw" is not one of none, mlflow. Did you mean mlflow?']);
  });

  it('refusing what the other answers make meaningless', () => {
    expect(problemsOf({ 'remote-url': 's3://a/b' })).toEqual([
      '--remote-url: has no meaning beside --remote none; it goes with local or s3 or gcs or azure or ssh',
    ]);
    expect(problemsOf({ level: '0', serve: 'online' })).toEqual(['--serve: has no meaning beside --level 0; it goes with 1 or 2']);
    expect(problemsOf({ level: '2', serve: 'batch', deploy: 'kubernetes' })).toEqual([
      '--deploy: has no meaning beside --serve batch; it goes with online or both',
    ]);
    expect(problemsOf({ encoding: 'cp1251' })).toEqual(['--encoding: has no meaning without --data']);
  });

  it.each([
    ['gcs', 's3://a/b', 'gs://bucket/path'],
    ['s3', 's3://', 's3://bucket/path'],
    ['ssh', 'ssh://me:secret@host/path', 'password'],
    ['local', '-rf', 'folder'],
    ['local', '../a,b', 'commas'],
    ['local', '../a#b', 'DVC would read'],
    ['s3', 's3://bucket/%(name)s', 'DVC would read'],
  ])('refusing the %s address %s', (remote, url, said) => expect(problemsOf({ remote, 'remote-url': url }).join()).toContain(said));

  it.each(['two\nlines', 'tab\there', 'null\0', 'left\u202Eright', '\uD800', '', '   ', 'x'.repeat(301), 'para\u2029graph'])(
    'refusing %j as a description',
    (description) => {
      expect(problemsOf({ description })).toHaveLength(1);
    },
  );
});
