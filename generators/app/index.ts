import { PlanGenerator } from '../yeoman/plan-generator.ts';
import { withMemory } from '../state/remember.ts';
import type { Plan } from '../plan/plan.ts';
import { nothingKnown } from '../options/define.ts';
import type { Given } from '../options/settle.ts';
import { planProject } from './plan-project.ts';
import { type Prepared, prepare, readTable } from './prepare.ts';

export interface AppOptions {
  /** Answers as `--answers` takes them: what a foreign generator passes to `composeWith`. */
  readonly answers?: Readonly<Record<string, unknown>>;
  /** Whether the project will be in a git repository. */
  readonly git?: boolean;
}

/** `create-ml-project/generators/app`: a whole machine-learning project, for other generators; our own command line plans it without loading Yeoman. */
export default class AppGenerator extends PlanGenerator<Plan> {
  async writing(): Promise<void> {
    const { answers = {}, git = true } = this.options as AppOptions;
    this.deliver(withMemory(await planProject(await fromAnswers(answers, this.destinationRoot()), { git })));
  }
}

async function fromAnswers(answers: Readonly<Record<string, unknown>>, directory: string): Promise<Prepared> {
  const said = Object.entries(answers).filter(([, value]) => value !== null && value !== undefined);
  const given: Given = Object.fromEntries(said.map(([name, value]) => [name, String(value)]));
  return prepare(given, { ...nothingKnown, directory }, await readTable(given));
}
