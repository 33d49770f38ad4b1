import { isMapValue } from '../edit/structured.ts';

/** By what an entry of a list is known to be the same one in another version of the list. */

const requirementLists = [
  /^(project|build-system)\.(dependencies|requires)$/,
  /^(project\.optional-dependencies|dependency-groups)\.[^.]+$/,
];
const naming = ['id', 'name', 'key', 'path', 'repo', 'uses', 'url', 'run'];

/** The names of a list's entries, each once; `undefined` where the list can only be merged as a whole. */
export function identitiesOf(list: readonly unknown[], path: readonly string[]): string[] | undefined {
  const requirements = requirementLists.some((pattern) => pattern.test(path.join('.')));
  const names = list.map((entry) => identityOf(entry, requirements));
  return names.every((name) => name !== undefined) && new Set(names).size === names.length ? names : undefined;
}

function identityOf(entry: unknown, requirement: boolean): string | undefined {
  if (typeof entry === 'string') return requirement ? packageOf(entry) : entry;
  if (!isMapValue(entry)) return undefined;
  const key = naming.find((name) => typeof entry[name] === 'string');
  if (key !== undefined) return `${key}=${key === 'uses' ? (entry[key] as string).replace(/@.*$/, '') : (entry[key] as string)}`;
  const keys = Object.keys(entry);
  // `{ reports/a.json: { cache: false } }`, as DVC writes an output with settings.
  if (keys.length !== 1) return undefined;
  const value = entry[keys[0]!];
  return typeof value === 'string' ? `${keys[0]}=${value}` : keys[0];
}

/** The package that a requirement is about: a user's `pandas<3` and a template's `pandas>=2.1` are one entry. */
const packageOf = (requirement: string): string => {
  const [, name = requirement] = /^\s*([\w.-]+)/.exec(requirement) ?? [];
  const marker = requirement.split(';')[1]?.trim();
  return name.toLowerCase().replace(/[-_.]+/g, '-') + (marker === undefined ? '' : ` ; ${marker}`);
};
