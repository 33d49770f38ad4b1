import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { addImport, insertAtMark } from '../edit/edit-python.ts';
import type { Structured } from '../edit/structured.ts';
import { yamlText } from '../edit/yaml.ts';
import { usageError } from '../core/errors.ts';
import { type Decision, type PartChange, type PartRequest, type Project, runAndTest } from '../parts/part.ts';
import { changesOf, layoutOfProject, newFile, refuseTaken, textOf } from '../parts/part-files.ts';
import { className, filledIn, partName, refuseUsed, titleOf } from '../parts/part-name.ts';
import { withPackages } from '../parts/part-packages.ts';
import type { PartRecord } from '../plan/spec.ts';
import { withLayout } from '../plan/template-path.ts';
import { type Kind, type ModelTemplate, ownModel, ownTemplates, readyModel } from './catalogue.ts';

/** Of the emitted project's code. */
const lineLength = 120;

const kindOf = ({ answers: { task } }: Project): Kind => (task === 'regression' ? 'regression' : 'classification');
const candidatesOf = (project: Project): string => `${layoutOfProject(project).folder}/utils/candidates.py`;

/** The template of a record: a candidate of the catalogue, or `own`, a model of the user's own. */
const templateOf = (template: string, kind: Kind): ModelTemplate => readyModel(template, kind) ?? ownModel(kind);

const tokensFor =
  (name: string, project: Project) =>
  (text: string): string =>
    filledIn(withLayout(text, layoutOfProject(project)), { model_name: name, ModelName: className(name), model_title: titleOf(name) });

/** The module that comes along, if there is one, and the test. */
const filesOf = (name: string, { module }: ModelTemplate, project: Project): { module: string | undefined; test: string } => ({
  module: module === undefined ? undefined : `${layoutOfProject(project).folder}/utils/${tokensFor(name, project)(module)}.py`,
  test: `tests/test_${name}.py`,
});

export function decideModel({ project, name: given }: PartRequest): Decision {
  const name = partName(given, 'model');
  const kind = kindOf(project);
  const ready = readyModel(name, kind);
  const template = ready ?? ownModel(kind);
  const candidates = candidatesOf(project);
  refuseCandidate(name, project, candidates, yamlText(textOf(project, 'params.yaml'), 'params.yaml'));
  const { module, test } = filesOf(name, template, project);
  refuseTaken(project, [test, ...(module === undefined ? [] : [module])], name);
  if (!ready) {
    refuseUsed(name, 'model', [className(name)], textOf(project, candidates), (line) => `${candidates}:${line}`);
    refuseUsed(name, 'model', [className(name)], moduleText(template), () => 'the code of such a model');
  }
  return {
    record: { part: 'model', name, template: ready ? name : 'own', ...(template.needs.length > 0 ? { needs: template.needs } : {}) },
  };
}

/** A model that enters tuning and the comparison. */
export function putModel(record: PartRecord, project: Project): PartChange {
  const { name, template: id = name } = record as PartRecord & { template?: string };
  const kind = kindOf(project);
  const template = templateOf(id, kind);
  const ready = readyModel(id, kind) !== undefined;
  const tokens = tokensFor(name, project);
  const { module, test } = filesOf(name, template, project);
  const candidates = candidatesOf(project);
  const params = yamlText(textOf(project, 'params.yaml'), 'params.yaml');
  const searched = params.get(['tune']) !== undefined;
  const packages = withPackages(project, template.needs);
  const folder = `models/${ready ? id : `own/${kind}`}`;
  return {
    files: [
      ...(module === undefined ? [] : [newFile(`${folder}/model.py`, module, tokens(moduleText(template)), name)]),
      newFile('models/test.py', test, tokens(testText(searched)), name),
      ...changesOf(project, {
        [candidates]: withCandidate(textOf(project, candidates), name, template, tokens, {
          where: candidates,
          project: layoutOfProject(project).module,
        }),
        ...(searched ? { 'params.yaml': params.insert(['tune', 'candidates'], name, template.space).text } : {}),
        ...packages.texts,
      }),
    ],
    notes: [
      searched
        ? `${name} is tuned and compared with the others: tune.candidates.${name} in params.yaml says what is searched.`
        : `${name} can be trained: train.model in params.yaml names it.`,
      ...(ready || module === undefined ? [] : [`Write it in ${module}; until then it is a simple model that works.`]),
      ...packages.notes,
    ],
    next: searched ? runAndTest(project) : [{ command: 'pytest' }],
  };
}

function refuseCandidate(name: string, project: Project, candidates: string, params: Structured): void {
  const line = textOf(project, candidates)
    .split(/\r?\n/)
    .findIndex((text) => new RegExp(`^\\s*["']${name}["']\\s*:`).test(text));
  const place =
    line === -1
      ? params.get(['tune', 'candidates', name]) === undefined
        ? undefined
        : params.place(['tune', 'candidates', name])
      : `${candidates}:${line + 1}`;
  if (place !== undefined) throw usageError(`The name ${name} is taken: see ${place}.`, `For example: ${name}_2`);
}

function withCandidate(
  text: string,
  name: string,
  template: ModelTemplate,
  tokens: (text: string) => string,
  { where, project }: { where: string; project: string },
): string {
  const path = tokens(template.import);
  const [module, imported] = [path.slice(0, path.lastIndexOf('.')), path.slice(path.lastIndexOf('.') + 1)];
  const built = `lambda seed: ${tokens(template.build)}, "${template.family}"`;
  const short = `"${name}": Candidate(${built}),`;
  const entry = short.length + 4 <= lineLength ? [short] : [`"${name}": Candidate(`, `    ${built}`, '),'];
  return addImport(insertAtMark(text, 'candidates', entry, where), module, imported, project);
}

const moduleText = ({ folder, module }: ModelTemplate): string => readFileSync(join(folder, `${module}.py`), 'utf8');

const testText = (searched: boolean): string =>
  readFileSync(join(ownTemplates, 'test.py'), 'utf8') + (searched ? readFileSync(join(ownTemplates, 'test_search.py'), 'utf8') : '');
