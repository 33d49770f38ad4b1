import { spawn } from 'node:child_process';
import type { WriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { onInterrupt } from '../core/cleanup.ts';

export interface Finished {
  readonly code: number;
  /** The end of what the command said, for whoever must understand a failure. */
  readonly lastWords: readonly string[];
}

const remembered = 20;

/** Runs a command with everything it says in the log; a signal to us ends it and all that it has started. */
export function runLogged(
  command: readonly string[],
  {
    folder,
    environment,
    log,
    onLine,
  }: {
    readonly folder: string;
    readonly environment: NodeJS.ProcessEnv;
    readonly log: WriteStream;
    readonly onLine?: (line: string) => void;
  },
): Promise<Finished> {
  const [program = '', ...parameters] = command;
  log.write(`$ ${command.join(' ')}\n`);
  return new Promise((resolve) => {
    const lastWords: string[] = [];
    const ownGroup = process.platform !== 'win32';
    const child = spawn(program, parameters, { cwd: folder, env: environment, stdio: ['ignore', 'pipe', 'pipe'], detached: ownGroup });
    const forget = onInterrupt(() => {
      if (child.pid !== undefined) process.kill(ownGroup ? -child.pid : child.pid, 'SIGTERM');
    });
    const listen = (line: string): void => {
      log.write(`${line}\n`);
      if (line.trim() !== '') lastWords.push(line);
      if (lastWords.length > remembered) lastWords.shift();
      onLine?.(line);
    };
    createInterface({ input: child.stdout }).on('line', listen);
    createInterface({ input: child.stderr }).on('line', listen);
    child.on('error', (error) => {
      forget();
      resolve({ code: 127, lastWords: [...lastWords, error.message] });
    });
    child.on('close', (code, signal) => {
      forget();
      resolve({ code: code ?? 128, lastWords: signal === null ? lastWords : [...lastWords, `ended by ${signal}`] });
    });
  });
}
