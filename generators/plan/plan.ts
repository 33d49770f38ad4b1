import type { ProjectSpec } from './spec.ts';

/** What `update` may do with a file later; `templates/policies.yaml` says which is which. */
export type Policy = 'managed' | 'merge' | 'once' | 'absent' | 'derived' | 'untracked';

/** Bytes in memory, or the absolute path of a file too large to hold. */
export type Content = string | Uint8Array | { readonly copyOf: string };

export interface PlannedFile {
  /** The logical place of its template, such as `base/params.yaml`: the same in whichever folders it stands, and after its path was renamed. */
  readonly id: string;
  /** Relative to the project, with `/`. */
  readonly path: string;
  readonly content: Content;
  /** `444` is for DVC's cache, which keeps its objects read-only. */
  readonly mode: '644' | '755' | '444';
  readonly policy: Policy;
  /** The layer that emits it: the product itself, or a preset. */
  readonly layer: string;
  /** Values that layers want at keys with dots. */
  readonly keys?: Readonly<Record<string, unknown>>;
}

/** The pure result of rendering a spec: what a project consists of, before anything touches the disk. */
export interface Plan extends ProjectSpec {
  readonly files: readonly PlannedFile[];
  /** What must not be there, as entries without content. */
  readonly absent?: readonly PlannedFile[];
}
