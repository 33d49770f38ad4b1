import type { Answers } from '../options/schema.ts';

/** How the model of a project is used: what for, by which module, and where its documents say more. */
const uses = {
  online: ['a web service, with a page for people', 'uvicorn project_package.app.main:app', 'service'],
  batch: ['a scored file', 'python -m project_package.app.batch --input new.csv --output scored.csv', 'batch'],
  explain: ['why one row is predicted so', 'python -m project_package.app.explain --input row.json', 'explain'],
} as const;

const chosen = { none: [], online: ['online', 'explain'], batch: ['batch', 'explain'], both: ['online', 'batch', 'explain'] } as const;

/** Rows of the README's table of commands. */
export const usageRows = ({ serve }: Pick<Answers, 'serve'>, module: string): string =>
  chosen[serve ?? 'none']
    .map((use) => uses[use])
    .map(([what, command, page]) => `| ${what} | \`uv run ${command.replace('project_package', module)}\` | [${page}](docs/${page}.md) |\n`)
    .join('');
