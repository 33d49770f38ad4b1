import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { usageError } from '../core/errors.ts';
import { packageRoot, templatesRoot } from '../core/package-root.ts';
import type { Serializable } from '../core/serializers.ts';

/** `stage.yaml`: what a stage needs to be wired; all of it is optional. */
export interface StageDescription {
  /** One line for the catalogue, `dvc.yaml` and the README. */
  readonly summary?: string;
  /** Paths besides the stage's own file; `${reads.<stage>}` is the table that the stage is put in front of. */
  readonly deps?: readonly string[];
  readonly outs?: readonly string[];
  /** A key of `params.yaml` that the stage depends on, or a setting of its own section with its default. */
  readonly params?: readonly (string | Readonly<Record<string, Serializable>>)[];
  /** Where it goes if nobody says. */
  readonly after?: string;
  /** Tasks for which it means something. */
  readonly tasks?: readonly string[];
  /** The lowest MLOps level whose modules it uses. */
  readonly level?: number;
  /** Sets of packages of the environment that it brings. */
  readonly needs?: readonly string[];
}

export interface StageTemplate extends StageDescription {
  readonly folder: string;
  /** Text that keeps the comments of its settings. */
  readonly source: string;
}

/** The folder of ready stages; a layer brings a folder of the same form. */
const catalogueRoot = join(templatesRoot, 'stages');

export const readyStages = (): string[] => (existsSync(catalogueRoot) ? readdirSync(catalogueRoot).filter((name) => existsSync(join(catalogueRoot, name, 'stage.yaml'))).sort() : []);

export const readyStage = (name: string): StageTemplate | undefined => (readyStages().includes(name) ? templateIn(join(catalogueRoot, name)) : undefined);

export type Blank = 'table' | 'rows' | 'pair' | 'report_table' | 'report_pair' | 'model';

/** A stage that hands on what it gets until its author writes it. */
export const blankStage = (kind: Blank): StageTemplate => templateIn(join(packageRoot, 'generators', 'stage', 'templates', kind));

/** The template of a record: a ready stage, or `blank/<kind>`. */
export function templateNamed(id: string): StageTemplate {
  const [, kind] = /^blank\/(\w+)$/.exec(id) ?? [];
  const template = kind === undefined ? readyStage(id) : blankStage(kind as Blank);
  if (template === undefined) throw usageError(`There is no ready stage ${id} in this version, which the project was made with.`, `Take it out with the version that put it in: create-ml-project remove stage ${id}`);
  return template;
}

function templateIn(folder: string): StageTemplate {
  const source = readFileSync(join(folder, 'stage.yaml'), 'utf8');
  return { ...((parse(source) ?? {}) as StageDescription), folder, source };
}

export const stageText = ({ folder }: StageTemplate, file: 'stage.py' | 'test.py'): string => readFileSync(join(folder, file), 'utf8');
