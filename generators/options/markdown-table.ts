import { commandFlags, type CommandFlag } from './command-flags.ts';
import { nothingKnown, type OptionDefinition } from './define.ts';
import { options } from './schema.ts';

/** Text of a table's cell; a placeholder such as <name> would be read as HTML. */
export const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '\\<');

export function optionRow(name: string, definition: OptionDefinition): string {
  const values =
    definition.choices?.map(({ value }) => `\`${value}\``).join(' ') ?? `\`${(definition.placeholder ?? '').replaceAll('|', '\\|')}\``;
  return `| \`--${name}\` | ${values} | ${cell(defaultText(definition))} | ${cell(definition.help)} |`;
}

/** The README's table of options; `npm run readme` writes it there and a test keeps it true. */
export const optionsTable = (): string =>
  [
    '| option | values | default | what it says |',
    '| --- | --- | --- | --- |',
    ...Object.entries<OptionDefinition>(options).map(([name, definition]) => optionRow(name, definition)),
  ].join('\n');

export function flagRow(name: string, { short, placeholder, choices, help }: CommandFlag): string {
  const value = choices?.join('|') ?? placeholder?.slice(1, -1);
  const usage = `--${name}${value === undefined ? '' : ` <${value}>`}`;
  return `| \`${(short === undefined ? usage : `-${short}, ${usage}`).replaceAll('|', '\\|')}\` | ${cell(help)} |`;
}

export function flagsTable(): string {
  const rows = Object.entries<CommandFlag>(commandFlags).flatMap(([name, flag]) => (flag.of === undefined ? [flagRow(name, flag)] : []));
  return ['| flag | what it does |', '| --- | --- |', ...rows].join('\n');
}

function defaultText({ initial, initialText }: OptionDefinition): string {
  if (initialText !== undefined) return initialText;
  const value = initial?.({}, nothingKnown);
  return value === undefined || value === null ? '' : `\`${value}\``;
}
