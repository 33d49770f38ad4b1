import { escapeHtml, htmlPage, htmlTable, tableCells } from '../core/html.ts';
import type { Checked, CheckFinding, Status } from './checked.ts';

/** What asks for somebody's work comes first. */
const ORDER: readonly Status[] = ['invalid', 'pending', 'drift', 'outdated', 'ok'];
const MEANING: Readonly<Record<Status, string>> = {
  invalid: 'cannot be judged',
  pending: 'an update waits to be finished',
  drift: 'differs from its standard',
  outdated: 'something newer is there',
  ok: 'as its standard wants it',
};

/** The state of all projects as one page for a lead: how many are how, then what is to be done where. */
export function checkPage(projects: readonly Checked[], day: string): string {
  const sorted = [...projects].sort(
    (one, other) => ORDER.indexOf(one.status) - ORDER.indexOf(other.status) || (one.path < other.path ? -1 : 1),
  );
  const counts = ORDER.map((status) => [status, projects.filter((project) => project.status === status).length] as const).filter(
    ([, count]) => count > 0,
  );
  const summary = htmlTable(
    tableCells('th', ['Projects', 'Status', 'Meaning']),
    counts.map(([status, count]) => tableCells('td', [String(count), status, MEANING[status]])),
  );
  const rows = sorted.flatMap(({ path, status, findings, waived }) => {
    const lines: (readonly [CheckFinding | undefined, string])[] = [
      ...findings.map((finding) => [finding, ''] as const),
      ...waived.map((finding) => [finding, 'waived'] as const),
    ];
    return (lines.length === 0 ? [[undefined, ''] as const] : lines).map(([finding, note]) =>
      tableCells('td', [path, note || status, finding?.path ?? '', finding?.message ?? '']),
    );
  });
  return htmlPage(
    'Projects and their standard',
    `<p>As of ${escapeHtml(day)}.</p>
${summary}
<h2>What was found</h2>
${htmlTable(tableCells('th', ['Project', 'Status', 'File', 'Finding']), rows)}`,
  );
}
