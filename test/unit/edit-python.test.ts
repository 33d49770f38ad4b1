import { describe, expect, it } from 'vitest';
import { addImport, fillMark, insertAtMark } from '../../generators/edit/edit-python.ts';

describe('a line at a marked place', () => {
  const text = 'A = [\n    # mine\n    one,\n    # create-ml-project: things\n]  # end\n';

  it('goes in above the mark, after those that were added before', () => {
    const added = insertAtMark(insertAtMark(text, 'things', ['two,'], 'a.py'), 'things', ['three,', '', 'four,'], 'a.py');
    expect(added).toBe('A = [\n    # mine\n    one,\n    two,\n    three,\n\n    four,\n    # create-ml-project: things\n]  # end\n');
  });

  it('keeps CRLF and tabs', () => {
    expect(insertAtMark('A = [\r\n\t# create-ml-project: x\r\n]\r\n', 'x', ['y,'], 'a.py')).toBe(
      'A = [\r\n\ty,\r\n\t# create-ml-project: x\r\n]\r\n',
    );
  });

  it('is refused with what to put back where the mark is gone', () => {
    expect(() => insertAtMark('A = []\n', 'things', ['two,'], 'src/a.py')).toThrow(/src\/a\.py has no line `# create-ml-project: things`/);
  });

  it("takes the place of a template's mark", () => {
    expect(fillMark('class A:\n    """Doc."""\n    # create-ml-project: settings\n\n\nx = 1\n', 'settings', ['', 'a: int'])).toBe(
      'class A:\n    """Doc."""\n\n    a: int\n\n\nx = 1\n',
    );
    expect(fillMark('class A:\n    """Doc."""\n    # create-ml-project: settings\n\n\nx = 1\n', 'settings', [])).toBe(
      'class A:\n    """Doc."""\n\n\nx = 1\n',
    );
  });
});

describe('an import', () => {
  const text =
    '"""Doc.\n\nMore.\n"""\n\nimport os\nfrom typing import Any\n\nimport pandas as pd\nfrom sklearn.base import clone\nfrom sklearn.svm import (\n    SVC,\n    SVR,\n)\n\nfrom src.b import b\nfrom src.d import d\n\nX = 1\nfrom late import never\n';

  it.each([
    ['src.c', 'c', 'from src.b import b\nfrom src.c import c\nfrom src.d import d\n'],
    ['src.e', 'e', 'from src.d import d\nfrom src.e import e\n\nX = 1\n'],
    ['lightgbm', 'L', 'import pandas as pd\nfrom lightgbm import L\nfrom sklearn.base import clone\n'],
    ['xgboost', 'X', '    SVR,\n)\nfrom xgboost import X\n\nfrom src.b import b\n'],
    ['json', 'dumps', 'import os\nfrom json import dumps\nfrom typing import Any\n'],
    ['src.b', 'b', 'from src.b import b\nfrom src.d import d\n'],
  ])('of %s has its place among the sorted ones', (module, name, expected) => {
    const added = addImport(text, module, name, 'src');
    expect(added).toContain(expected);
    expect(added.replace(`from ${module} import ${name}\n`, '')).toBe(text.replace(`from ${module} import ${name}\n`, ''));
  });

  it.each([
    ['"""Doc."""\n\nX = 1\n', '"""Doc."""\n\nfrom src.a import a\n\nX = 1\n'],
    ['X = 1\n', 'from src.a import a\n\nX = 1\n'],
    ['import pandas as pd\n\nX = 1\n', 'import pandas as pd\n\nfrom src.a import a\n\nX = 1\n'],
    ['# Licence\n"""Doc."""\r\nimport os\r\n', '# Licence\n"""Doc."""\r\nimport os\r\n'],
  ])('is the first of its kind in %j', (before, after) => {
    if (before === after) expect(addImport(before, 'src.a', 'a', 'src')).toContain('import os\n\nfrom src.a import a\n');
    else expect(addImport(before, 'src.a', 'a', 'src')).toBe(after);
  });
});
