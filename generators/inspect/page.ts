import type { Profile } from '../data/profile.ts';
import { visible } from '../data/visible.ts';
import type { Description } from './describe.ts';
import { type Bar, histogramOf } from './histogram.ts';

const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
const cells = (tag: 'th' | 'td', texts: readonly string[]): string => texts.map((text) => `<${tag}${tag === 'th' ? ' scope="col"' : ''}>${escape(text)}</${tag}>`).join('');

const STYLE = `:root{color-scheme:light dark}body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem}
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%}th,td{border-bottom:1px solid #8884;padding:.3rem .6rem;text-align:left;vertical-align:top}
td{max-width:24rem;overflow-wrap:anywhere}.warning{border-left:3px solid #c80;padding-left:.6rem}rect{fill:#47a}svg{display:block}`;

/** The whole description as one page that needs nothing else. */
export function page(description: Description, profile: Profile): string {
  const { title, form, size, target, columns, warnings } = description;
  const head = ['Column', 'Type', 'Order', 'Role', 'Missing', 'Values'];
  const rows = columns.map(({ name, type, order, role, missing, values }, at) => `<tr>${cells('td', [name, type, order, role, missing, values])}<td>${bars(name, histogramOf(profile, at))}</td></tr>`);
  const first = profile.firstRows.map((row) => `<tr>${cells('td', row.map(visible))}</tr>`);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escape(title)}</title><style>${STYLE}</style></head>
<body><h1>${escape(title)}</h1>
<p>${escape(form)}<br>${escape(size)}<br>Target: ${escape(target)}</p>
${warnings.map((warning) => `<p class="warning">${escape(warning)}</p>`).join('\n')}
<h2>Columns</h2><div class="wide"><table><thead><tr>${cells('th', [...head, 'Spread'])}</tr></thead><tbody>
${rows.join('\n')}
</tbody></table></div>
<h2>First rows</h2><div class="wide"><table><thead><tr>${cells('th', columns.map(({ name }) => name))}</tr></thead><tbody>
${first.join('\n')}
</tbody></table></div>
</body></html>
`;
}

const WIDTH = 160, HEIGHT = 36;

function bars(name: string, spread: readonly Bar[]): string {
  if (spread.length === 0) return '';
  const most = Math.max(...spread.map(({ count }) => count), 1);
  const step = WIDTH / spread.length;
  const drawn = spread.map(({ label, count }, at) => {
    const height = Math.max(count > 0 ? 1 : 0, (HEIGHT * count) / most);
    return `<rect x="${(at * step).toFixed(1)}" y="${(HEIGHT - height).toFixed(1)}" width="${Math.max(1, step - 1).toFixed(1)}" height="${height.toFixed(1)}"><title>${escape(visible(label))}: ${count.toLocaleString('en')}</title></rect>`;
  });
  return `<svg role="img" aria-label="Spread of ${escape(name)}" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}">${drawn.join('')}</svg>`;
}
