import { exitCode } from './errors.ts';

/** What must be undone if a signal ends the process; each runs at once and without waiting. */
const pending: (() => void)[] = [];

/** Registers an undo; call the result once it is no longer needed. */
export function onInterrupt(undo: () => void): () => void {
  pending.push(undo);
  return () => {
    const index = pending.indexOf(undo);
    if (index !== -1) pending.splice(index, 1);
  };
}

export function undoAll(): void {
  for (const undo of pending.splice(0).reverse()) {
    try {
      undo();
    } catch {
      // The next undo must run all the same, and nobody is left to tell.
    }
  }
}

export function handleSignals(): void {
  const endWith = (code: number) => () => {
    undoAll();
    process.exit(code);
  };
  process.on('SIGINT', endWith(exitCode.interrupted));
  process.on('SIGTERM', endWith(exitCode.terminated));
  process.on('SIGHUP', endWith(129));
}
