import { usageError } from '../core/errors.ts';

/** One entry of a tar archive: a plain file, or what only plain files and folders may be. */
export interface TarEntry {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly mode: '644' | '755';
}

const block = 512;

/**
 * The files of a tar archive. Strict where libraries are kind: links, devices, and headers that do not add up are refused
 * instead of mended, for what is read here comes from strangers.
 */
export function readTar(archive: Uint8Array, where: string): TarEntry[] {
  const refuse = (what: string): never => {
    throw usageError(`${where}: ${what}.`, 'A layer is made of plain files; pack it anew, for example with `npm pack`.');
  };
  const entries: TarEntry[] = [];
  let pathOfNext: string | undefined;
  for (let at = 0; at + block <= archive.length;) {
    const header = archive.subarray(at, at + block);
    if (header.every((byte) => byte === 0)) break;
    if (octal(header, 148, 8) !== checksum(header)) refuse('the archive is damaged: the checksum of an entry is wrong');
    const size = octal(header, 124, 12);
    const body = archive.subarray(at + block, at + block + size);
    if (!Number.isSafeInteger(size) || body.length !== size) refuse('the archive is cut off');
    at += block + Math.ceil(size / block) * block;
    const type = String.fromCharCode(header[156]!);
    const path = pathOfNext ?? nameOf(header);
    if (type === 'x') pathOfNext = paxPath(body) ?? pathOfNext;
    else if (type === 'L') pathOfNext = textOf(body);
    else {
      pathOfNext = undefined;
      if (type === '0' || type === '\0') entries.push({ path, bytes: body, mode: (octal(header, 100, 8) & 0o100) === 0 ? '644' : '755' });
      else if (type === '1' || type === '2')
        refuse(`${path} is a link to ${textOf(header.subarray(157, 257))}, which a layer may not hold`);
      else if (type !== '5' && type !== 'g') refuse(`${path} is neither a file nor a folder (type ${JSON.stringify(type)})`);
    }
  }
  return entries;
}

function textOf(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(end === -1 ? bytes : bytes.subarray(0, end));
}

function octal(header: Uint8Array, at: number, length: number): number {
  const text = textOf(header.subarray(at, at + length)).trim();
  return /^[0-7]+$/.test(text) ? Number.parseInt(text, 8) : Number.NaN;
}

/** The sum of a header's bytes, those of the sum itself read as spaces. */
const checksum = (header: Uint8Array): number => header.reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 32 : byte), 0);

function nameOf(header: Uint8Array): string {
  const name = textOf(header.subarray(0, 100));
  const prefix = textOf(header.subarray(257, 263)).startsWith('ustar') ? textOf(header.subarray(345, 500)) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

/** `21 path=templates/a.txt\n`: the length counts its own digits. */
function paxPath(body: Uint8Array): string | undefined {
  const text = new TextDecoder().decode(body);
  return /(?:^|\n)\d+ path=([^\n]*)\n/.exec(text)?.[1];
}
