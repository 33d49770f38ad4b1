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

/** In which forms the model is put into service, as one phrase. */
export function formsOf({ serve, deploy }: Pick<Answers, 'serve' | 'deploy'>): string {
  const way = serve ?? 'none';
  const forms = [
    ...(way === 'online' || way === 'both' ? ['a web service ([service.md](service.md))'] : []),
    ...(deploy === 'kubernetes' ? ['an image of it for a cluster ([kubernetes.md](kubernetes.md))'] : []),
    ...(way === 'batch' || way === 'both' ? ['a batch job ([batch.md](batch.md))'] : []),
  ];
  return ['a model file, with the code that loads it', ...forms].join('; ');
}

/** What the project itself offers to other software and to people; who uses it only a person knows. */
export const interfacesOf = ({ serve }: Pick<Answers, 'serve'>): string =>
  serve === 'online' || serve === 'both'
    ? 'The service answers requests over HTTP (`/v1`, and `/v2` by the Open Inference Protocol) and has a page for people at `/`, which `serve.page` takes away. '
    : '';
