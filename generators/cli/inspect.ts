import { ownCommand } from '../core/own-command.ts';
import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { exitCode, usageError } from '../core/errors.ts';
import { forFile } from '../core/engine.ts';
import type { Profile } from '../data/tally/profile.ts';
import { visible } from '../data/read/visible.ts';
import type { Description } from '../inspect/describe.ts';
import { textTable } from '../inspect/text-table.ts';
import type { OptionDefinition } from '../options/define.ts';
import { readingOf, readingOptions } from '../options/reading-options.ts';
import { parseArguments } from './arguments.ts';
import { commands } from './commands.ts';
import { colors, print, say } from '../terminal/output.ts';
import { showHelp } from './help.ts';

/** `inspect <file>`: the table as it is understood; writes nothing but the page it is asked for. */
export async function inspect(argv: readonly string[]): Promise<number> {
  const { options, flags: known } = commands.inspect;
  const parsed = parseArguments(argv, options, known);
  const { words, values, flags } = parsed;
  if (flags.version) return (await import('./version.ts')).showVersion(parsed);
  if (flags.help) return showHelp('inspect', parsed);
  const [file, next] = words;
  if (file === undefined) throw usageError('Which file is it?', `For example: ${ownCommand()} inspect telco.csv`);
  if (next !== undefined)
    throw usageError(`One file at a time: ${JSON.stringify(next)} is too much.`, 'A name with spaces stands in quotes.');
  const said = values as Readonly<Partial<Record<keyof typeof options, string>>>;
  const { html, target } = said;
  for (const [name, { choices }] of Object.entries<OptionDefinition>(readingOptions)) {
    const value = said[name as keyof typeof said];
    if (value !== undefined && choices !== undefined && !choices.some((choice) => choice.value === value))
      throw usageError(`--${name} is one of ${choices.map((choice) => choice.value).join(', ')}, not ${JSON.stringify(value)}.`);
  }

  const [{ columnNamed, guessTarget, profileTable, withTarget }, { describe }] = await Promise.all([
    import('../data/index.ts'),
    import('../inspect/describe.ts'),
  ]);
  forFile(file);
  const untargeted = await profileTable(file, readingOf(said));
  const profile: Profile = target === undefined ? untargeted : withTarget(untargeted, columnNamed(untargeted, target) ?? target, 'auto');
  const description = describe(basename(file), profile, guessTarget(untargeted));
  if (html !== undefined) writeFileSync(html, (await import('../inspect/page.ts')).page(description, profile));
  if (flags.json) print(JSON.stringify(asJson(profile), null, 2));
  else print(lines(description, profile, process.stdout.columns ?? 100).join('\n'));
  if (html !== undefined) say(`${colors.green('✔')} ${html}`);
  return exitCode.done;
}

/** All but what only we can read. */
function asJson({ sample: _sample, ...profile }: Profile): object {
  return profile;
}

function lines({ title, form, size, target, columns, warnings }: Description, { firstRows }: Profile, width: number): string[] {
  const head = ['column', 'type', 'order', 'role', 'missing', 'values'];
  const rows = columns.map(({ name, type, order, role, missing, values }) => [name, type, order, role, missing, values]);
  const facts = [`${visible(title)}: ${size}`, form, `target ${target}`];
  return [
    ...facts,
    '',
    ...textTable([head, ...rows], width),
    '',
    ...textTable([columns.map(({ name }) => name), ...firstRows.map((row) => row.map(visible))], width, 24),
    ...(warnings.length === 0 ? [] : ['', ...warnings.map((warning) => `! ${warning}`)]),
  ];
}
