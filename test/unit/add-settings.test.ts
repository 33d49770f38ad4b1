import { describe, expect, it } from 'vitest';
import { argumentsOf, fieldsOf, readSettings } from '../../generators/stage/settings.ts';

describe('--params', () => {
  it('reads values as YAML does, several in one or in several', () => {
    expect(readSettings(['lower=true,words=[a, b],ratio=0.5', 'name=a sentence, with a comma', 'count=3', 'none=null', 'text="yes"'])).toEqual({
      lower: true, words: ['a', 'b'], ratio: 0.5, name: 'a sentence, with a comma', count: 3, none: null, text: 'yes',
    });
    expect(readSettings(undefined)).toEqual({});
    expect(readSettings('a=')).toEqual({ a: null });
  });

  it('gives each its type in Python, and its value', () => {
    const settings = readSettings(['lower=true,words=[a, b],ratio=0.5,count=3,none=null,mixed=[1, 0.5],empty=[],says="it\'s"']);
    expect(fieldsOf(settings)).toEqual(['', 'lower: bool', 'words: list[str]', 'ratio: float', 'count: int', 'none: str | None', 'mixed: list[int | float]', 'empty: list[str]', 'says: str']);
    expect(argumentsOf(settings)).toBe('lower=True, words=["a", "b"], ratio=0.5, count=3, none=None, mixed=[1, 0.5], empty=[], says="it\'s"');
    expect(fieldsOf({})).toEqual([]);
  });

  it.each([
    ['lower', /takes key=value/],
    ['Lower=1', /"Lower" cannot be a key: .*lower-case/],
    ['class=1', /word of the Python language/],
    ['model_x=1', /pydantic/],
    ['a=1,a=2', /given twice/],
    ['a={b: 1}', /should be a number/],
  ])('refuses %j', (given, message) => {
    expect(() => readSettings(given)).toThrow(message);
  });
});
