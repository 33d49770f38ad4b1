// The licences of what is bundled: they ask to go along with every copy.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The texts of all packages that the bundled files come from; packages whose texts differ in the holders alone share one. */
export function licensesOf(root, inputs) {
  const folders = new Set(inputs.flatMap((path) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []));
  const packagesOf = new Map();
  for (const folder of [...folders].sort()) {
    const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
    const file = readdirSync(join(root, folder)).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
    const lines =
      file === undefined
        ? [`Licence: ${license}`]
        : readFileSync(join(root, folder, file), 'utf8')
            .trim()
            .split(/\r?\n/);
    const isHolder = (line) => /^\W*copyright\b/i.test(line);
    const text = lines
      .filter((line) => !isHolder(line))
      .join(' ')
      .replaceAll(/\s+/g, ' ')
      .replaceAll(/[“”]/g, '"')
      .trim();
    const packages = packagesOf.get(text) ?? {
      whole: lines
        .filter((line) => !isHolder(line))
        .join('\n')
        .trim(),
      entries: new Set(),
    };
    packages.entries.add([`${name} ${version}`, ...lines.filter(isHolder).map((line) => `  ${line.trim()}`)].join('\n'));
    packagesOf.set(text, packages);
  }
  return [...packagesOf.values()].map(({ whole, entries }) => `${[...entries].join('\n')}\n\n${whole}\n`).join(`\n${'-'.repeat(80)}\n\n`);
}
