import type { Answers } from '../options/schema.ts';

/** What templates need to know of the table; with it a project is rendered again where the data are not at hand. */
export interface Facts {
  /** What the schema calls the table. */
  readonly table: string;
  readonly rows: number;
  /** Rows of the file that were set aside, for they do not fit; absent where there are none. */
  readonly rowsAside?: number;
  readonly columns: number;
  /** The class whose probability the metrics speak of; null unless the task is binary. */
  readonly positive: string | number | boolean | null;
  /** By what the gate judges a binary model, and what the model has to reach. */
  readonly metric: string;
  readonly minimum: number;
  /** Why a nearly perfect score is right, where that is known. */
  readonly nearPerfect: string;
  /** How the raw file is written. */
  readonly format: string;
  readonly compression: string | null;
  readonly encoding: string;
  readonly delimiter: string | null;
  /** Whether the project lives in a git repository, which DVC wants to know. */
  readonly git: boolean;
}

/** A preset as it was when the project was rendered. */
export interface LayerRecord {
  readonly name: string;
  readonly version: string;
  readonly source: string;
  readonly integrity: string;
}

/** A part that was added, with what was decided when it was: its template and its place. */
export interface PartRecord {
  readonly part: string;
  readonly name: string;
  readonly [decided: string]: unknown;
}

/** All that a project is rendered from; the head of its lock. */
export interface ProjectSpec {
  readonly layers: readonly LayerRecord[];
  readonly answers: Answers;
  readonly facts: Facts;
  readonly parts: readonly PartRecord[];
}
