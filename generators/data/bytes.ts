import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';

const CHUNK = 256 * 1024;

/** The file's bytes in order, unpacked on the way if need be. */
export async function* bytesOf(path: string, compression: 'gzip' | null): AsyncGenerator<Uint8Array> {
  const file = createReadStream(path, { highWaterMark: CHUNK });
  const stream = compression === 'gzip' ? pipeline(file, createGunzip({ chunkSize: CHUNK }), () => {}) : file;
  yield* stream as AsyncIterable<Uint8Array>;
}

/** The first bytes, unpacked; `complete` when that is all there is. */
export async function headOf(path: string, compression: 'gzip' | null, length: number): Promise<{ head: Uint8Array; complete: boolean }> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of bytesOf(path, compression)) {
    parts.push(part);
    size += part.length;
    if (size > length) break;
  }
  return { head: Buffer.concat(parts).subarray(0, length), complete: size <= length };
}

export async function firstBytes(path: string, length: number): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(new Uint8Array(length), 0, length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
