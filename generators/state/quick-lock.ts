import type { Lock, LockedFile, ReadLock } from './lock.ts';

/** What `check` asks of a lock. */
export type CheckedLock = Pick<Lock, 'schema' | 'generator' | 'layers' | 'files' | 'waivers' | 'pending'> & {
  /** Written by version 1.0.0, whose fingerprints of documents were others. */
  readonly old?: boolean;
};

const beginning = '\nlayers: []\nanswers:\n';
const ending = '\nwaivers: []\npending: null\n';
const fileLine = /^ {2}([\w./@ +-]+): \{ id: ([\w./@+-]+), layer: ([\w./@-]+), policy: ([a-z]+), mode: "(644|755)", sha256: ([0-9a-f]{64}) \}$/;
/** Lines of the rest that can be read in one way only: answers, facts and parts with plain or quoted values. */
const plainLines = [
  /^ {2}[a-z-]+: ("([^"\\]|\\["\\nt])*"|[A-Za-z0-9]((?!: | #)[\x20-\x7E])*(?<![: ]))$/,
  /^facts: \{ ([a-zA-Z]+: ("([^"\\]|\\["\\nt])*"|-?[A-Za-z0-9][^,[\]{}:#"'\\]*)(, | (?=\})))+\}$/,
  /^parts:( \[\])?$/,
];
const isPart = (line: string): boolean =>
  /^ {2}- \{ [\w./: ,"[\]{}=-]+ \}$/.test(line) && ['[]', '{}', '""'].every(([open, close]) => (open === close ? count(line, open!) % 2 === 0 : count(line, open!) === count(line, close!)));
const count = (line: string, mark: string): number => line.split(mark).length - 1;

/**
 * Reads a lock that stands as it was written, in a tenth of the time that a reader of YAML needs to be loaded; undefined for any
 * other, which that one has to read.
 */
export function quickLock(text: string): CheckedLock | undefined {
  const [head, body, tail] = [text.indexOf(beginning), text.indexOf('\nfiles:\n'), text.length - ending.length];
  const [, generator] = /\nschema: 1\ngenerator: (\d+\.\d+\.\d+[\w.-]*)\n/.exec(text.slice(0, head + 1)) ?? [];
  if (generator === undefined || head === -1 || body < head || !text.endsWith(ending)) return undefined;
  const answers = text.slice(head + beginning.length, body).split('\n');
  if (!answers.some((line) => line.startsWith('facts: '))) return undefined;
  if (!answers.every((line) => plainLines.some((pattern) => pattern.test(line)) || isPart(line))) return undefined;
  const files: Record<string, LockedFile> = {};
  for (const line of text.slice(body + 8, tail).split('\n')) {
    const [, path, id, layer, policy, mode, sha256] = fileLine.exec(line) ?? [];
    if (path === undefined || path in files) return undefined;
    files[path] = { id: id!, layer: layer!, policy: policy as LockedFile['policy'], mode: mode as LockedFile['mode'], sha256: sha256! };
  }
  return { schema: 1, generator, layers: [], files, waivers: [], pending: null };
}

/** A lock, by whichever reader can. */
export async function readCheckedLock(text: string, where: string): Promise<CheckedLock> {
  const quick = quickLock(text);
  if (quick !== undefined) return quick;
  const lock: ReadLock = (await import('./lock.ts')).parseLock(text, where);
  const { ofToday } = await import('./old-lock.ts');
  return lock.facts === undefined ? { ...lock, files: ofToday(lock.files), old: true } : lock;
}
