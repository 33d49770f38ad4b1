import { gunzipSync, gzipSync } from 'node:zlib';

/** JSON in gzip without the time or the system in its header: equal input, equal bytes. */
export function pack(value: unknown): Uint8Array {
  const text = Buffer.from(JSON.stringify(value));
  // In one piece, so that nothing has to be put together.
  const bytes = gzipSync(text, { level: 4, chunkSize: Math.max(64, text.length) });
  bytes[9] = 255;
  return bytes;
}

export const unpack = (bytes: Uint8Array): unknown => JSON.parse(gunzipSync(bytes).toString('utf8'));
