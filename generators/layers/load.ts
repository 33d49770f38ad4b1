import { ownCommand } from '../core/own-command.ts';
import { createHash } from '../core/crypto.ts';
import semver from 'semver';
import { usageError } from '../core/errors.ts';
import { packageVersion } from '../core/package-root.ts';
import { yamlText } from '../edit/yaml.ts';
import { didYouMean } from '../core/nearest.ts';
import { type Layer, type LayerFile, targetOf, textOf } from './layer.ts';
import { limits } from './limits.ts';
import { readPreset } from './preset-file.ts';
import { checkLayerPaths } from './safe-path.ts';
import { filesOf, parseSource } from './source.ts';

/** The layers of a preset from the lowest one to itself, each read whole and checked. */
export async function loadChain(said: string, from = process.cwd()): Promise<Layer[]> {
  const chain: Layer[] = [];
  const seen: string[] = [];
  let [next, folder]: [string | undefined, string] = [said, from];
  while (next !== undefined) {
    const source = parseSource(next, folder);
    const identity = JSON.stringify(source);
    if (seen.includes(identity))
      throw usageError(`The layers go in a circle: ${[...chain.map(({ name }) => name).reverse(), next].join(' → ')}.`);
    if (seen.length === limits.depth) throw usageError(`More than ${limits.depth} layers stand on each other below ${said}.`);
    seen.push(identity);
    const layer = layerOf(await filesOf(source, next), next, 'place' in source ? source.place : undefined);
    if (layer.extends !== undefined && isRelative(layer.extends) && source.kind !== 'folder') {
      throw usageError(
        `${layer.name} extends ${layer.extends}, a path, which means nothing in a packed layer.`,
        'Name it as npm:<package>@<version> or git+<url>#<commit>.',
      );
    }
    if (source.kind === 'folder') folder = source.place;
    chain.unshift(layer);
    next = layer.extends;
  }
  const doubled = chain.find(({ name }, at) => chain.findIndex((other) => other.name === name) !== at);
  if (doubled !== undefined)
    throw usageError(`Two layers are called ${doubled.name}.`, 'The lock tells them apart by name; rename one of them.');
  return chain;
}

const isRelative = (said: string): boolean => !/^(npm:|git\+)/.test(said);

/** One layer from its files. */
export function layerOf(files: ReadonlyMap<string, LayerFile>, source: string, place?: string): Layer {
  const preset = files.get('preset.yaml');
  if (preset === undefined)
    throw usageError(`${source} has no preset.yaml, so it is no layer.`, `${ownCommand()} preset init <dir> starts one.`);
  const read = readPreset(textOf(preset, `${source}/preset.yaml`), `${source}/preset.yaml`);
  if (!semver.satisfies(packageVersion(), read.engine, { includePrerelease: true })) {
    throw usageError(
      `${read.name} ${read.version} is made for create-ml-project ${read.engine}; this is ${packageVersion()}.`,
      'Take a version of the layer that fits, or widen its `engine`.',
    );
  }
  const templates = under(files, 'templates/');
  checkLayerPaths([...templates.keys()].map(targetOf), `${source}/templates`);
  return { ...read, source, place, integrity: integrityOf(files), templates, stages: stagesOf(under(files, 'stages/'), source) };
}

const under = (files: ReadonlyMap<string, LayerFile>, prefix: string): Map<string, LayerFile> =>
  new Map([...files].flatMap(([path, file]) => (path.startsWith(prefix) ? [[path.slice(prefix.length), file] as const] : [])));

const stageFiles = ['stage.py', 'stage.yaml', 'test.py'];

function stagesOf(files: ReadonlyMap<string, LayerFile>, source: string): Layer['stages'] {
  const stages = new Map<string, Map<string, LayerFile>>();
  for (const [path, file] of files) {
    const [name = '', inner = '', ...deeper] = path.split('/');
    if (!/^[a-z][a-z0-9_]*$/.test(name) || deeper.length > 0 || !stageFiles.includes(inner)) {
      throw usageError(`${source}/stages/${path}: a stage is a folder of ${stageFiles.join(', ')}, named like clean_text.`);
    }
    textOf(file, `${source}/stages/${path}`);
    stages.set(name, (stages.get(name) ?? new Map<string, LayerFile>()).set(inner, file));
  }
  for (const [name, present] of stages) {
    const missing = stageFiles.find((file) => !present.has(file));
    if (missing !== undefined) throw usageError(`${source}/stages/${name} has no ${missing}.`);
    checkStage(textOf(present.get('stage.yaml')!, source), `${source}/stages/${name}/stage.yaml`);
  }
  return stages;
}

const stageKeys = ['deps', 'outs', 'params', 'after', 'summary', 'tasks', 'level', 'needs'];

function checkStage(text: string, where: string): void {
  const { value, place, get } = yamlText(text, where);
  const unknown = Object.keys(value).find((key) => !stageKeys.includes(key));
  if (unknown !== undefined)
    throw usageError(
      `${place([unknown])}: there is no key ${JSON.stringify(unknown)} in a stage.${didYouMean(unknown, stageKeys)}`,
      `Known are: ${stageKeys.join(', ')}`,
    );
  for (const key of ['deps', 'outs', 'params'])
    if (!Array.isArray(get([key]) ?? [])) throw usageError(`${place([key])}: ${key} must be a list.`);
}

/** The hash of a layer's files, the same from a folder, an archive or a commit. */
function integrityOf(files: ReadonlyMap<string, LayerFile>): string {
  const hash = createHash('sha256');
  for (const [path, { bytes, mode }] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (path === 'preset.yaml' || /^(templates|stages)\//.test(path))
      hash.update(`${mode} ${createHash('sha256').update(bytes).digest('hex')} ${path}\n`);
  }
  return `sha256-${hash.digest('base64')}`;
}
