import { expect, it } from 'vitest';
import { addToReadme, removeFromReadme } from '../../generators/stage/readme.ts';

const drawing = (...lines: string[]): string =>
  ['<!-- pipeline -->', '```mermaid', 'flowchart LR', ...lines.map((line) => `  ${line}`), '```', '<!-- /pipeline -->', ''].join('\n');
const chain = 'raw[("a.csv")] --> featurize --> select --> tune --> train';

it.each([
  [
    'between a stage and its follower',
    'foo',
    'featurize',
    ['select', 'tune'],
    [chain],
    ['raw[("a.csv")] --> featurize --> foo --> select --> tune --> train'],
  ],
  [
    'beside the chain if it is in front of a later stage alone',
    'foo',
    'featurize',
    ['tune'],
    [chain],
    [chain, 'featurize --> foo --> tune'],
  ],
  ['beside the chain if nobody follows', 'foo', 'tune', [], [chain], [chain, 'tune --> foo']],
  [
    'into the line beside the chain',
    'bar',
    'foo',
    ['tune'],
    [chain, 'featurize --> foo --> tune'],
    [chain, 'featurize --> foo --> bar --> tune'],
  ],
  [
    'into both lines',
    'bar',
    'featurize',
    ['foo', 'select'],
    [chain, 'featurize --> foo'],
    ['raw[("a.csv")] --> featurize --> bar --> select --> tune --> train', 'featurize --> bar --> foo'],
  ],
  [
    "not in front of a stage whose name only starts like its follower's",
    'foo',
    'featurize',
    ['sel'],
    [chain],
    [chain, 'featurize --> foo --> sel'],
  ],
])('a stage is drawn %s, and taken out again', (_, name, behind, followers, before, after) => {
  const drawn = addToReadme(drawing(...before), { name, behind, summary: '', leaves: '', followers });
  expect(drawn).toBe(drawing(...after));
  if (followers[0] !== 'sel') expect(removeFromReadme(drawn, name)).toBe(drawing(...before));
});
