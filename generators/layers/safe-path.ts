import { usageError } from '../core/errors.ts';

/** Names that Windows keeps for devices, whatever follows a dot. */
const devices = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;
/** Folders that belong to git and to us. */
const reserved = /^(\.git|\.create-ml-project)$/i;

/** What is wrong with a path that a layer names, or undefined: it must be one file inside a project, on every system. */
export function pathProblem(path: string): string | undefined {
  const pieces = path.split('/');
  if (path === '') return 'is empty';
  if (path.length > 200) return `has ${path.length} characters; 200 fit on every system`;
  if (/\p{Cc}/u.test(path)) return 'holds a control character';
  if (path.startsWith('/') || /^[a-z]:/i.test(path) || path.startsWith('~')) return 'is absolute; it must be relative to the project';
  if (path.includes('\\')) return 'holds a backslash; folders are separated by /';
  if (pieces.some((piece) => piece === '..')) return 'leads out of the project (..)';
  if (pieces.some((piece) => piece === '' || piece === '.')) return 'holds an empty name or a dot between slashes';
  if (pieces.some((piece) => /[<>:"|?*]/.test(piece))) return 'holds one of < > : " | ? *, which Windows refuses';
  if (pieces.some((piece) => /[. ]$/.test(piece))) return 'holds a name that ends in a dot or space, which Windows cuts off';
  const device = pieces.find((piece) => devices.test(piece));
  if (device !== undefined) return `holds ${device}, a device on Windows`;
  const own = pieces.find((piece) => reserved.test(piece.normalize('NFKC').replaceAll(/\p{Cf}/gu, '')));
  return own === undefined ? undefined : `reaches into ${own}, which is not a layer's to change`;
}

/** Refuses paths that are unsafe, that are one file on some file systems, or of which one is a folder of another. */
export function checkLayerPaths(paths: Iterable<string>, where: string): void {
  const seen = new Map<string, string>();
  for (const path of paths) {
    const problem = pathProblem(path);
    if (problem !== undefined) throw usageError(`${where}: the path ${JSON.stringify(path)} ${problem}.`);
    const folded = foldedPath(path);
    const other = seen.get(folded);
    if (other !== undefined)
      throw usageError(`${where}: ${path} and ${other} are the same file on some file systems.`, 'Rename one of them.');
    seen.set(folded, path);
  }
  for (const [folded, path] of seen) {
    for (let cut = folded.indexOf('/'); cut !== -1; cut = folded.indexOf('/', cut + 1)) {
      const folder = seen.get(folded.slice(0, cut));
      if (folder !== undefined) throw usageError(`${where}: ${folder} is a file, so there can be no ${path} in it.`);
    }
  }
}

export const foldedPath = (path: string): string => path.normalize('NFC').toLowerCase();
