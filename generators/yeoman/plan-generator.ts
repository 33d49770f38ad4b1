import Generator from 'yeoman-generator';
import { isCopy } from '../apply/write.ts';
import type { Change } from '../apply/journal.ts';
import type { PlannedFile } from '../plan/plan.ts';

type Storage = ReturnType<Generator['createStorage']>;

const emptyStorage = { get: () => undefined, createStorage: () => emptyStorage } as unknown as Storage;

/** A Yeoman generator whose work is a plan: our command line takes the plan, a foreign generator gets its files. */
export abstract class PlanGenerator<
  Result extends { readonly files: readonly PlannedFile[]; readonly removed?: readonly string[]; readonly memory?: readonly Change[] },
> extends Generator {
  constructor(args: string[], options: ConstructorParameters<typeof Generator>[1]) {
    // Where the plan is taken over, Yeoman has nothing to commit to the disk.
    super(args, options, options !== undefined && 'receive' in options ? { customCommitTask: () => {} } : {});
  }

  /**
   * Yeoman would open .yo-rc.json, package.json and the home folder's .yo-rc-global.json. Ours take nothing from them, so that
   * none of these, broken or somebody else's, can stop a run.
   */
  override createStorage(): Storage {
    return emptyStorage;
  }

  /** Hands the plan to whoever runs the generator; called from `writing`, the step where Yeoman expects files. */
  protected deliver(result: Result): void {
    const receive = (this.options as { receive?: (result: Result) => void }).receive;
    if (receive !== undefined) {
      receive(result);
      return;
    }
    const removed = (result.removed ?? []).map((path) => ({ path, remove: true as const }));
    for (const change of [...result.files, ...removed, ...(result.memory ?? [])]) {
      const place = this.destinationPath(change.path);
      if ('remove' in change) this.fs.delete(place);
      else if (isCopy(change.content)) this.fs.copy(change.content.copyOf, place);
      else this.fs.write(place, typeof change.content === 'string' ? change.content : Buffer.from(change.content));
    }
  }
}
