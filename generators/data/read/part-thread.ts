import { parentPort } from 'node:worker_threads';
import { faultOf, type Part, readPart } from './part.ts';

/** The second thread: reads its part of the table and sends what it found. */
parentPort!.once('message', async (part: Part) => {
  try {
    const { found, buffers } = await readPart(part);
    parentPort!.postMessage({ found }, buffers as ArrayBuffer[]);
  } catch (cause) {
    parentPort!.postMessage(faultOf(cause));
  }
});
