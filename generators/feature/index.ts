import type { PartDefinition } from '../parts/part.ts';
import { PartGenerator } from '../yeoman/part-generator.ts';
import { decideFeature, putFeature } from './add.ts';

export const part: PartDefinition = {
  part: 'feature',
  summary: 'A function that makes a feature of each row, with its test; its cost is measured',
  argument: '<name>',
  options: {},
  examples: ['add feature filled_share'],
  decide: decideFeature,
  put: putFeature,
};

/** `create-ml-project/generators/feature` */
export default class FeatureGenerator extends PartGenerator {
  async writing(): Promise<void> {
    this.deliver(await this.planOf(part));
  }
}
