import { diff3MergeRegions, diffIndices } from 'node-diff3';
import { anchorsOf } from './anchors.ts';

/** A piece of text that is merged as a whole, by its key; what differs beside the key is layout. */
export interface Unit {
  readonly key: string;
  /** As it is written, with its line break. */
  readonly text: string;
}

/** A stretch of the merged text: agreed on, or with what each side has there. */
export type Stretch =
  | { readonly conflict: false; readonly from: 'ours' | 'theirs' | 'both'; readonly units: readonly Unit[] }
  | { readonly conflict: true; readonly ours: readonly Unit[]; readonly base: readonly Unit[]; readonly theirs: readonly Unit[] };

/**
 * Three-way merge of sequences of units, by their keys; where nobody changed a key, the user's layout stays. The sequences are
 * cut at units that are surely the same ones, for a diff of long texts with many equal lines takes minutes.
 */
export function mergeUnits(ours: readonly Unit[], base: readonly Unit[], theirs: readonly Unit[]): Stretch[] {
  const anchors = anchorsOf(keysOf(ours), keysOf(base), keysOf(theirs));
  const stretches: Stretch[] = [];
  let [a, o, b] = [0, 0, 0];
  for (const [mine, old, other] of [...anchors, [ours.length, base.length, theirs.length] as const]) {
    stretches.push(
      ...mergePiece(ours.slice(a, mine), base.slice(o, old), theirs.slice(b, other)),
      ...agreed(ours.slice(mine, mine + 1), 'both'),
    );
    [a, o, b] = [mine + 1, old + 1, other + 1];
  }
  return stretches;
}

/** More comparisons than this are not made: such a piece is the one side's or the other's, or a conflict. */
const affordable = 30_000_000;

function mergePiece(ours: readonly Unit[], base: readonly Unit[], theirs: readonly Unit[]): Stretch[] {
  if (alike(base, theirs)) return agreed(ours, 'ours');
  if (alike(base, ours)) return agreed(theirs, 'theirs');
  if (alike(ours, theirs)) return agreed(ours, 'both');
  if (base.length * Math.max(ours.length, theirs.length) > affordable) return [{ conflict: true, ours, base, theirs }];
  return mergeInner(ours, base, theirs);
}

const alike = (some: readonly Unit[], others: readonly Unit[]): boolean =>
  some.length === others.length && some.every(({ key }, at) => key === others[at]!.key);

const agreed = (units: readonly Unit[], from: 'ours' | 'theirs' | 'both'): Stretch[] =>
  units.length === 0 ? [] : [{ conflict: false, from, units }];

const keysOf = (units: readonly Unit[]): string[] => units.map(({ key }) => key);

function mergeInner(ours: readonly Unit[], base: readonly Unit[], theirs: readonly Unit[]): Stretch[] {
  const [a, o, b] = [keysOf(ours), keysOf(base), keysOf(theirs)];
  const inOurs = placesIn(o, a);
  return diff3MergeRegions(a, o, b).flatMap((region): Stretch[] => {
    if ('buffer' in region) {
      const { buffer, bufferStart, bufferLength } = region;
      if (buffer === 'o')
        return agreed(
          base.slice(bufferStart, bufferStart + bufferLength).map((_, at) => ours[inOurs[bufferStart + at]!]!),
          'both',
        );
      return agreed((buffer === 'a' ? ours : theirs).slice(bufferStart, bufferStart + bufferLength), buffer === 'a' ? 'ours' : 'theirs');
    }
    const sides = {
      ours: ours.slice(region.aStart, region.aStart + region.aLength),
      base: base.slice(region.oStart, region.oStart + region.oLength),
      theirs: theirs.slice(region.bStart, region.bStart + region.bLength),
    };
    return alike(sides.ours, sides.theirs) ? agreed(sides.ours, 'both') : [{ conflict: true, ...sides }];
  });
}

/** Where each unchanged line of the base stands in the other text. */
function placesIn(base: string[], other: string[]): number[] {
  const places: number[] = [];
  let [at, there] = [0, 0];
  for (const { buffer1, buffer2 } of diffIndices(base, other)) {
    while (at < (buffer1[0] as number)) places[at++] = there++;
    [at, there] = [(buffer1[0] as number) + (buffer1[1] as number), (buffer2[0] as number) + (buffer2[1] as number)];
  }
  while (at < base.length) places[at++] = there++;
  return places;
}
