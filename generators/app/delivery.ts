import type { Answers } from '../options/schema.ts';

/** What a Kubernetes name may be made of is less than a project's. */
export const serviceNameOf = (name: string): string => name.replaceAll('_', '-');

/** How the service's predictions are counted in its `/metrics`, and how a dashboard shows them. */
export const predictionsIn = ({ task }: Pick<Answers, 'task'>): Readonly<Record<'counter' | 'expression' | 'legend' | 'unit', string>> =>
  task === 'regression'
    ? {
        counter: 'model_predicted_value_count',
        expression:
          'sum by (version) (rate(model_predicted_value_sum[$__rate_interval])) / sum by (version) (rate(model_predicted_value_count[$__rate_interval]))',
        legend: 'mean, {{version}}',
        unit: 'short',
      }
    : {
        counter: 'model_predictions_total',
        expression: 'sum by (prediction, version) (rate(model_predictions_total[$__rate_interval]))',
        legend: '{{prediction}}, {{version}}',
        unit: 'cps',
      };

type Delivered = Pick<Answers, 'ci' | 'deploy' | 'level'>;

const workflowsOf = { github: '.github/workflows/', gitlab: '.gitlab-ci.yml' } as const;

/** The README's section on what runs by itself; nothing without workflows and deployment. */
export function automationSection({ ci, deploy, level }: Delivered): string {
  const rows = [
    ...(ci === null || ci === 'none'
      ? []
      : [
          `| tests of each change, and a model made with it | \`${workflowsOf[ci]}\` | [workflows](docs/workflows.md) |`,
          ...(level === 2
            ? [`| retraining, monitoring, this project's standard | \`${workflowsOf[ci]}\` | [workflows](docs/workflows.md) |`]
            : []),
        ]),
    ...(deploy === 'kubernetes' ? ['| image, release, canary, dashboard, alerts | `deploy/` | [Kubernetes](docs/kubernetes.md) |'] : []),
  ];
  return rows.length === 0
    ? ''
    : ['## What runs by itself', '', '| what | where | more |', '| --- | --- | --- |', ...rows, '', ''].join('\n');
}

/** Rows of the README's tree. */
export const automationTree = ({ ci, deploy }: Delivered): { readonly files: string; readonly modules: string } => ({
  files: [
    ...(ci === 'github' ? ['├── .github/                     workflows, dependency updates, code owners\n'] : []),
    ...(ci === 'gitlab' ? ['├── .gitlab-ci.yml               workflows\n'] : []),
    ...(deploy === 'kubernetes'
      ? [
          '├── deploy/                      image, manifests, dashboard and alert rules of the service\n',
          '├── evidence/                    what the steps of a delivery leave for each other\n',
        ]
      : []),
  ].join(''),
  modules: [
    ...(ci === null || ci === 'none' ? [] : ['│   ├── automation/              what workflows call: data from the remote, proposals\n']),
    ...(deploy === 'kubernetes' ? ['│   ├── delivery/                image, evidence, release, canary\n'] : []),
  ].join(''),
});

/** Names the author where a mail address is known; else the line says what is to be put there. */
export const codeOwner = (mail: string | null): string =>
  mail === null ? '# Nobody yet. Put names of people or teams here: * @team' : `* ${mail}`;

/** What documents on workflows and deployment say of each other. */
export const deliveryTexts = ({ ci, deploy }: Delivered): { readonly deliveryRow: string; readonly deliverySetup: string } => ({
  deliveryRow:
    deploy === 'kubernetes'
      ? '| `cd.yml` | each push to the main branch | CI, then the [image and its releases](kubernetes.md) to dev, staging and prod; with the variable `DEPLOY` = `on` | whatever stops CI; a known weakness in the image; a smoke test or canary that fails |\n'
      : '',
  deliverySetup:
    ci === 'github'
      ? "- On GitHub: the environments `dev`, `staging` and `prod`, each with its secret `KUBECONFIG_DATA`, prod with a person who approves; the variable `DEPLOY` = `on`. `IMAGE` is the\n  repository's place on ghcr.io, and provenance is signed there: `gh attestation verify oci://<image> --repo <repository>`.\n"
      : ci === 'gitlab'
        ? "- On GitLab: a variable `KUBECONFIG_DATA` for each of the environments `dev`, `staging` and `prod`; the variable `DEPLOY` = `on`. `IMAGE` is the project's registry.\n"
        : '',
});
