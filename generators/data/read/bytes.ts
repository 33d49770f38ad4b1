import { closeSync, createReadStream, openSync, readSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { createGunzip } from 'node:zlib';

const CHUNK = 256 * 1024;

/** After so many pieces others have their turn: signals, and what is drawn while one waits. */
const PIECES_AT_ONCE = 8;

/** The file's bytes in order, from `start` to before `end`, unpacked on the way if need be; each piece is good until the next is asked for. */
export const bytesOf = (path: string, compression: 'gzip' | null, start = 0, end = Infinity): AsyncIterable<Uint8Array> =>
  compression === null
    ? plainBytes(path, start, end)
    : pipeline(createReadStream(path, { highWaterMark: CHUNK }), createGunzip({ chunkSize: CHUNK }), () => {});

/** Always in the same buffer, and at once: a new one for each piece, or another thread to fill it, would cost more than the reading. */
async function* plainBytes(path: string, start: number, end: number): AsyncGenerator<Uint8Array> {
  const file = openSync(path, 'r');
  const buffer = Buffer.allocUnsafeSlow(CHUNK);
  try {
    let position = start;
    for (let piece = 1; position < end; piece++) {
      const length = readSync(file, buffer, 0, Math.min(CHUNK, end - position), position);
      if (length === 0) return;
      position += length;
      yield buffer.subarray(0, length);
      if (piece % PIECES_AT_ONCE === 0) await setImmediate();
    }
  } finally {
    closeSync(file);
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
