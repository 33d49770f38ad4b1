import type { OptionDefinition } from '../options/define.ts';
import { answersSchema, propertiesOf } from '../options/json-schema.ts';
import { type CommandDefinition, commands, createCommand } from './commands.ts';
import { documents, outputOf } from './json-documents.ts';

const printed: Readonly<Record<string, Pick<CommandDefinition, 'prints'>>> = { create: createCommand, ...commands };

/** What each command prints with --json, and the documents that this is made of. */
const definitions = (): Readonly<Record<string, object>> => ({
  ...Object.fromEntries(Object.entries(printed).map(([name, { prints }]) => [name, outputOf(prints)])),
  ...documents,
});

/** The one schema: what may be answered, and under `$defs` what each command prints. */
export const createSchema = (): object => ({ ...answersSchema(), $defs: definitions() });

/** The same from where another command is: its root is what that command prints, and `options` what it may be told. */
export const commandSchema = (name: string, description: string, options: Readonly<Record<string, OptionDefinition>>): object => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: `What create-ml-project ${name} prints with --json`,
  description,
  $ref: `#/$defs/${name}`,
  $defs: { ...definitions(), options: { type: 'object', additionalProperties: false, properties: propertiesOf(options) } },
});
