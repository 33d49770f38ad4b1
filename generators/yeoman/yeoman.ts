import { EnvironmentBase } from 'yeoman-environment';
import type { PlannedFile } from '../plan/plan.ts';

type GeneratorClass = new (...parameters: never[]) => unknown;

/** Yeoman asks and prints through an adapter. By now everything has been asked and checked, so this one does neither. */
function silentAdapter(): object {
  const log = Object.assign(
    () => log,
    Object.fromEntries(
      ['write', 'writeln', 'ok', 'error', 'skip', 'force', 'create', 'invoke', 'conflict', 'identical', 'info', 'table', 'colored'].map(
        (kind) => [kind, () => log],
      ),
    ),
  );
  const abort = new AbortController();
  return {
    log,
    signal: abort.signal,
    abort: (reason: unknown) => abort.abort(reason),
    prompt: () => Promise.reject(new Error('Questions are asked before Yeoman starts')),
    queue: <Result>(run: () => Result) => run(),
    progress: <Result>(run: (progress: { step: () => void }) => Result) => run({ step: () => {} }),
    onIdle: () => Promise.resolve(),
    close: () => {},
    newAdapter: silentAdapter,
  };
}

/** Runs one of our generators in a Yeoman environment and takes its plan; nothing is written. */
export async function runGenerator<Result extends { readonly files: readonly PlannedFile[] }>(
  generator: GeneratorClass,
  namespace: string,
  options: Readonly<Record<string, unknown>>,
): Promise<Result> {
  const environment = new EnvironmentBase({ adapter: silentAdapter(), skipInstall: true } as never);
  environment.register(generator as never, { namespace });
  let result: Result | undefined;
  const instance = await environment.create(namespace, {
    generatorOptions: { ...options, receive: (plan: Result) => (result = plan) } as never,
  });
  await environment.runGenerator(instance as never);
  if (result === undefined) throw new Error(`The generator ${namespace} made no plan`);
  return result;
}
