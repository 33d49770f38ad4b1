import { describe, expect, it } from 'vitest';
import { parseArguments } from '../../generators/cli/arguments.ts';
import { options } from '../../generators/options/schema.ts';

const parse = (...argv: string[]): ReturnType<typeof parseArguments> => parseArguments(argv, options);

describe('a command line', () => {
  it('is read into words, values and flags', () => {
    expect(parse('churn', '--target=Churn', '-y', '--data', 'a b.csv', '--run')).toEqual({
      words: ['churn'],
      values: { target: 'Churn', data: 'a b.csv' },
      flags: { yes: true, run: true },
    });
  });

  it('takes a value that starts with a dash after an equals sign, and a lone dash', () => {
    expect(parse('--description=-x', '--answers', '-')).toMatchObject({ values: { description: '-x' }, flags: { answers: '-' } });
  });

  it('ends its options at --', () => expect(parse('--', '--name').words).toEqual(['--name']));

  it.each([
    [['--targt', 'x'], 'There is no option --targt. Did you mean --target?'],
    [['--Run'], 'There is no option --Run. Did you mean --run?'],
    [['-x'], 'There is no option -x.'],
    [['--name'], '--name needs a value'],
    [['--name', '--yes'], '--name needs a value'],
    [['--name', 'a', '--name', 'b'], '--name is given twice'],
    [['-y', '--yes'], '--yes is given twice'],
    [['--yes=no'], '--yes takes no value'],
    [['--on-conflict', 'skp'], '--on-conflict is one of ask, abort, skip, overwrite, not "skp". Did you mean skip?'],
    [['--constructor', 'x'], 'There is no option --constructor.'],
    [['--__proto__', 'x'], 'There is no option --__proto__.'],
  ])('%j is refused', (argv, message) => expect(() => parse(...argv)).toThrow(message));

  it('collects the values of an option that may be repeated', () => {
    const repeatable = { params: { kind: 'text', help: '', question: '', repeatable: true } } as const;
    expect(parseArguments(['--params', 'a=1', '--params', 'b=2'], repeatable).values).toEqual({ params: ['a=1', 'b=2'] });
  });
});
