import type { PartDefinition } from '../parts/part.ts';
import { type CommandFlag, type CommandFlagName, commandFlags } from '../options/command-flags.ts';
import type { OptionDefinition } from '../options/define.ts';
import { cell, flagRow, optionRow } from '../options/markdown-table.ts';
import { answerParts } from '../options/answer-parts.ts';
import { type CommandDefinition, commands, createCommand } from './commands.ts';

/** What a page says of a part; parts that are answers have no options of their own. */
export type DescribedPart = Pick<PartDefinition, 'part' | 'summary' | 'argument' | 'options' | 'examples'>;

type Page = Pick<CommandDefinition, 'summary' | 'usage' | 'examples' | 'options' | 'flags'>;

const program = 'create-ml-project';

/** One page per command in Markdown, by file name, and a first page that leads to them: what `--help` says, to be read and linked to. */
export function commandPages(parts: readonly DescribedPart[]): ReadonlyMap<string, string> {
  const named: Readonly<Record<string, Page>> = { create: createCommand, ...commands };
  const pages = Object.entries(named).map(
    ([name, page]) => [`${name}.md`, `${pageOf(name, page)}${name === 'add' ? partsOf(parts) : ''}`] as const,
  );
  const rows = Object.entries(named).map(
    ([name, { summary }]) => `| [${name === 'create' ? '[directory]' : name}](${name}.md) | ${cell(summary)} |`,
  );
  const first = `# Commands\n\nEach page is made from what the command itself is made of (\`npm run readme\`); \`${program} <command> --help\` says the same.\n\n${table('command', 'what it is for', rows)}\n`;
  return new Map([['README.md', first], ...pages]);
}

const table = (left: string, right: string, rows: readonly string[]): string =>
  [`| ${left} | ${right} |`, '| --- | --- |', ...rows].join('\n');

const shell = (lines: readonly string[]): string => `\`\`\`sh\n${lines.map((line) => `${program} ${line}`).join('\n')}\n\`\`\`\n`;

function pageOf(name: string, { summary, usage, examples, options, flags }: Page): string {
  const calls = usage.map(([line, does]) => `| \`${program} ${line.replaceAll('|', '\\|')}\` | ${cell(does)} |`);
  return [
    `# ${name === 'create' ? program : `${program} ${name}`}\n`,
    `${cell(summary)}\n`,
    `${table('call', 'what it does', calls)}\n`,
    `## Examples\n\n${shell(examples)}`,
    ...optionsSection('## Options', options),
    `## Flags\n\n${table(
      'flag',
      'what it does',
      flags.map((flag: CommandFlagName) => flagRow(flag, commandFlags[flag] as CommandFlag)),
    )}\n`,
  ].join('\n');
}

const optionsSection = (heading: string, options: Readonly<Record<string, OptionDefinition>>): string[] =>
  Object.keys(options).length === 0
    ? []
    : [
        `${heading}\n\n${['| option | values | default | what it says |', '| --- | --- | --- | --- |', ...Object.entries(options).map(([name, option]) => optionRow(name, option))].join('\n')}\n`,
      ];

function partsOf(parts: readonly DescribedPart[]): string {
  const ofGenerators = parts.map(({ part, summary, argument, options, examples = [] }) =>
    [
      `## add ${[part, argument].filter(Boolean).join(' ').replaceAll('<', '\\<')}\n`,
      `${cell(summary)}.\n`,
      ...(examples.length > 0 ? [shell(examples)] : []),
      ...optionsSection('Options:', options),
    ].join('\n'),
  );
  const ofAnswers = Object.entries(answerParts).map(([name, { summary, kinds }]) =>
    [`## add ${name}${kinds === undefined ? '' : ` [${kinds.join('|')}]`}\n`, `${cell(summary)}.\n`, shell([`add ${name}`])].join('\n'),
  );
  return `\n${[...ofGenerators, ...ofAnswers].join('\n')}`;
}
