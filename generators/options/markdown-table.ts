import { commandFlags, type CommandFlag } from './command-flags.ts';
import { nothingKnown, type OptionDefinition } from './define.ts';
import { options } from './schema.ts';

/** Text of a table's cell; a placeholder such as <name> would be read as HTML. */
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '\\<');

/** The README's table of options; `npm run readme` writes it there and a test keeps it true. */
export function optionsTable(): string {
  const rows = Object.entries<OptionDefinition>(options).map(([name, definition]) => {
    const values = definition.choices?.map(({ value }) => `\`${value}\``).join(' ') ?? `\`${definition.placeholder ?? ''}\``;
    return `| \`--${name}\` | ${values} | ${cell(defaultText(definition))} | ${cell(definition.help)} |`;
  });
  return ['| option | values | default | what it says |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

export function flagsTable(): string {
  const rows = Object.entries<CommandFlag>(commandFlags).filter(([, { of }]) => of === undefined).map(([name, { short, placeholder, choices, help }]) => {
    const value = choices?.join('|') ?? placeholder?.slice(1, -1);
    const usage = `--${name}${value === undefined ? '' : ` <${value}>`}`;
    return `| \`${(short === undefined ? usage : `-${short}, ${usage}`).replaceAll('|', '\\|')}\` | ${cell(help)} |`;
  });
  return ['| flag | what it does |', '| --- | --- |', ...rows].join('\n');
}

function defaultText({ initial, initialText }: OptionDefinition): string {
  if (initialText !== undefined) return initialText;
  const value = initial?.({}, nothingKnown);
  return value === undefined || value === null ? '' : `\`${value}\``;
}
