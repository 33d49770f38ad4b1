import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLMap } from 'yaml';
import semver from 'semver';
import { usageError } from '../core/errors.ts';
import type { Policy } from '../plan/plan.ts';
import { didYouMean } from '../core/nearest.ts';
import { definitionOf, type OptionName, optionNames } from '../options/schema.ts';
import type { FileRules, LayerAnswer, Preset } from './layer.ts';
import { pathProblem } from './safe-path.ts';

const keys = ['name', 'version', 'engine', 'extends', 'answers', 'require', 'files'];
const rules = ['remove', 'rename', 'policy', 'keys'];
const answerKinds = ['default', 'locked', 'hidden'];
const policies: readonly Policy[] = ['managed', 'merge', 'once', 'absent', 'derived', 'untracked'];

/** A place in `preset.yaml`, and how to refuse what stands there. */
interface Reader {
  readonly plain: (node: unknown) => unknown;
  refuse(node: unknown, what: string, hint?: string): never;
}

/** Reads and checks `preset.yaml`; every message names the line. */
export function readPreset(text: string, where: string): Preset {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const reader: Reader = {
    plain: (node) => (node as Node | null)?.toJS(document) ?? null,
    refuse(node, what, hint) {
      const offset = (node as Node | null | undefined)?.range?.[0] ?? 0;
      throw usageError(`${where}:${lines.linePos(offset).line}: ${what}`, hint);
    },
  };
  const [broken] = document.errors;
  if (broken !== undefined)
    throw usageError(
      `${where}:${broken.linePos?.[0].line ?? 1} is not valid YAML: ${broken.message.split('\n')[0]!.replace(/ at line.*/, '')}`,
    );
  const map = mapOf(reader, document.contents, 'A preset', keys);
  const version = textOf(reader, map, 'version', 'the version of this layer, such as 1.0.0');
  const engine = textOf(reader, map, 'engine', 'the versions of create-ml-project that it is made for, such as ">=1.0.0 <2.0.0"');
  const name = textOf(reader, map, 'name', 'its name, such as acme-ml');
  if (!/^[a-z0-9@][a-z0-9._/@-]{0,100}$/.test(name))
    reader.refuse(
      map.get('name', true),
      `name: ${JSON.stringify(name)} must be of lower-case letters, digits, dots and dashes, such as acme-ml.`,
    );
  if (semver.valid(version) !== version)
    reader.refuse(map.get('version', true), `version: ${JSON.stringify(version)} is not a version such as 1.2.0.`);
  if (semver.validRange(engine) === null)
    reader.refuse(map.get('engine', true), `engine: ${JSON.stringify(engine)} is not a range of versions such as ">=1.0.0 <2.0.0".`);
  return {
    name,
    version,
    engine,
    extends: map.has('extends') ? textOf(reader, map, 'extends', 'the layer below') : undefined,
    answers: answersOf(reader, map.get('answers', true)),
    require: listOf(reader, map.get('require', true), 'require'),
    files: filesOf(reader, map.get('files', true)),
  };
}

function mapOf(reader: Reader, node: unknown, what: string, known?: readonly string[]): YAMLMap {
  if (!isMap(node)) return reader.refuse(node, `${what} must be a map of keys and values.`);
  for (const { key } of node.items) {
    const said = isScalar(key) ? String(key.value) : '';
    if (known !== undefined && !known.includes(said))
      reader.refuse(key, `there is no key ${JSON.stringify(said)} here.${didYouMean(said, known)}`, `Known are: ${known.join(', ')}`);
  }
  return node;
}

const optionalMap = (reader: Reader, node: unknown, what: string, known?: readonly string[]): YAMLMap['items'] =>
  node === undefined || node === null || (isScalar(node) && node.value === null) ? [] : mapOf(reader, node, what, known).items;

function textOf(reader: Reader, map: YAMLMap, key: string, meaning: string): string {
  const node = map.get(key, true);
  if (node === undefined) return reader.refuse(map, `\`${key}\` is missing: ${meaning}.`);
  return scalarOf(reader, node, key);
}

/** A value as it is written, so that `python: 3.10` stays 3.10. */
function scalarOf(reader: Reader, node: unknown, what: string): string {
  if (!isScalar(node) || node.value === null || node.value === '') return reader.refuse(node, `${what} must be a single value.`);
  return typeof node.value === 'string' ? node.value : (node.source ?? String(node.value));
}

function listOf(
  reader: Reader,
  node: unknown,
  what: string,
  read = (item: unknown): string => scalarOf(reader, item, `an entry of ${what}`),
): string[] {
  if (node === undefined || (isScalar(node) && node.value === null)) return [];
  if (!isSeq(node)) return reader.refuse(node, `${what} must be a list.`);
  return node.items.map(read);
}

function answersOf(reader: Reader, node: unknown): Preset['answers'] {
  const answers: Partial<Record<OptionName, LayerAnswer>> = {};
  for (const { key, value } of optionalMap(reader, node, 'answers', optionNames)) {
    const option = scalarOf(reader, key, 'an option') as OptionName;
    const [said, ...more] = mapOf(reader, value, `answers.${option}`, answerKinds).items;
    if (said === undefined || more.length > 0)
      return reader.refuse(value, `answers.${option} must be one of { default: … }, { locked: … } and { hidden: … }.`);
    const text = scalarOf(reader, said.value, `answers.${option}`);
    const choices = definitionOf(option).choices?.map((choice) => String(choice.value));
    if (choices !== undefined && !choices.includes(text))
      reader.refuse(
        said.value,
        `answers.${option}: ${JSON.stringify(text)} is not one of ${choices.join(', ')}.${didYouMean(text, choices)}`,
      );
    answers[option] = { value: text, kind: scalarOf(reader, said.key, 'a kind') as LayerAnswer['kind'] };
  }
  return answers;
}

function filesOf(reader: Reader, node: unknown): FileRules {
  const items = new Map(optionalMap(reader, node, 'files', rules).map(({ key, value }) => [scalarOf(reader, key, 'a key'), value]));
  const pathOf = (path: unknown): string => {
    const text = scalarOf(reader, path, 'a path');
    const problem = pathProblem(text.replaceAll('*', 'x'));
    return problem === undefined ? text : reader.refuse(path, `the path ${JSON.stringify(text)} ${problem}.`);
  };
  const under = (key: string): YAMLMap['items'] => optionalMap(reader, items.get(key), `files.${key}`);
  return {
    remove: listOf(reader, items.get('remove'), 'files.remove', pathOf),
    rename: Object.fromEntries(under('rename').map(({ key, value }) => [pathOf(key), pathOf(value)])),
    policy: Object.fromEntries(under('policy').map(({ key, value }) => [pathOf(key), policyIn(reader, value)])),
    keys: Object.fromEntries(
      under('keys').map(({ key, value }) => [
        pathOf(key),
        Object.fromEntries(
          mapOf(reader, value, `files.keys.${String(key)}`).items.map((item) => [
            scalarOf(reader, item.key, 'a key'),
            reader.plain(item.value),
          ]),
        ),
      ]),
    ),
  };
}

function policyIn(reader: Reader, node: unknown): Policy {
  const text = scalarOf(reader, node, 'a policy');
  if (!(policies as readonly string[]).includes(text))
    reader.refuse(node, `${JSON.stringify(text)} is no policy.${didYouMean(text, policies)}`, `There are: ${policies.join(', ')}`);
  return text as Policy;
}
