import { type OpenedRequest, type PartAction, type PartPlan, planPart } from '../parts/change-parts.ts';
import type { PartDefinition, PartRequest } from '../parts/part.ts';
import { PlanGenerator } from './plan-generator.ts';
import { openProject } from '../parts/project.ts';

interface PartOptions {
  /** Read and checked by our own command line; a foreign generator passes the part's options instead. */
  readonly request?: OpenedRequest;
  readonly action?: PartAction;
}

/** The Yeoman generator of a part; its `writing` is `this.deliver(await this.planOf(part))`. */
export abstract class PartGenerator extends PlanGenerator<PartPlan> {
  protected async planOf(part: PartDefinition): Promise<PartPlan> {
    const { request, action = 'add', ...options } = this.options as unknown as PartOptions & PartRequest['options'];
    return planPart(action, part, request ?? { project: openProject(this.destinationRoot()), name: this.args[0], options });
  }
}
