import type { PartDefinition } from '../parts/part.ts';
import { PartGenerator } from '../yeoman/part-generator.ts';
import { decideModel, putModel } from './add.ts';
import { readyModels } from './catalogue.ts';

export const part: PartDefinition = {
  part: 'model',
  summary: `A candidate that is tuned and compared; ready ones: ${readyModels().join(', ')}; any other name is a model of your own`,
  argument: '<name>',
  options: {},
  examples: ['add model lightgbm', 'add model my_model'],
  ready: readyModels,
  decide: decideModel,
  put: putModel,
};

/** `create-ml-project/generators/model` */
export default class ModelGenerator extends PartGenerator {
  async writing(): Promise<void> {
    this.deliver(await this.planOf(part));
  }
}
