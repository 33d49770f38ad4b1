import { parse } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { CliError } from '../../generators/core/errors.ts';
import { addToList, dropFromList } from '../../generators/edit/sorted-list.ts';
import { tomlText } from '../../generators/edit/toml.ts';

const at = ['project', 'dependencies'] as const;
const add = (text: string, ...items: string[]): string => addToList(tomlText(text, 'pyproject.toml'), at, items).text;

describe('adding to a list in TOML', () => {
  it.each([
    ['one line', '[project]\ndependencies = ["a", "c"] # mine\n', '[project]\ndependencies = ["a", "b", "c"] # mine\n'],
    ['one line, at its end', '[project]\ndependencies = ["a"]\n', '[project]\ndependencies = ["a", "b"]\n'],
    ['empty', '[project]\ndependencies = []\n', '[project]\ndependencies = ["b"]\n'],
    ['tabs', '[project]\ndependencies = [\n\t"a",\n\t"c",\n]\n', '[project]\ndependencies = [\n\t"a",\n\t"b",\n\t"c",\n]\n'],
    ['first', '[project]\ndependencies = [\n  # about c\n  "c",\n]\n', '[project]\ndependencies = [\n  "b",\n  # about c\n  "c",\n]\n'],
    [
      'between comments',
      '[project]\ndependencies = [ # sorted\n  "a", # why\n  # about c\n  "c",\n]\n',
      '[project]\ndependencies = [ # sorted\n  "a", # why\n  "b",\n  # about c\n  "c",\n]\n',
    ],
    [
      'last, with a comma and a comment',
      '[project]\ndependencies = [\n  "a", # why\n]\n',
      '[project]\ndependencies = [\n  "a", # why\n  "b",\n]\n',
    ],
    ['last, without a comma', '[project]\ndependencies = [\n  "a" # why\n]\n', '[project]\ndependencies = [\n  "a", # why\n  "b"\n]\n'],
    ['bracket behind the last', '[project]\ndependencies = [\n  "a"]\n', '[project]\ndependencies = [\n  "a",\n  "b"]\n'],
    ['comma and bracket behind the last', '[project]\ndependencies = [\n  "a", ]\n', '[project]\ndependencies = [\n  "a",\n  "b", ]\n'],
    [
      'commas at the line start',
      '[project]\ndependencies = [\n  "a"\n  , "c"\n]\n',
      '[project]\ndependencies = [\n  "a"\n  , "b", "c"\n]\n',
    ],
    ['not in order', '[project]\ndependencies = [\n  "z",\n  "a",\n]\n', '[project]\ndependencies = [\n  "z",\n  "a",\n  "b",\n]\n'],
    ['CRLF', '[project]\r\ndependencies = [\r\n  "a",\r\n]\r\n', '[project]\r\ndependencies = [\r\n  "a",\r\n  "b",\r\n]\r\n'],
    ['a dotted key', 'project.dependencies = ["a"]\n', 'project.dependencies = ["a", "b"]\n'],
    [
      'no list',
      '[project]\nname = "x" # n\n\n[tool.x]\ny = 1\n',
      '[project]\nname = "x" # n\ndependencies = [\n  "b",\n]\n\n[tool.x]\ny = 1\n',
    ],
    ['no table, no last newline', 'x = 1', 'x = 1\n\n[project]\ndependencies = [\n  "b",\n]\n'],
    ['already there', '[project]\ndependencies = ["b", "a"]\n', '[project]\ndependencies = ["b", "a"]\n'],
  ])('%s', (name, before, after) => {
    expect(add(before, 'b')).toBe(after);
    if (!/^(no |already)/.test(name)) expect(dropFromList(tomlText(after, 'pyproject.toml'), at, 'b').text).toBe(before);
    if (!/^project\./.test(before)) expect((parse(after) as { project: { dependencies: string[] } }).project.dependencies).toContain('b');
  });

  it('adds several, each in its place, and quotes what needs it', () => {
    const text = add('[project]\ndependencies = [\n  "a",\n  "m",\n]\n', 'z', 'b ; extra == "q"');
    expect(tomlText(text, 'x').get(at)).toEqual(['a', 'b ; extra == "q"', 'm', 'z']);
  });

  it('leaves what is not a string where it is', () => {
    const text = addToList(
      tomlText('[dependency-groups]\ndev = [{ include-group = "docs" }, "a"]\n', 'x'),
      ['dependency-groups', 'dev'],
      ['b'],
    ).text;
    expect(text).toBe('[dependency-groups]\ndev = [{ include-group = "docs" }, "a", "b"]\n');
  });

  it('says where a text is broken, or not a list', () => {
    expect(() => add('[project]\ndependencies = ["a"\n', 'b')).toThrow(CliError);
    expect(() => add('[project\n', 'b')).toThrow(/^pyproject\.toml:\d+:\d+ is not valid TOML: [^.]+\.$/);
    expect(() => add('[project]\ndependencies = "a"\n', 'b')).toThrow('pyproject.toml:2:1: project.dependencies should be a list.');
  });
});
