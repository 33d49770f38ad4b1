import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';

const CHUNK = 256 * 1024;

/** The file's bytes in order, from `start` to before `end`, unpacked on the way if need be; each piece is good until the next is asked for. */
export const bytesOf = (path: string, compression: 'gzip' | null, start = 0, end = Infinity): AsyncIterable<Uint8Array> =>
  compression === null ? plainBytes(path, start, end) : pipeline(createReadStream(path, { highWaterMark: CHUNK }), createGunzip({ chunkSize: CHUNK }), () => {});

/** In two buffers that take turns, so that one is filled while the other is looked at: a new one for each piece would cost as much as to fill it. */
async function* plainBytes(path: string, start: number, end: number): AsyncGenerator<Uint8Array> {
  const file = await open(path);
  const buffers = [Buffer.allocUnsafeSlow(CHUNK), Buffer.allocUnsafeSlow(CHUNK)] as const;
  const readAt = (position: number, turn: number): Promise<{ bytesRead: number }> => file.read(buffers[turn % 2 === 0 ? 0 : 1], 0, Math.min(CHUNK, end - position), position);
  let ahead = readAt(start, 0);
  try {
    let position = start;
    for (let turn = 0; position < end; turn++) {
      const { bytesRead } = await ahead;
      if (bytesRead === 0) return;
      position += bytesRead;
      ahead = position < end ? readAt(position, turn + 1) : ahead;
      yield buffers[turn % 2 === 0 ? 0 : 1].subarray(0, bytesRead);
    }
  } finally {
    // What was read ahead is not waited for by anybody else.
    await ahead.catch(() => {});
    await file.close();
  }
}

/** The first bytes, unpacked; `complete` when that is all there is. */
export async function headOf(path: string, compression: 'gzip' | null, length: number): Promise<{ head: Uint8Array; complete: boolean }> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of bytesOf(path, compression)) {
    parts.push(Buffer.from(part));
    size += part.length;
    if (size > length) break;
  }
  return { head: Buffer.concat(parts).subarray(0, length), complete: size <= length };
}

export async function bytesAt(path: string, start: number, length: number): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(new Uint8Array(length), 0, length, start);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
