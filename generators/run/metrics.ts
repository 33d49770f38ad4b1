import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Metrics = Readonly<Record<string, unknown>>;

/** The scores of the run that has just ended, or null. */
export function readMetrics(root: string): Metrics | null {
  try {
    return JSON.parse(readFileSync(join(root, 'metrics.json'), 'utf8')) as Metrics;
  } catch {
    return null;
  }
}

const isNumber = (value: unknown): value is number => typeof value === 'number';
const shown = (value: unknown): string => (isNumber(value) ? (Math.abs(value) >= 1000 ? value.toFixed(0) : value.toFixed(3)) : '');

/** Scores on the rows kept aside, the model beside the baselines. */
export function metricsTable(metrics: Metrics): string[] {
  const baselines = Object.entries((metrics['baselines'] ?? {}) as Readonly<Record<string, Metrics>>);
  const scores = Object.entries(metrics).filter(([name, value]) => isNumber(value) && !name.startsWith('rows_'));
  const rows = [
    ['', String(metrics['model'] ?? 'model'), ...baselines.map(([name]) => name)],
    ...scores.map(([name, value]) => [name, shown(value), ...baselines.map(([, scored]) => shown(scored[name]))]),
  ];
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}
