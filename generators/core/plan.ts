import type { Answers } from '../options/schema.ts';

/**
 * What `update` may do with a file later: `managed` replaces it while untouched, `merge` merges it, `once` leaves it to
 * the user from the first day, `absent` wants it gone, `data` is neither compared nor kept as a base.
 */
export type Policy = 'managed' | 'merge' | 'once' | 'absent' | 'data';

/** Bytes in memory, or the absolute path of a file too large to hold. */
export type Content = string | Uint8Array | { readonly copyOf: string };

export interface PlannedFile {
  /** Stable across renames of the path: the template's own place, such as `base/params.yaml`. */
  readonly id: string;
  /** Relative to the project, with `/`. */
  readonly path: string;
  readonly content: Content;
  /** `444` is for DVC's cache, which keeps its objects read-only. */
  readonly mode: '644' | '755' | '444';
  readonly policy: Policy;
  /** The layer that emits it: the product itself, or a preset. */
  readonly layer: string;
}

/** A part that `add` put in, with what it needs to be rendered again. */
export interface PartRecord {
  readonly part: string;
  readonly name: string;
  readonly [answer: string]: unknown;
}

/** The pure result of a generator: what a project consists of, before anything touches the disk. */
export interface Plan {
  readonly answers: Answers;
  readonly parts: readonly PartRecord[];
  readonly files: readonly PlannedFile[];
}
