/** The documents of a trained project: filled, true, kept apart from what people write, on data of every task. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { visit } from '../support/browser.ts';
import { createMlProject, scratch, shell } from '../support/cli.ts';
import { rareDefects, repairs, uglyPlants } from '../support/tables.ts';

const cases = [
  { name: 'plants', file: 'pflanzen messung.csv', content: uglyPlants(), target: 'art är', metric: 'f1_macro', layout: 'package' },
  { name: 'repairs', file: 'repairs.tsv.gz', content: repairs(), target: 'price', metric: 'r2', layout: 'standard' },
  { name: 'defects', file: 'defects.jsonl', content: rareDefects(), target: 'defect', metric: 'roc_auc', layout: 'standard' },
] as const;
const names = [
  'annex-iv',
  'data-schema',
  'data-sources',
  'deployment',
  'experiments',
  'labeling',
  'model-card',
  'pseudocode',
  'readiness',
  'scoping',
  'training-environment',
];
const folder = scratch();
afterAll(() => folder.dispose());

describe.each(cases)('$name', ({ name, file, content, target, metric, layout }) => {
  const project = join(folder.path, name);
  const module = layout === 'package' ? name : 'src';
  const read = (path: string): string => readFileSync(join(project, path), 'utf8');
  const page = (document: string): string => read(`docs/${document}.md`);
  const rewrite = (document: string, change: (text: string) => string): void =>
    writeFileSync(join(project, `docs/${document}.md`), change(page(document)));
  const json = <Content>(path: string): Content => JSON.parse(read(path)) as Content;
  const documentsTest = (expected: number): string => shell('uv run pytest -q tests/test_documents.py', { cwd: project }, expected).stdout;

  beforeAll(() => {
    writeFileSync(join(folder.path, file), content);
    const answers = ['--decision', 'Whom to call | first', '--data-owner', 'Łukasz <l@example.org>', '--latency', 'under 50 ms'];
    const made = createMlProject([name, '--data', file, '--target', target, '--layout', layout, ...answers, '--yes'], { cwd: folder.path });
    expect(made.code, made.stderr).toBe(0);
    shell('uv sync --locked -q', { cwd: project });
  });

  it('says before the first run that nothing is filled yet, and what was answered', () => {
    expect(readdirSync(join(project, 'docs')).filter((entry) => names.includes(entry.replace('.md', '')))).toHaveLength(names.length);
    for (const document of names) expect(page(document)).toContain('Not filled yet');
    expect(page('scoping')).toContain('Whom to call \\| first');
    expect(page('scoping')).toContain('under 50 ms');
    expect(page('data-sources')).toContain('Łukasz');
  });

  it('fills all of them in one run', () => {
    shell('uv run dvc repro', { cwd: project });
    for (const document of names) expect(page(document)).not.toContain('Not filled yet');
    const metrics = json<Record<string, number>>('metrics.json');
    expect(page('model-card')).toContain(`(\`${metric}\`) **decides** | ${metrics[metric]?.toFixed(4)} |`);
    const tuning = json<{ trials: readonly unknown[] }>('reports/tuning.json');
    expect(page('experiments').match(/^\| \d+ \| `/gm)).toHaveLength(tuning.trials.length);
    expect(page('data-schema')).toContain('| Database key | Data type | Data order |');
    expect(page('pseudocode').match(/```mermaid/g)).toHaveLength(2);
    const manifest = json<{ sha256: string; machine: string }>('models/manifest.json');
    expect(page('training-environment')).toContain(manifest.sha256);
    expect(page('training-environment')).toContain('cores');
    expect(page('labeling')).toMatch(/\| \d{4}-\d\d-\d\d \|/);
    expect(page('model-card').match(/^## \d\. /gm)).toHaveLength(9);
  });

  it('scores its readiness by its weakest section', () => {
    const printed = shell(`uv run python -m ${module}.reporting.readiness`, { cwd: project }).stdout;
    const points = (section: string): number => Number(new RegExp(`^${section} +([\\d.]+) of 7$`, 'm').exec(printed)?.[1]);
    expect(points('Features and data')).toBeGreaterThanOrEqual(3.5);
    expect(points('Model development')).toBeGreaterThanOrEqual(1.5);
    const lowest = Math.min(...['Features and data', 'Model development', 'Infrastructure', 'Monitoring'].map(points));
    expect(page('readiness')).toContain(`**Final score: ${lowest}**`);
  });

  it('puts the whole run into one page that asks for nothing else', () => {
    const report = read('reports/report.html');
    expect(report).not.toMatch(/<script|(?:src|href)=["'](?!data:|#)|url\(/);
    expect(report).toContain('name="viewport"');
    expect(report.match(/<img /g)).toHaveLength(
      readdirSync(join(project, 'reports/figures')).filter((entry) => entry.endsWith('.png')).length,
    );
    expect(report).toContain('What each feature is worth, and what it costs');
  });

  it('fits the page on a phone, wide tables scrolling by themselves', async () => {
    const address = pathToFileURL(join(project, 'reports/report.html')).href;
    await visit(address, async (opened) => expect(await opened.evaluate('document.documentElement.scrollWidth')).toBe(390), {
      width: 390,
      height: 844,
    });
  });

  it('gives catalogues what their own validators accept, with the numbers of the run', () => {
    const tools = ['mlcroissant==1.1.1', 'cyclonedx-python-lib[json-validation]==11.12.0', 'huggingface_hub==2.4.0'];
    const judge = join(import.meta.dirname, '../support/catalogues.py');
    const printed = shell(`uv run -q --no-project ${tools.map((tool) => `--with '${tool}'`).join(' ')} python '${judge}'`, {
      cwd: project,
    }).stdout;
    const { bom, columns, card } = JSON.parse(printed) as Record<'bom' | 'card', Record<string, number>> & { columns: number };
    const metrics = json<Record<string, number>>('metrics.json');
    expect(Object.keys(bom)).toContain(metric);
    expect(bom).toEqual(Object.fromEntries(Object.keys(bom).map((name) => [name, metrics[name]])));
    // Catalogues show an error as a positive number, under its own name.
    expect(card).toEqual(
      Object.fromEntries(Object.entries(bom).map(([name, value]) => (name.startsWith('neg_') ? [name.slice(4), -value] : [name, value]))),
    );
    expect(columns).toBe(json<{ columns: number }>('reports/ingest.json').columns);
  });

  it('keeps what people write, and fills anew when the run changes', () => {
    const mine = '\nWe call the ten surest each morning. <!-- a comment of mine -->\n';
    rewrite('model-card', (text) => text.replace('## 5. Evaluation data\n', `## 5. Evaluation data\n${mine}`));
    rewrite('scoping', (text) => `${text}The last line, without an end`);
    const before = page('model-card');
    shell('uv run dvc repro', { cwd: project });
    expect(page('model-card')).toBe(before);
    shell('uv run dvc exp run -S base.seed=7', { cwd: project });
    expect(page('model-card')).toContain(mine);
    expect(page('model-card')).not.toBe(before);
    expect(page('scoping')).toMatch(/The last line, without an end$/);
    documentsTest(0);
  });

  it('has a test that fails when a document is older than the run', () => {
    const current = page('experiments');
    writeFileSync(join(project, 'docs/experiments.md'), current.replaceAll(/run [0-9a-f]{12}/g, 'run 0123456789ab'));
    expect(documentsTest(1)).toMatch(/experiments\.md does not belong to the last run/);
    expect(shell('uv run dvc repro', { cwd: project }).stdout).toContain('document');
    expect(page('experiments')).toBe(current);
  });

  it('reports lost marks instead of writing over text', () => {
    rewrite('labeling', (text) => text.replace(/<!-- generated: balance .*\n/, ''));
    const before = page('labeling');
    const outcome = shell(`uv run python -m ${module}.stages.document`, { cwd: project });
    expect(outcome.stderr).toMatch(/labeling\.md: .*closing mark without/);
    expect(outcome.stderr).toMatch(/labeling\.md: the part `balance` has lost its marks/);
    expect(page('labeling')).toBe(before);
  });
});
