import { ownCommand } from '../core/own-command.ts';
import { shellWord } from '../core/shell-word.ts';
import type { Updated } from './update-project.ts';

export interface SummaryOptions {
  readonly title: string;
  /** The project as seen from here; `.` where it is the one that a command means without being told. */
  readonly path: string;
  readonly dryRun: boolean;
}

/** What an update did, in Markdown: for a person, and as the text of a pull request. */
export function summaryOf(
  { from, to, layers, merged, added, removed, renamed, conflicts, notes }: Updated,
  { title, path, dryRun }: SummaryOptions,
): string {
  const list = (heading: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : [`### ${heading}`, '', ...lines.map((line) => `- ${line}`), ''];
  const code = (name: string): string => `\`${name}\``;
  const command = (flag: string): string => code([ownCommand(), 'update', flag, ...(path === '.' ? [] : [shellWord(path)])].join(' '));
  const nothing = merged.length + added.length + removed.length + renamed.length + conflicts.length === 0;
  return [
    `## ${[`${title}: ${from} → ${to}`, ...layers.map((layer) => `${layer.name} ${layer.from ?? 'none'} → ${layer.to}`)].join(', ')}`,
    '',
    ...(nothing ? ['Nothing to change.', ''] : []),
    ...list(
      'To resolve',
      conflicts.map(
        ({ path: file, kind, where }) => `${code(file)}: ${meaning[kind]}${where === undefined || where === file ? '' : ` (${where})`}`,
      ),
    ),
    ...list('Updated', merged.map(code)),
    ...list('Added', added.map(code)),
    ...list(
      'Renamed',
      renamed.map(([old, now]) => `${code(old)} → ${code(now)}`),
    ),
    ...list('Removed', removed.map(code)),
    ...list('To know', notes),
    ...(dryRun
      ? ['Nothing was written.', '']
      : conflicts.length === 0
        ? []
        : [`Then: ${command('--continue')}; to give it up: ${command('--abort')}`, '']),
  ]
    .join('\n')
    .trimEnd();
}

const meaning: Readonly<Record<Updated['conflicts'][number]['kind'], string>> = {
  content: 'both sides changed the same lines; they stand there between marks',
  key: 'both sides gave one key different values',
  'both-added': 'both sides brought a file of this name',
  'deleted-here': 'you deleted it, and it has changed since; it stays deleted unless you take it from a fresh project',
  'deleted-there': 'it went away, and you had edited it; it stays unless you delete it',
  binary: 'both sides changed it, and it is no text; yours stays',
  unreadable: 'both sides together could not be read any more; they stand there between marks',
  managed: 'the standard wants it as it is, and you had edited it',
  'in-the-way': 'something of yours is where it would go',
};
