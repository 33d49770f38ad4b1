import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Project } from '../parts/part.ts';
import { type Profile, profileTable } from '../data/index.ts';
import { readingOf } from '../options/reading-options.ts';
import type { Codes } from '../data/tally/sample.ts';
import { grouped } from '../data/tally/count.ts';
import type { Join } from './describe.ts';

/** Below this share of rows that find something in the file, a person should look at the columns again. */
const LEAST_SHARE = 0.5;

/** A sentence if few rows of the project's data find their key in the file; nothing where the data are not at hand, or the file is too long to hold. */
export async function fewMatches(project: Project, source: Profile, { on, key }: Join): Promise<string[]> {
  const { data } = project.answers;
  if (data === null || !existsSync(join(project.root, data)) || source.sample.rows < source.rows) return [];
  const own = await profileTable(join(project.root, data), readingOf(project.answers));
  const keys = new Set(codesOf(source, key));
  const looked = codesOf(own, on);
  const found = looked.filter((code) => keys.has(code)).length;
  if (looked.length === 0 || found / looked.length >= LEAST_SHARE) return [];
  const rows = looked.length < own.rows ? `${grouped(looked.length)} rows looked at` : `${grouped(own.rows)} rows`;
  return [
    `Only ${grouped(found)} of ${rows} find their \`${on}\` in the column \`${key}\` of the file; the others get no value from it. Are these the columns that belong together?`,
  ];
}

const codesOf = ({ columns, sample }: Profile, name: string): Codes =>
  sample.columns[columns.findIndex((column) => column.name === name)]?.subarray(0, sample.rows) ?? new Float64Array();
