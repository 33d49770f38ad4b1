import { builtPart, partNames } from '../parts/part-loader.ts';
import type { PartDefinition } from '../parts/part.ts';
import { answerParts } from '../options/answer-parts.ts';
import { unknownPart } from './commands.ts';

export interface Part {
  readonly definition: PartDefinition;
  readonly generator: new (...parameters: never[]) => unknown;
}

/** A part that the command line names. */
export async function loadPart(name: string): Promise<Part> {
  if (!partNames().includes(name)) throw unknownPart(name, [...partNames(), ...Object.keys(answerParts)]);
  const { part, default: generator } = (await import(builtPart(name))) as { part: PartDefinition; default: Part['generator'] };
  return { definition: part, generator };
}
