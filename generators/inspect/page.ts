import { escapeHtml, htmlPage, htmlTable, tableCells } from '../core/html.ts';
import type { Profile } from '../data/tally/profile.ts';
import { visible } from '../data/read/visible.ts';
import type { Description } from './describe.ts';
import { grouped } from '../data/tally/count.ts';
import { type Bar, histogramOf } from './histogram.ts';

/** The whole description as one page that needs nothing else. */
export function page(description: Description, profile: Profile): string {
  const { title, form, size, target, columns, warnings } = description;
  const head = ['Column', 'Type', 'Order', 'Role', 'Missing', 'Values'];
  const rows = columns.map(
    ({ name, type, order, role, missing, values }, at) =>
      `${tableCells('td', [name, type, order, role, missing, values])}<td>${bars(name, histogramOf(profile, at))}</td>`,
  );
  return htmlPage(
    title,
    `<p>${escapeHtml(form)}<br>${escapeHtml(size)}<br>Target: ${escapeHtml(target)}</p>
${warnings.map((warning) => `<p class="warning">${escapeHtml(warning)}</p>`).join('\n')}
<h2>Columns</h2>${htmlTable(tableCells('th', [...head, 'Spread']), rows)}
<h2>First rows</h2>${htmlTable(
      tableCells(
        'th',
        columns.map(({ name }) => name),
      ),
      profile.firstRows.map((row) => tableCells('td', row.map(visible))),
    )}`,
  );
}

const WIDTH = 160,
  HEIGHT = 36;

function bars(name: string, spread: readonly Bar[]): string {
  if (spread.length === 0) return '';
  const most = Math.max(...spread.map(({ count }) => count), 1);
  const step = WIDTH / spread.length;
  const drawn = spread.map(({ label, count }, at) => {
    const height = Math.max(count > 0 ? 1 : 0, (HEIGHT * count) / most);
    return `<rect x="${(at * step).toFixed(1)}" y="${(HEIGHT - height).toFixed(1)}" width="${Math.max(1, step - 1).toFixed(1)}" height="${height.toFixed(1)}"><title>${escapeHtml(visible(label))}: ${grouped(count)}</title></rect>`;
  });
  return `<svg role="img" aria-label="Spread of ${escapeHtml(name)}" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}">${drawn.join('')}</svg>`;
}
