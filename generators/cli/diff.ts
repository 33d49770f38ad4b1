import { createTwoFilesPatch } from 'diff';
import type { PartPlan } from '../parts/change-parts.ts';
import type { Project } from '../parts/part.ts';
import { isCopy } from '../apply/write.ts';

/** What a change would do, as `git diff` would show it. */
export function diffOf(project: Project, { files, removed }: PartPlan): string {
  const changes = [
    ...files.map(({ path, content }) => ({
      path,
      after: typeof content === 'string' ? content : isCopy(content) ? `(a copy of ${content.copyOf})\n` : '(binary)\n',
    })),
    ...removed.map((path) => ({ path, after: undefined })),
  ];
  return changes
    .map(({ path, after }) => {
      const before = project.read(path);
      if (before === after) return '';
      return createTwoFilesPatch(
        before === undefined ? '/dev/null' : `a/${path}`,
        after === undefined ? '/dev/null' : `b/${path}`,
        before ?? '',
        after ?? '',
        undefined,
        undefined,
        { headerOptions: { includeIndex: false, includeUnderline: false, includeFileHeaders: true } },
      );
    })
    .join('');
}
