import { usageError } from '../core/errors.ts';
import type { OptionName } from '../options/schema.ts';
import type { Policy } from '../plan/plan.ts';

/** A team's standard as data: what a preset says and brings, wherever it came from. */

/** One file of a layer, in memory. */
export interface LayerFile {
  readonly bytes: Uint8Array;
  readonly mode: '644' | '755';
}

/** What a layer says about one option of `create`. */
export interface LayerAnswer {
  readonly value: string;
  /** `default` may be said otherwise; `locked` may not; `hidden` may not, and is never asked. */
  readonly kind: 'default' | 'locked' | 'hidden';
}

export interface FileRules {
  readonly remove: readonly string[];
  /** New path by old path, since an earlier version of the layer. */
  readonly rename: Readonly<Record<string, string>>;
  readonly policy: Readonly<Record<string, Policy>>;
  /** Values by dotted key, by file. */
  readonly keys: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** `preset.yaml`, read and checked. */
export interface Preset {
  readonly name: string;
  readonly version: string;
  readonly engine: string;
  readonly extends: string | undefined;
  readonly answers: Readonly<Partial<Record<OptionName, LayerAnswer>>>;
  readonly require: readonly string[];
  readonly files: FileRules;
}

export interface Layer extends Preset {
  /** As it was named: a folder, a packed .tgz, `npm:…` or `git+…`. */
  readonly source: string;
  /** Where a folder or an archive is on this machine. */
  readonly place: string | undefined;
  /** The hash of everything in it. */
  readonly integrity: string;
  /** What stands in `templates/`, by path. */
  readonly templates: ReadonlyMap<string, LayerFile>;
  /** What stands in `stages/<name>/`, by name and file. */
  readonly stages: ReadonlyMap<string, ReadonlyMap<string, LayerFile>>;
}

/** `acme-ml 1.2.0`, for messages. */
export const called = ({ name, version }: Pick<Layer, 'name' | 'version'>): string => `${name} ${version}`;

/** Where a template goes: one that is rendered loses its suffix. */
export const targetOf = (path: string): string => path.replace(/\.tmpl$/, '');

export function textOf({ bytes }: LayerFile, where: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw usageError(`${where} is not text in UTF-8.`);
  }
}
