import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse as parseToml } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { dvcFiles } from '../../generators/app/dvc-config.ts';
import { planProject } from '../../generators/app/plan-project.ts';
import { prepare, type Prepared, readTable } from '../../generators/app/prepare.ts';
import { CliError } from '../../generators/core/errors.ts';
import { memoryOf } from '../../generators/state/remember.ts';
import { templatesRoot } from '../../generators/core/package-root.ts';
import type { Plan } from '../../generators/plan/plan.ts';
import { nothingKnown } from '../../generators/options/define.ts';
import { optionNames, definitionOf } from '../../generators/options/schema.ts';
import type { Given } from '../../generators/options/settle.ts';

/** Answers that have broken other generators, or run as code in what they emit. */
const hostile = [
  'with "quotes"',
  "it's",
  '"""',
  "'''",
  '""" + __import__("os").system("true") + """',
  '\\',
  'trailing\\',
  'x"\n[tool.evil]\na = "b',
  'a\r\nb',
  'a\tb',
  '\0',
  '\u001B[31mred',
  '日本語 😀 é',
  '\uD800',
  '${{ github.token }}',
  '$(touch /tmp/owned)',
  '`id`',
  '; rm -rf /',
  '&& true',
  '| cat',
  '<%- 1 + 1 %>',
  '<%= x %>',
  '%>',
  '{{ x }}',
  '{% x %}',
  '../escape',
  '/etc/passwd',
  'C:\\Windows',
  '-rf',
  '--',
  'x'.repeat(300),
  'x'.repeat(301),
  'x'.repeat(100_000),
  '# comment',
  '- item',
  'key: value',
  '[a](b)',
  '<!-- x -->',
  '<!-- /generated -->',
  '<script>alert(1)</script>',
  '|a|b|',
  '*a*',
  'yes',
  'null',
  '~',
  '3.10',
  '1e3',
  '\u202Eevil',
  '\u2028',
  '\uFEFF',
  ' ',
  '',
  'project_package',
  'src/project_package',
  '@file',
  '%(name)s',
  '%s',
  '{0}',
  '[[a]]',
  '&anchor',
  '*alias',
  '!tag',
  '---',
  '...',
  '"',
  "'",
  '`',
  '$',
  '=',
];

const table = readTable({});
const preparedWith = async (given: Given): Promise<Prepared> => prepare(given, { ...nothingKnown, directory: 'churn' }, await table);
const planWith = async (given: Given): Promise<Plan> => planProject(await preparedWith(given), { git: true });

/** What went wrong; only that, for a plan is too long to be shown by a failing test. */
const failureOf = (given: Given): Promise<unknown> =>
  preparedWith(given).then(
    () => undefined,
    (error: unknown) => error,
  );

const text = (plan: Plan, path: string): string => plan.files.find((file) => file.path === path)?.content as string;

const lines = optionNames.filter((name) => definitionOf(name).kind === 'text' && name !== 'name' && name !== 'remote-url');

describe.each(hostile.map((value) => ({ value, shown: JSON.stringify(value).slice(0, 40) })))('$shown', ({ value }) => {
  it('as every line of text is refused, or comes back from all that is written', async () => {
    const given = Object.fromEntries(lines.map((name) => [name, value]));
    let plan: Plan;
    try {
      plan = await planWith(given);
    } catch (error) {
      expect(error).toMatchObject({ exit: 2 });
      for (const line of (error as CliError).message.split('\n')) expect(line).toMatch(/^--[a-z-]+: .{1,100}$/);
      return;
    }
    const { project } = parseToml(text(plan, 'pyproject.toml')) as { project: { description: string; authors: { name: string }[] } };
    expect(project.description).toBe(value);
    expect(project.authors).toEqual([{ name: value }]);
    const lock = memoryOf(plan).find(({ path }) => path.endsWith('lock.yaml'))?.content as string;
    expect(parseYaml(lock)).toMatchObject({ answers: given });
    for (const { path, content } of plan.files) {
      if (typeof content !== 'string') continue;
      if (/\.ya?ml$/.test(path)) parseYaml(content);
      if (path.endsWith('.toml')) parseToml(content);
      if (/\.(json|ipynb)$/.test(path)) JSON.parse(content);
    }
  });

  it.each(['name', 'target', 'license', 'python', 'remote'])('as %s is refused with a short message, unless it is one', async (option) => {
    const error = await failureOf({ [option]: value } as Given);
    if (error === undefined) expect([value]).toEqual(expect.arrayContaining([expect.stringMatching(/^(project_package|yes|null|3\.10)$/)]));
    else expect(error).toMatchObject({ exit: 2, message: expect.stringMatching(/^[^]{1,1000}$/) });
  });

  it("as the address of a remote is refused, or stands in DVC's configuration as it is", async () => {
    const given: Given = { remote: 'local', 'remote-url': value };
    const error = await failureOf(given);
    if (error !== undefined) {
      expect(error).toMatchObject({ exit: 2 });
      return;
    }
    const [config] = dvcFiles((await preparedWith(given)).answers, true);
    const address = /\n {4}url = (.*)\n$/.exec(String(config?.content))?.[1] ?? '';
    // What DVC's reader of INI files takes for comments, lists, quotes or interpolation must not be in there.
    expect(address).toMatch(/^[^"'#%,\\\p{Cc}]+$/u);
    expect(address.endsWith(value)).toBe(true);
  });
});

it('cannot get into Python, shell or notebooks: no template of these takes values', () => {
  const templates = readdirSync(templatesRoot, { recursive: true, encoding: 'utf8' });
  expect(templates.filter((path) => path.endsWith('.ejs')).length).toBeGreaterThan(10);
  expect(templates.filter((path) => /\.(py|ipynb|sh)\.ejs$/.test(path))).toEqual([]);
});

it('cannot be reached by control flow: templates name values and nothing else', () => {
  for (const path of readdirSync(templatesRoot, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ejs'))) {
    const tags = readFileSync(join(templatesRoot, path), 'utf8').match(/<%[^]*?%>/g) ?? [];
    for (const tag of tags) expect(tag, path).toMatch(/^<%- [^;?]+ %>$/);
  }
});
