import { join } from 'node:path';
import { templatesRoot } from '../core/package-root.ts';

/** Real data sets that ship inside scikit-learn, for projects without data of their own. */
const samples: Readonly<Record<string, { readonly file: string; readonly target: string }>> = {
  binary: { file: 'breast_cancer.csv.gz', target: 'diagnosis' },
  multiclass: { file: 'wine.csv.gz', target: 'cultivar' },
  regression: { file: 'diabetes.csv.gz', target: 'progression' },
};

export function sampleFor(task: string | undefined): { readonly source: string; readonly target: string } {
  const { file, target } = samples[task ?? ''] ?? samples['binary']!;
  return { source: join(templatesRoot, 'datasets', file), target };
}
