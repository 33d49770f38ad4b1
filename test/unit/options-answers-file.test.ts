import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readAnswers, writeAnswers } from '../../generators/options/answers-file.ts';
import { workFolder } from '../support/folders.ts';

function read(text: string): ReturnType<typeof readAnswers> {
  const file = join(workFolder(), 'answers.yaml');
  writeFileSync(file, text);
  return readAnswers(file);
}

describe('an answers file', () => {
  it('is taken as it is written: versions, numbers and words that YAML 1.1 would change', async () => {
    expect(await read('python: 3.10\nlevel: 0\ntarget: 1e3\nname: no\nlicense: "MIT"\nauthor: null\n')).toEqual({
      python: '3.10',
      level: '0',
      target: '1e3',
      name: 'no',
      license: 'MIT',
    });
  });

  it('may be JSON', async () => expect(await read('{"name": "churn", "level": 1}')).toEqual({ name: 'churn', level: '1' }));
  it('may be empty', async () => expect(await read('# nothing\n')).toEqual({}));

  it.each([
    ['licence: MIT', 'there is no option "licence". Did you mean license?'],
    ['name: [a, b]', 'name must be a single value'],
    ['- name', 'must map option names to values'],
    ['name: "a', 'is not valid YAML or JSON'],
    ['name: a\nname: b', 'is not valid YAML or JSON'],
    ['__proto__: x', 'there is no option "__proto__"'],
    ['name: a\nlevel: 7', /answers\.yaml: level: "7" is not one of 0, 1, 2\./],
    ['serve: onlin', /answers\.yaml: serve: "onlin" is not one of .*Did you mean online\?/],
  ])('%j is refused', (text, message) => expect(read(text)).rejects.toThrow(message));

  it('that is not there is refused with its name', () =>
    expect(readAnswers('/nowhere/answers.yaml')).rejects.toThrow('There is no file /nowhere/answers.yaml of answers.'));
  it('that is a folder is refused as one', () =>
    expect(readAnswers(workFolder())).rejects.toThrow(/ is a folder, and no file of answers\.$/));

  it('takes back what was written, whatever the values are', async () => {
    const answers = {
      name: 'churn',
      python: '3.10',
      target: 'no',
      description: 'it\'s "so": # {x} 日本 ',
      author: '1e3',
      'data-owner': '~',
      level: 1,
    };
    expect(await read(writeAnswers({ ...answers, data: null }))).toEqual({ ...answers, level: '1' });
  });
});
