import { hash } from '../core/crypto.ts';
import { withoutRegions } from '../merge/regions.ts';

/** The hash by which a file is recognised later: a text's line endings do not count, nor what runs write into documents. */
export function fingerprint(path: string, content: string | Uint8Array): string {
  // Most texts need no look at their bytes.
  if (typeof content === 'string' && !path.endsWith('.md') && !/[\r\0]/.test(content)) return hash('sha256', content);
  const bytes = typeof content === 'string' ? Buffer.from(content) : Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  return hash('sha256', isText(bytes) ? normal(path, bytes) : bytes);
}

/** As git decides it. */
export const isText = (bytes: Uint8Array): boolean => !bytes.subarray(0, 8000).includes(0);

/** Byte by byte, whatever the encoding. */
function normal(path: string, bytes: Buffer): Buffer {
  const lines = bytes.includes('\r\n') ? Buffer.from(bytes.toString('latin1').replaceAll('\r\n', '\n'), 'latin1') : bytes;
  return path.endsWith('.md') && lines.includes('<!-- generated: ')
    ? Buffer.from(withoutRegions(lines.toString('latin1')), 'latin1')
    : lines;
}
