import type { PartDefinition } from '../parts/part.ts';
import { PartGenerator } from '../yeoman/part-generator.ts';
import { completeStage, decideStage, putStage } from './add.ts';
import { readyStages } from './catalogue.ts';
import { decideRemoval, takeStage } from './remove.ts';

export const part: PartDefinition = {
  part: 'stage',
  summary: `A stage of the pipeline, wired and tested; ready ones: ${readyStages().join(', ')}`,
  argument: '<name>',
  options: {
    after: {
      kind: 'text',
      placeholder: '<stage>',
      optional: true,
      help: 'The stage behind which it goes; what followed that one follows this one',
      question: 'Behind which stage?',
      initialText: 'the last one before training',
    },
    before: {
      kind: 'text',
      placeholder: '<stage>',
      optional: true,
      help: 'The stage in front of which it goes; only that one follows it',
      question: 'In front of which stage?',
    },
    params: {
      kind: 'text',
      placeholder: '<key=value>',
      optional: true,
      repeatable: true,
      help: 'A setting in its section of params.yaml; several with commas or several times',
      question: 'Which settings?',
    },
    out: {
      kind: 'choice',
      optional: true,
      help: 'data: part of the chain of tables; model, report: beside it',
      question: 'What does it write?',
      initialText: 'data',
      choices: [
        { value: 'data', label: 'data that the next stages read' },
        { value: 'model', label: 'a model of its own' },
        { value: 'report', label: 'a report' },
      ],
    },
  },
  examples: ['add stage clean_text --after ingest --params lower=true', 'add stage impute --dry-run', 'remove stage impute'],
  ready: readyStages,
  decide: decideStage,
  put: putStage,
  complete: completeStage,
  removal: { decide: decideRemoval, take: takeStage },
};

/** `create-ml-project/generators/stage` */
export default class StageGenerator extends PartGenerator {
  async writing(): Promise<void> {
    this.deliver(await this.planOf(part));
  }
}
