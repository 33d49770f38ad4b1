import type { OptionDefinition } from '../options/define.ts';
import type { Answers } from '../options/schema.ts';
import type { PlannedFile } from '../plan/plan.ts';
import type { PartRecord } from '../plan/spec.ts';

/** A project as a part sees it, on the disk or rendered in memory: read-only, nothing outside it. */
export interface Project {
  /** The real path of the project's root; empty in memory. */
  readonly root: string;
  /** What `create` was answered, from `.create-ml-project/lock.yaml`. */
  readonly answers: Answers;
  /** The parts that are there already. */
  readonly parts: readonly PartRecord[];
  /** The text of a file of the project, or undefined if there is none. */
  read(path: string): string | undefined;
  exists(path: string): boolean;
  /** Paths relative to the project, sorted, of a folder and all below. */
  list(folder: string): readonly string[];
  /** Whether a file is no longer as the generator wrote it (by the hash in the lock; true for a file it did not write). */
  edited(path: string): boolean;
}

export interface PartRequest {
  readonly project: Project;
  /** The second word: `add stage <name>`; undefined if the part takes none or it was left out. */
  readonly name: string | undefined;
  /** The part's own options, checked against `options`; several values for a repeatable one. */
  readonly options: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** `--yes`: what only the user can lose may go. */
  readonly yes?: boolean;
}

/** What is to be added: all that `put` needs, to be kept in the lock. */
export interface Decision {
  readonly record: PartRecord;
  /** Files that only this machine can make now, such as a copy of data; a later rendering does without them. */
  readonly given?: readonly PlannedFile[];
  /** Sentences about what was decided. */
  readonly notes?: readonly string[];
}

/** Whole new texts of files, files that go, and sentences for the person (at most four lines). */
export interface PartChange {
  readonly files: readonly PlannedFile[];
  readonly removed?: readonly string[];
  readonly notes?: readonly string[];
  /** The other parts after the change, where it touches what was decided for them. */
  readonly parts?: readonly PartRecord[];
  /** What to run next; the command line says how on this machine. */
  readonly next?: readonly ProjectCommand[];
}

/** A command of the project, as its activated environment knows it. */
export interface ProjectCommand {
  readonly command: string;
  /** A package that is installed for this command alone. */
  readonly with?: string;
}

/** How to see a change work. */
export const runAndTest = (project: Project): readonly ProjectCommand[] => [
  ...(project.exists('dvc.yaml') ? [{ command: 'dvc repro' }] : []),
  { command: 'pytest' },
];

/** What a folder under `generators/` exports as `part` to be known to `add` (and to `remove`). */
export interface PartDefinition {
  /** The folder's name and the word after `add`. */
  readonly part: string;
  /** One line for the list of parts. */
  readonly summary: string;
  /** How the name is shown in the usage, such as `<name>`, `[name]`; undefined if the part takes none. */
  readonly argument?: string;
  readonly options: Readonly<Record<string, OptionDefinition & { readonly repeatable?: boolean }>>;
  /** Command lines for its help, without the program's name. */
  readonly examples?: readonly string[];
  /** Names that come with content of their own; any other makes an empty one, so one that is nearly such a name is questioned. */
  readonly ready?: () => readonly string[];
  /** Checks the request against the project and settles what is open, once and for all. */
  decide(request: PartRequest): Promise<Decision> | Decision;
  /** Puts it in. The same for the user's project, its base, and one that is rendered in memory: what is not there is not changed. */
  put(record: PartRecord, project: Project): PartChange;
  /** Settles what a record leaves open: one of an earlier version, or one that goes to another level. */
  complete?(record: PartRecord, project: Project): PartRecord;
  /** Undoes `add`; absent if the part cannot be removed by a command. */
  readonly removal?: {
    /** Checks the request and finds what is to go. */
    decide(request: PartRequest): PartRecord;
    /** Takes it out: the inverse of `put`. */
    take(record: PartRecord, project: Project): PartChange;
  };
  /** What is there already, for the list that `add` shows without a part. */
  present?(project: Project): readonly string[];
}
