/** Every command's real --json output against the schema that --help --json prints. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { commands } from '../../generators/cli/commands.ts';
import { createMlProject } from '../support/cli.ts';
import { smallTable, workFolder } from '../support/folders.ts';

type Schema = Readonly<Record<string, unknown>> & { readonly $defs: Readonly<Record<string, object>> };

const schemaFrom = (cwd: string, ...words: string[]): Schema => {
  const { code, stdout } = createMlProject([...words, '--help', '--json'], { cwd });
  expect(code, words.join(' ')).toBe(0);
  return JSON.parse(stdout) as Schema;
};

it('every document that a command prints is as the schema says', () => {
  const cwd = workFolder();
  smallTable(cwd);
  const schema = schemaFrom(cwd);
  const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
  const seen = new Set<string>();
  /** Runs a command line; what it prints must be one document, of the command, and of the kind that is named. */
  const prints = (command: string, kind: string, exit: number, args: readonly string[], where = cwd): unknown => {
    const { code, stdout, stderr } = createMlProject([...args, '--json'], { cwd: where });
    expect(code, `${args.join(' ')}: ${stderr}`).toBe(exit);
    const document = JSON.parse(stdout) as unknown;
    for (const name of [command, kind]) {
      const valid = ajv.compile({ $ref: `#/$defs/${name}`, $defs: schema.$defs });
      expect(valid(document) ? [] : valid.errors, `${args.join(' ')}: ${stdout.slice(0, 2000)}`).toEqual([]);
    }
    seen.add(command).add(kind);
    return document;
  };
  const given = ['--data', 'orders.csv', '--target', 'returned', '--yes', '--no-git', '--level', '0'];
  prints('create', 'planned', 0, ['shop', ...given, '--dry-run']);
  prints('create', 'answers', 0, ['shop', ...given, '--print-answers']);
  prints('create', 'created', 0, ['shop', ...given]);
  prints('create', 'version', 0, ['--version']);
  expect(prints('create', 'error', 2, ['shop', '--lisence', 'MIT'])).toEqual({
    error: { code: 'usage', message: 'There is no option --lisence. Did you mean --license?', hint: expect.any(String) as string, exit: 2 },
  });
  writeFileSync(join(cwd, 'shop/README.md'), 'mine');
  expect(prints('create', 'error', 3, ['shop', ...given])).toMatchObject({ error: { code: 'conflict', exit: 3 } });
  prints('inspect', 'inspected', 0, ['inspect', 'orders.csv', '--target', 'returned']);
  prints('inspect', 'error', 2, ['inspect', 'nothing.csv']);

  const shop = join(cwd, 'shop');
  prints('add', 'parts', 0, ['add'], shop);
  prints('add', 'changed', 0, ['add', 'notebook', 'look', '--dry-run'], shop);
  prints('add', 'changed', 3, ['add', 'service', '--dry-run'], shop);
  prints('add', 'changed', 0, ['add', 'stage', 'clean', '--after', 'ingest'], shop);
  prints('remove', 'parts', 0, ['remove'], shop);
  prints('remove', 'changed', 0, ['remove', 'stage', 'clean'], shop);
  prints('remove', 'error', 2, ['remove', 'stage', 'clean'], shop);
  prints('check', 'checked', 0, ['check'], shop);
  prints('check', 'checked', 3, ['check', shop, cwd], cwd);
  prints('update', 'updated', 0, ['update', '--dry-run'], shop);
  mkdirSync(join(cwd, 'broken/.create-ml-project'), { recursive: true });
  writeFileSync(join(cwd, 'broken/.create-ml-project/lock.yaml'), 'answers: []\n');
  prints('update', 'updated', 2, ['update', '--dry-run', shop, join(cwd, 'broken')], cwd);
  prints('update', 'error', 2, ['update', '--continue', '--abort'], shop);
  prints('level', 'updated', 3, ['level', '1'], shop);
  prints('update', 'updated', 0, ['update', '--abort'], shop);
  prints('preset', 'presetStarted', 0, ['preset', 'init', 'acme']);
  prints('preset', 'presetChecked', 0, ['preset', 'check', 'acme']);
  prints('completion', 'shellScript', 0, ['completion', 'bash']);
  prints('completion', 'error', 2, ['completion', 'tcsh']);
  expect([...Object.keys(schema.$defs)].filter((name) => !seen.has(name) && name !== 'finding')).toEqual([]);
}, 60_000);

it('each command has the same documents, with itself as the root', () => {
  const cwd = workFolder();
  const { $defs } = schemaFrom(cwd);
  for (const name of Object.keys(commands)) {
    const {
      $defs: { options, ...documents },
      ...root
    } = schemaFrom(cwd, name);
    expect(root).toMatchObject({ $ref: `#/$defs/${name}` });
    expect(documents).toEqual($defs);
    expect(options).toMatchObject({ type: 'object' });
  }
  expect(schemaFrom(cwd, 'add', 'stage').$defs['options']).toMatchObject({
    properties: { after: { description: expect.any(String) as string } },
  });
});
