import { usageError } from '../core/errors.ts';
import type { PlannedFile, Policy } from '../plan/plan.ts';
import { policyOf, rulesOf } from '../plan/policy.ts';
import { isStructured, openStructured } from '../edit/open.ts';
import { type AnswerValues, filled } from './fill.ts';
import { called, type Layer, type LayerFile, targetOf, textOf } from './layer.ts';
import { checkLayerPaths } from './safe-path.ts';

/** A project's files with what each layer adds, replaces, removes and sets, the lowest layer first. */
export function applyLayers(planned: readonly PlannedFile[], chain: readonly Layer[], answers: AnswerValues): PlannedFile[] {
  const files = chain.reduce<Files>((so, layer) => applyOne(so, layer, answers), new Map(planned.map((file) => [file.path, file])));
  if (chain.length > 0) checkLayerPaths(files.keys(), chain.map(called).join(', '));
  return [...files.values()];
}

type Files = ReadonlyMap<string, PlannedFile>;

function applyOne(below: Files, layer: Layer, answers: AnswerValues): Files {
  const files = new Map(below);
  for (const path of layer.files.remove) files.delete(path);
  for (const [path, file] of layer.templates) {
    const target = targetOf(path);
    const present = files.get(target);
    const id = present?.id ?? `${layer.name}/${firstNameOf(target, layer)}`;
    files.set(target, {
      id,
      path: target,
      content: contentOf(layer, path, file, answers),
      mode: file.mode,
      policy: present?.policy ?? policyOf(target),
      layer: layer.name,
    });
  }
  for (const [path, keys] of Object.entries(layer.files.keys)) files.set(path, withKeys(files.get(path), path, keys, layer));
  for (const [path, file] of files) {
    const policy = policyIn(layer, path);
    if (policy === 'absent') files.delete(path);
    else if (policy !== undefined) files.set(path, { ...file, policy });
  }
  return files;
}

/** What a file was called in the first version of its layer: by that it stays the same file in a lock. */
function firstNameOf(path: string, { files: { rename } }: Layer): string {
  let name = path;
  for (let left = Object.keys(rename).length; left > 0; left -= 1) name = Object.keys(rename).find((old) => rename[old] === name) ?? name;
  return name;
}

/** Text to be filled in, text, or bytes. */
function contentOf(layer: Layer, path: string, file: LayerFile, answers: AnswerValues): string | Uint8Array {
  const where = `${called(layer)}: templates/${path}`;
  if (path.endsWith('.tmpl')) return filled(textOf(file, where), answers, where);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(file.bytes);
  } catch {
    return file.bytes;
  }
}

function withKeys(file: PlannedFile | undefined, path: string, keys: Readonly<Record<string, unknown>>, layer: Layer): PlannedFile {
  const where = `${called(layer)}: files.keys`;
  if (file === undefined) throw usageError(`${where}: this project has no ${path}.`, 'Add the file in templates/, or leave its keys out.');
  if (!isStructured(path) || typeof file.content !== 'string')
    throw usageError(`${where}: ${path} has no keys; they can be set in YAML, TOML and JSON.`);
  const document = Object.entries(keys).reduce((text, [key, value]) => text.set(stepsOf(key), value), openStructured(path, file.content));
  return { ...file, content: document.text };
}

/** `tool.ruff.line-length`; a name with dots stands in quotes. */
export const stepsOf = (key: string): string[] => [...key.matchAll(/"([^"]*)"|([^."]+)/g)].map(([, quoted, bare]) => quoted ?? bare!);

const policyIn = ({ files: { policy } }: Layer, path: string): Policy | undefined =>
  Object.entries(policy)
    .flatMap(([pattern, said]) => rulesOf({ [said]: [pattern] }))
    .find(([pattern]) => pattern.test(path))?.[1];
