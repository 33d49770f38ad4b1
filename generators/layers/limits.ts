import { usageError } from '../core/errors.ts';

/** What a layer may weigh: enough for a standard of thousands of files, too little to fill a disk. */
export const limits = { files: 20_000, bytes: 256 * 2 ** 20, depth: 10 } as const;

export function checkWeight(files: number, bytes: number, where: string): void {
  if (files > limits.files) throw usageError(`${where} holds more than ${limits.files} files, which is no layer.`);
  if (bytes > limits.bytes) throw usageError(`${where} is larger than ${limits.bytes / 2 ** 20} MB, which is no layer.`);
}
