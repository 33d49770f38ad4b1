import type { PartDefinition } from '../parts/part.ts';
import { PartGenerator } from '../yeoman/part-generator.ts';
import { completeSource, decideSource, putSource, sourcesOf } from './add.ts';

export const part: PartDefinition = {
  part: 'source',
  summary: 'A second data source with its schema and document, joined to the rows',
  argument: '<name>',
  options: {
    data: {
      kind: 'file',
      placeholder: '<file>',
      help: 'The table: CSV, TSV, JSON Lines or Parquet, .gz too',
      question: 'Which file is it?',
    },
    on: {
      kind: 'text',
      placeholder: '<column>',
      optional: true,
      help: 'The column that both have, or <column>=<column of the file>',
      question: 'By which column does it belong to the rows?',
      initialText: 'the one column that both have',
    },
  },
  examples: ['add source weather --data weather.csv --on city', 'add source terms --data terms.csv --on color=colour'],
  decide: decideSource,
  put: putSource,
  complete: completeSource,
  present: sourcesOf,
};

/** `create-ml-project/generators/source` */
export default class SourceGenerator extends PartGenerator {
  async writing(): Promise<void> {
    this.deliver(await this.planOf(part));
  }
}
