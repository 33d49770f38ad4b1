import { join } from 'node:path';
import { addToList } from '../edit/sorted-list.ts';
import type { Structured } from '../edit/structured.ts';
import { tomlText } from '../edit/toml.ts';
import { templatesRoot } from '../core/package-root.ts';
import { closureOf } from './closure.ts';
import { chosenSets, edgesOf, normalised, requirementsOf, requirementText } from './environment.ts';
import { addToLock } from './extend-lock.ts';
import { addToRequirements } from './extend-requirements.ts';
import { type Master, readMaster, type Requirement } from './master.ts';

/** The files of an existing project that say what is installed; a project may lack one of the last two. */
export interface EnvironmentTexts {
  readonly pyproject: string;
  readonly uvLock: string | undefined;
  readonly requirements: string | undefined;
}

export interface ExtendedEnvironment extends EnvironmentTexts {
  /** What a person has to do because it could not be done here. */
  readonly notes: readonly string[];
}

/** What an addition consists of, as far as the project does not have it yet. */
export interface Addition {
  readonly running: readonly Requirement[];
  readonly working: readonly Requirement[];
  /** The oldest Python of the project. */
  readonly python: string;
}

/** Adds sets of the master environment to a project, tested versions and all, without network or resolving. */
export const extendEnvironment = (texts: EnvironmentTexts, sets: readonly string[]): ExtendedEnvironment =>
  extendedFrom(readMaster(join(templatesRoot, 'environment')), texts, sets);

export function extendedFrom(master: Master, texts: EnvironmentTexts, sets: readonly string[]): ExtendedEnvironment {
  const document = tomlText(texts.pyproject, 'pyproject.toml');
  const addition = additionTo(document, master, sets);
  const running = addToList(document, ['project', 'dependencies'], addition.running.map(requirementText), nameOf);
  const pyproject = addToList(running, ['dependency-groups', 'dev'], addition.working.map(requirementText), nameOf).text;
  const notes: string[] = [];
  const attempt = (text: string | undefined, change: (text: string) => string, note: (reason: string) => string): string | undefined => {
    if (text === undefined) return undefined;
    try {
      return change(text);
    } catch (error) {
      notes.push(note((error as Error).message));
      return text;
    }
  };
  const nothing = addition.running.length + addition.working.length === 0;
  if (nothing) return { ...texts, notes };
  return {
    pyproject,
    uvLock: attempt(
      texts.uvLock,
      (text) => addToLock(text, master, addition),
      (reason) => `uv.lock was left as it is (${reason}); \`uv lock\` brings it up to date.`,
    ),
    requirements: attempt(
      texts.requirements,
      (text) => addToRequirements(text, master, addition),
      (reason) =>
        `requirements.txt was left as it is (${reason}); after \`uv lock\`: uv export --no-hashes --no-annotate --output-file requirements.txt`,
    ),
    notes,
  };
}

/** The package that a requirement is about. */
const nameOf = (requirement: string): string => normalised(/^[\w.-]*/.exec(requirement)![0]);

function additionTo(document: Structured, master: Master, sets: readonly string[]): Addition {
  const lists = [
    document.get(['project', 'dependencies']),
    ...Object.values((document.get(['project', 'optional-dependencies']) ?? {}) as Record<string, unknown>),
    ...Object.values((document.get(['dependency-groups']) ?? {}) as Record<string, unknown>),
  ];
  const present = new Set(
    lists
      .flat()
      .filter((item) => typeof item === 'string')
      .map(nameOf),
  );
  const python = /(?:>=|~=|==)\s*(\d+\.\d+)/.exec(String(document.get(['project', 'requires-python']) ?? ''))?.[1] ?? '3.10';
  const { running, working } = chosenSets(master, sets);
  const missing = ({ name }: Requirement): boolean => !present.has(name);
  if (![...running, ...working].some(({ requirements }) => requirements.some(missing))) return { running: [], working: [], python };
  const closure = closureOf(master.lock, edgesOf([...running, ...working]), python);
  return { running: requirementsOf(running, closure).filter(missing), working: requirementsOf(working, closure).filter(missing), python };
}
