import type { OptionDefinition } from './define.ts';
import { nothingKnown } from './define.ts';
import { options } from './schema.ts';

type Options = Readonly<Record<string, OptionDefinition>>;

/** The answers file as a JSON Schema, for editors and for programs that write one. */
export const answersSchema = (): object => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Answers of create-ml-project',
  type: 'object',
  additionalProperties: false,
  properties: propertiesOf(options),
});

/** Options with what they may be, for whoever calls a command. */
export const propertiesOf = (definitions: Options): object =>
  Object.fromEntries(Object.entries(definitions).map(([name, definition]) => [name, propertyOf(definition)]));

function propertyOf({ help, choices, initial, initialText, optional }: OptionDefinition): object {
  const fallback = initialText === undefined ? initial?.({}, nothingKnown) : undefined;
  return {
    description: help,
    ...(choices === undefined
      ? { type: optional === true ? ['string', 'null'] : 'string' }
      : { enum: [...choices.map(({ value }) => value), ...(optional === true ? [null] : [])] }),
    ...(fallback === undefined || fallback === null ? {} : { default: fallback }),
  };
}
