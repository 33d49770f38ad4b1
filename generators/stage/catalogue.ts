import { ownCommand } from '../core/own-command.ts';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { usageError } from '../core/errors.ts';
import { packageRoot, templatesRoot } from '../core/package-root.ts';
import type { Serializable } from '../plan/serializers.ts';
import type { Layer } from '../layers/layer.ts';

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
  /** Its texts, where they come from a layer and not from the folder. */
  readonly texts?: Readonly<Record<string, string>>;
}

/** The folder of ready stages; a layer brings a folder of the same form. */
const catalogueRoot = join(templatesRoot, 'stages');

/** The stages of the layers that the project of this run follows. */
const layered = new Map<string, StageTemplate>();

/** Lets `add stage` and `require` know the stages of a chain of layers; one of our own name takes the place of ours. */
export function knowStagesOf(chain: readonly Pick<Layer, 'name' | 'stages'>[]): void {
  layered.clear();
  for (const { name: layer, stages } of chain) {
    for (const [name, files] of stages) {
      const texts = Object.fromEntries([...files].map(([file, { bytes }]) => [file, new TextDecoder().decode(bytes)]));
      const source = texts['stage.yaml']!;
      layered.set(name, { ...((parse(source) ?? {}) as StageDescription), folder: `${layer}/${name}`, source, texts });
    }
  }
}

const ownStages = (): string[] =>
  existsSync(catalogueRoot) ? readdirSync(catalogueRoot).filter((name) => existsSync(join(catalogueRoot, name, 'stage.yaml'))) : [];

export const readyStages = (): string[] => [...new Set([...layered.keys(), ...ownStages()])].sort();

export const readyStage = (name: string): StageTemplate | undefined =>
  layered.get(name) ?? (ownStages().includes(name) ? templateIn(join(catalogueRoot, name)) : undefined);

export type Blank = 'table' | 'rows' | 'pair' | 'report_table' | 'report_pair' | 'model';

/** A stage that hands on what it gets until its author writes it. */
export const blankStage = (kind: Blank): StageTemplate => templateIn(join(packageRoot, 'generators', 'stage', 'templates', kind));

/** The template of a record: a ready stage, or `blank/<kind>`. */
export function templateNamed(id: string): StageTemplate {
  const [, kind] = /^blank\/(\w+)$/.exec(id) ?? [];
  const template = kind === undefined ? readyStage(id) : blankStage(kind as Blank);
  if (template === undefined)
    throw usageError(
      `There is no ready stage ${id} in this version, which the project was made with.`,
      `Take it out with the version that put it in: ${ownCommand()} remove stage ${id}`,
    );
  return template;
}

function templateIn(folder: string): StageTemplate {
  const source = readFileSync(join(folder, 'stage.yaml'), 'utf8');
  return { ...((parse(source) ?? {}) as StageDescription), folder, source };
}

export const stageText = ({ folder, texts }: StageTemplate, file: 'stage.py' | 'test.py'): string =>
  texts?.[file] ?? readFileSync(join(folder, file), 'utf8');
