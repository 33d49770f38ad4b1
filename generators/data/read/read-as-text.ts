import { BadRows } from './bad-rows.ts';
import { decodeHead, sniffUtf } from './decode.ts';
import { detectEncoding } from './detect-encoding.ts';
import { sniffDialect } from './dialect.ts';
import type { Dialect } from './dialect-form.ts';
import { openSource } from './source.ts';
import { checkBeginning, hasHeader } from './structure.ts';
import { fittingRows } from './text-rows.ts';

/** Every cell of a delimited file as it is written, the header first, without rows that do not fit: for benchmarks of the reading alone. */
export async function readAsText(
  path: string,
): Promise<{ readonly rows: readonly (readonly string[])[]; readonly aside: BadRows; readonly dialect: Dialect }> {
  const source = await openSource(path);
  const encoding = sniffUtf(source.head) ?? (await detectEncoding(source));
  const sniffed = sniffDialect(decodeHead(source.head, encoding), source.complete);
  if (sniffed === undefined) throw new Error('one column');
  const dialect = { ...sniffed.dialect, ...checkBeginning(sniffed, true), header: hasHeader(sniffed.records) };
  const aside = new BadRows();
  const rows: (readonly string[])[] = [];
  for await (const some of fittingRows(source, encoding, dialect, aside, true)) rows.push(...some);
  return { rows, aside, dialect };
}
