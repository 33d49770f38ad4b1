import type { OptionDefinition } from './define.ts';
import { nothingKnown } from './define.ts';
import { options } from './schema.ts';

/** The answers file as a JSON Schema, for editors and for programs that write one. */
export const answersSchema = (): object => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Answers of create-ml-project',
  type: 'object',
  additionalProperties: false,
  properties: Object.fromEntries(Object.entries<OptionDefinition>(options).map(([name, definition]) => [name, propertyOf(definition)])),
});

function propertyOf({ help, choices, initial, initialText, optional }: OptionDefinition): object {
  const fallback = initialText === undefined ? initial?.({}, nothingKnown) : undefined;
  return {
    description: help,
    ...(choices === undefined ? { type: optional === true ? ['string', 'null'] : 'string' } : { enum: choices.map(({ value }) => value) }),
    ...(fallback === undefined || fallback === null ? {} : { default: fallback }),
  };
}
