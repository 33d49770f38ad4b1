import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Document, isAlias, isMap, parseDocument, type YAMLMap } from 'yaml';
import { packageRoot, templatesRoot } from '../core/package-root.ts';

/** `model.yaml`: a candidate of the comparison. */
export interface ModelTemplate {
  /** Where the task's own module is, if there is one. */
  readonly folder: string;
  readonly family: 'linear' | 'trees';
  /** Sets of packages of the environment that it brings. */
  readonly needs: readonly string[];
  /** `package.module.Name` of the estimator. */
  readonly import: string;
  /** The Python expression that builds it from `seed`. */
  readonly build: string;
  /** A module of the project's own that comes along, such as a wrapper. */
  readonly module: string | undefined;
  /** What tuning searches, with its comments. */
  readonly space: YAMLMap;
}

const catalogueRoot = join(templatesRoot, 'models');

/** Templates of this part, beside its code: its test, and a model of the user's own. */
export const ownTemplates = join(packageRoot, 'generators', 'model', 'templates');

export const readyModels = (): string[] =>
  readdirSync(catalogueRoot)
    .filter((name) => existsSync(join(catalogueRoot, name, 'model.yaml')))
    .sort();

export type Kind = 'classification' | 'regression';

export const readyModel = (name: string, kind: Kind): ModelTemplate | undefined =>
  readyModels().includes(name) ? modelIn(join(catalogueRoot, name), kind) : undefined;

/** A model of the user's own that can be trained from the first day. */
export const ownModel = (kind: Kind): ModelTemplate => modelIn(ownTemplates, kind)!;

function modelIn(folder: string, kind: Kind): ModelTemplate | undefined {
  const document: Document = parseDocument(readFileSync(join(folder, 'model.yaml'), 'utf8'));
  const {
    family,
    needs = [],
    ...kinds
  } = document.toJS() as { family: ModelTemplate['family']; needs?: string[] } & Record<
    Kind,
    { import: string; build: string; module?: string } | undefined
  >;
  const own = kinds[kind];
  const found = document.getIn([kind, 'space'], true);
  const space = isAlias(found) ? found.resolve(document) : found;
  if (own === undefined || !isMap(space)) return undefined;
  delete space.anchor;
  return { folder: join(folder, kind), family, needs, import: own.import, build: own.build, module: own.module, space };
}
