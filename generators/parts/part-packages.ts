import { extendEnvironment } from '../python/extend.ts';
import { environmentOf } from '../python/project-environment.ts';
import { dropFromList } from '../edit/sorted-list.ts';
import { tomlText } from '../edit/toml.ts';
import type { Project } from './part.ts';
import { textOf } from './part-files.ts';

const files = { pyproject: 'pyproject.toml', uvLock: 'uv.lock', requirements: 'requirements.txt' } as const;

/** The three files that say what is installed, changed, and what a person has to do besides. */
export interface Packages {
  readonly texts: Readonly<Record<string, string>>;
  readonly notes: readonly string[];
}

/** Sets of packages that the project's parts have brought. */
export const setsOfParts = ({ parts }: Pick<Project, 'parts'>): string[] =>
  parts.flatMap(({ needs }) => (Array.isArray(needs) ? (needs as string[]) : []));

/** Brings sets of packages into the project, with the versions that were tested together. */
export function withPackages(project: Project, sets: readonly string[]): Packages {
  if (sets.length === 0) return { texts: {}, notes: [] };
  const { notes, ...texts } = extendEnvironment(environmentTexts(project), sets);
  return { texts: named(texts), notes };
}

/** Takes sets of packages out again that no other part needs; what the user has locked otherwise stays. */
export function withoutPackages(project: Project, sets: readonly string[], left: Pick<Project, 'parts'>): Packages {
  const kept = setsOfParts(left);
  const gone = sets.filter((set) => !kept.includes(set));
  if (gone.length === 0) return { texts: {}, notes: [] };
  const [before, after] = [environmentOf(project.answers, [...kept, ...gone]), environmentOf(project.answers, kept)];
  const texts = environmentTexts(project);
  let pyproject = tomlText(texts.pyproject, files.pyproject);
  for (const item of before.dependencies)
    if (!after.dependencies.includes(item)) pyproject = dropFromList(pyproject, ['project', 'dependencies'], item);
  for (const item of before.developmentDependencies)
    if (!after.developmentDependencies.includes(item)) pyproject = dropFromList(pyproject, ['dependency-groups', 'dev'], item);
  const untouched = texts.uvLock === before.uvLock && texts.requirements === before.requirements;
  return {
    texts: named({
      pyproject: pyproject.text,
      ...(untouched ? { uvLock: after.uvLock, requirements: after.requirements } : { uvLock: undefined, requirements: undefined }),
    }),
    notes: untouched
      ? []
      : ['Then bring the lock files up to date: uv lock && uv export --no-hashes --no-annotate --output-file requirements.txt'],
  };
}

const environmentTexts = (project: Project): { pyproject: string; uvLock: string | undefined; requirements: string | undefined } => ({
  pyproject: textOf(project, files.pyproject),
  uvLock: project.read(files.uvLock),
  requirements: project.read(files.requirements),
});

const named = (texts: { readonly [Name in keyof typeof files]: string | undefined }): Record<string, string> =>
  Object.fromEntries(
    Object.entries(files).flatMap(([name, path]) => {
      const text = texts[name as keyof typeof files];
      return text === undefined ? [] : [[path, text]];
    }),
  );
