import { baseOf, memoryAfter } from './after-change.ts';
import type { Change } from '../apply/journal.ts';
import type { PartChange, PartDefinition, PartRequest, Project, ProjectCommand } from './part.ts';
import { setsOfParts } from './part-packages.ts';
import type { PlannedFile } from '../plan/plan.ts';
import type { OpenedProject } from './project.ts';
import type { PartRecord } from '../plan/spec.ts';

export type PartAction = 'add' | 'remove';

/** All that adding or removing a part changes in a project. */
export interface PartPlan {
  readonly files: readonly PlannedFile[];
  readonly removed: readonly string[];
  /** What the project remembers from then on. */
  readonly memory: readonly Change[];
  /** The project's parts after the change. */
  readonly parts: readonly PartRecord[];
  /** Whether other packages are to be installed than before. */
  readonly packages: boolean;
  readonly notes: readonly string[];
  /** What to run next; the command line says how on this machine. */
  readonly next: readonly ProjectCommand[];
}

export interface OpenedRequest extends PartRequest {
  readonly project: OpenedProject;
}

export const planPart = (action: PartAction, definition: PartDefinition, request: OpenedRequest): Promise<PartPlan> | PartPlan =>
  action === 'add' ? additionOf(definition, request) : removalOf(definition, request);

async function additionOf(definition: PartDefinition, request: OpenedRequest): Promise<PartPlan> {
  const { project } = request;
  const { record, given = [], notes = [] } = await definition.decide(request);
  const change = definition.put(record, withFiles(project, given));
  const files = new Map([...given, ...change.files].map((file) => [file.path, file]));
  return planOf(
    project,
    { ...change, files: [...files.values()], notes: [...notes, ...(change.notes ?? [])] },
    definition.put(record, baseOf(project)),
    [...project.parts, record],
  );
}

function removalOf({ part, removal }: PartDefinition, request: OpenedRequest): PartPlan {
  if (removal === undefined) throw new Error(`A ${part} cannot be removed`);
  const { project } = request;
  const record = removal.decide(request);
  const base = removal.take(record, baseOf(project));
  const left = base.parts ?? project.parts.filter((other) => other !== record);
  return planOf(project, removal.take(record, project), base, left);
}

function planOf(project: OpenedProject, change: PartChange, baseChange: PartChange, parts: readonly PartRecord[]): PartPlan {
  return {
    files: change.files,
    removed: change.removed ?? [],
    memory: memoryAfter(project, parts, change, baseChange),
    parts,
    packages: setsOfParts({ parts }).join() !== setsOfParts(project).join(),
    notes: change.notes ?? [],
    next: change.next ?? [],
  };
}

const withFiles = (project: Project, files: readonly PlannedFile[]): Project => {
  const texts = new Map(files.flatMap(({ path, content }) => (typeof content === 'string' ? [[path, content]] : [])));
  return texts.size === 0 ? project : { ...project, read: (path) => texts.get(path) ?? project.read(path) };
};
