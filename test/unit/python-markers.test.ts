import { describe, expect, it } from 'vitest';
import { compareVersions, Markers } from '../../generators/python/markers.ts';

const known = [
  "python_full_version < '3.11'",
  "python_full_version >= '3.11'",
  "python_full_version == '3.11.*'",
  "python_full_version < '3.11' or python_full_version >= '3.11.5'",
  "sys_platform == 'win32'",
  "sys_platform != 'emscripten' and sys_platform != 'win32'",
  "(python_full_version >= '3.12' and platform_machine != 'x86_64') or (python_full_version >= '3.12' and sys_platform != 'darwin')",
];

describe('markers', () => {
  it.each([
    ['3.10', "python_full_version >= '3.11'", "python_full_version >= '3.11'"],
    ['3.11', "python_full_version >= '3.11'", undefined],
    ['3.12', "python_full_version == '3.11.*'", ''],
    ['3.11', "python_full_version == '3.11.*'", "python_full_version < '3.12'"],
    ['3.11', "python_full_version < '3.11' or python_full_version >= '3.11.5'", "python_full_version >= '3.11.5'"],
    ['3.13', "sys_platform == 'win32'", "sys_platform == 'win32'"],
    ['3.12', known[6]!, "platform_machine != 'x86_64' or sys_platform != 'darwin'"],
    ['3.11', known[6]!, known[6]],
  ])('from Python %s on, %s is written as uv writes it', (python, marker, simplified) => {
    const markers = new Markers(known, python);
    expect(markers.simplified(marker)).toBe(simplified);
    if (simplified === '') expect(markers.set(marker)).toBe(0n);
    else expect(markers.set(simplified)).toBe(markers.set(marker));
  });

  it('describes where a package is needed by the shortest words, exactly', () => {
    const markers = new Markers(known, '3.10');
    const windowsOnOld = markers.set(known[0]) & markers.set(known[4]);
    expect(markers.describe(markers.everywhere)).toBeUndefined();
    expect(markers.describe(markers.set(known[4]))).toBe("sys_platform == 'win32'");
    expect(markers.describe(windowsOnOld)).toBe("python_full_version < '3.11' and sys_platform == 'win32'");
    expect(markers.describe(markers.set(known[0]) | markers.set(known[4]))).toBe("python_full_version < '3.11' or sys_platform == 'win32'");
  });

  it('parts the versions of Python where a choice changes, newest first', () => {
    const markers = new Markers(known, '3.10');
    expect(markers.ranges([markers.set(known[0]), markers.set(known[1])])).toEqual([
      "python_full_version >= '3.11'",
      "python_full_version < '3.11'",
    ]);
    expect(markers.ranges([markers.set(known[2])])).toEqual([
      "python_full_version >= '3.12'",
      "python_full_version == '3.11.*'",
      "python_full_version < '3.11'",
    ]);
  });

  it('refuses what it does not understand instead of guessing', () => {
    expect(() => new Markers(["'x' in sys_platform"], '3.10')).toThrow(/unknown form/);
    expect(() => new Markers([], '3.10').set("os_name == 'nt'")).toThrow(/not announced/);
  });

  it('compares versions by their numbers', () => {
    expect(['3.9', '3.10', '3.11.5', '3.11'].sort(compareVersions)).toEqual(['3.9', '3.10', '3.11', '3.11.5']);
  });
});
