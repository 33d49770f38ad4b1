import { join } from 'node:path';
import { parse } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { templatesRoot } from '../../generators/core/package-root.ts';
import { environmentFrom } from '../../generators/python/environment.ts';
import { readMaster } from '../../generators/python/master.ts';

interface Edge {
  name: string;
  version?: string;
}
interface LockedPackage {
  name: string;
  version: string;
  source: Record<string, string>;
  dependencies?: Edge[];
  'optional-dependencies'?: Record<string, Edge[]>;
  'dev-dependencies'?: Record<string, Edge[]>;
  sdist?: { url: string };
  wheels?: { url: string }[];
  metadata?: { 'requires-dist': { name: string }[] };
}
interface Lock {
  'requires-python': string;
  'resolution-markers'?: string[];
  package: LockedPackage[];
}

const master = readMaster(join(templatesRoot, 'environment'));
const everySet = [...master.extras.keys(), ...[...master.groups.keys()].filter((name) => name !== 'tools')];
const environment = (python: string, ...extras: string[]) =>
  environmentFrom(master, { projectName: 'My.Churn', layout: 'standard', python, extras });
const lockOf = (text: string): Lock => parse(text) as unknown as Lock;

describe('the master environment', () => {
  it('comes from the public index alone', () => {
    const hosts = new Set(
      lockOf(environment('3.10', ...everySet).uvLock).package.flatMap(({ source, sdist, wheels = [] }) =>
        [source['registry'], sdist?.url, ...wheels.map(({ url }) => url)].flatMap((url) =>
          url === undefined ? [] : [new URL(url).origin],
        ),
      ),
    );
    expect([...hosts].sort()).toEqual(['https://files.pythonhosted.org', 'https://pypi.org']);
  });

  it('differs between versions of Python at one place at most: what is tested on one of the newer ones runs on all', () => {
    expect(lockOf(environment('3.10', ...everySet).uvLock)['resolution-markers']).toEqual([
      "python_full_version >= '3.11'",
      "python_full_version < '3.11'",
    ]);
    expect(lockOf(environment('3.11', ...everySet).uvLock)['resolution-markers']).toBeUndefined();
  });

  it('brings no library for graphics cards', () => {
    expect(lockOf(environment('3.11', ...everySet).uvLock).package.map(({ name }) => name)).not.toContainEqual(
      expect.stringMatching(/nvidia|cuda|triton/),
    );
  });

  it('names official images by digest', () => {
    for (const image of master.images.values()) expect(image).toMatch(/^python:3\.\d+\.\d+-slim-\w+@sha256:[0-9a-f]{64}$/);
  });
});

const pairs = everySet.flatMap((a, i) => everySet.slice(i + 1).map((b) => [a, b]));
const combinations = ['3.10', '3.11', '3.12', '3.13', '3.14'].flatMap((python, i) =>
  // Each pair once, with some version of Python; what is special about a pair is the same in all.
  [[], everySet, ...pairs.filter((_, pair) => pair % 5 === i)].map((extras) => ({ python, extras })),
);

describe.each(combinations)('from Python $python on with $extras', ({ python, extras }) => {
  it('is a closed lock that says the same as pyproject.toml and requirements.txt', () => {
    const { uvLock, dependencies, developmentDependencies, requirements } = environment(python, ...extras);
    const lock = lockOf(uvLock);
    const root = lock.package.find(({ name }) => name === 'my-churn')!;
    const versions = new Map<string, string[]>();
    for (const { name, version } of lock.package) versions.set(name, [...(versions.get(name) ?? []), version]);

    const needed = new Set(['my-churn']);
    for (const found of lock.package) {
      for (const { name, version } of [found.dependencies, found['optional-dependencies'], found['dev-dependencies']].flatMap((edges) =>
        Object.values(edges ?? []).flat(),
      )) {
        if (versions.get(name)?.length !== 1) expect(versions.get(name), `${found.name} needs ${name}`).toContain(version);
        needed.add(name);
      }
    }
    const names = lock.package.map(({ name }) => name);
    expect(
      names.filter((name) => !needed.has(name)),
      'left over',
    ).toEqual([]);
    expect(names).toEqual([...names].sort());

    expect(lock['requires-python']).toBe(`>=${python}`);
    expect(root.metadata!['requires-dist'].map(({ name }) => name)).toEqual(dependencies.map((text) => /^[\w-]+/.exec(text)![0]));
    expect(developmentDependencies.every((text) => />=\d/.test(text))).toBe(true);
    const pins = requirements
      .split('\n')
      .filter((line) => line.includes('=='))
      .map((line) => line.split(' ')[0]);
    expect(pins).toEqual(lock.package.filter((found) => found !== root).map(({ name, version }) => `${name}==${version}`));
  });
});

describe('every package of the master environment', () => {
  const platforms = {
    Linux: /manylinux.*_x86_64/,
    'Linux on ARM': /manylinux.*_aarch64/,
    macOS: /macosx.*_(arm64|universal2)/,
    Windows: /win_amd64/,
  };
  /** Pure Python without a wheel; and those that are for one system only. */
  const exceptions: Record<string, readonly string[]> = {
    'antlr4-python3-runtime': Object.keys(platforms),
    pywin32: ['Linux', 'Linux on ARM', 'macOS'],
    xgboost: ['Linux', 'Linux on ARM', 'Windows'],
    'xgboost-cpu': ['macOS'],
  };
  const fits = (wheel: string, minor: number, platform: RegExp): boolean => {
    const [python = '', abi = '', system = ''] = wheel.slice(0, -'.whl'.length).split('-').slice(-3);
    if (system !== 'any' && !platform.test(system)) return false;
    return python
      .split('.')
      .some((tag) => /^py3/.test(tag) || tag === `cp3${minor}` || (abi === 'abi3' && Number(/^cp3(\d+)$/.exec(tag)?.[1]) <= minor));
  };

  it.each([10, 11, 12, 13, 14])('installs on Python 3.%i without a compiler', (minor) => {
    const { uvLock, requirements } = environment(`3.${minor}`, ...everySet);
    const here = new Set(
      requirements
        .split('\n')
        .filter((line) => minor > 10 || !line.includes("python_full_version >= '3.11'"))
        .map((line) => line.split(' ')[0]),
    );
    const lacking = lockOf(uvLock).package.filter(
      ({ name, version, wheels = [] }) =>
        here.has(`${name}==${version}`) &&
        Object.entries(platforms).some(
          ([system, platform]) =>
            !exceptions[name]?.includes(system) && !wheels.some(({ url }) => fits(url.split('/').at(-1)!, minor, platform)),
        ),
    );
    expect(lacking.map(({ name, version }) => `${name} ${version}`)).toEqual([]);
    expect(here.size).toBeGreaterThan(250);
  });
});

describe('an emitted environment', () => {
  it('has wheels only for the versions of Python that the project supports', () => {
    const files = lockOf(environment('3.13').uvLock).package.flatMap(({ wheels = [] }) => wheels.map(({ url }) => url));
    expect(files.filter((url) => /-cp31[0-2]-cp31[0-2]-/.test(url))).toEqual([]);
    expect(files.some((url) => url.includes('-cp313-'))).toBe(true);
    expect(files.some((url) => url.includes('-abi3-'))).toBe(true);
  });

  it('differs by layout only in how the project itself is installed', () => {
    const [standard, layout] = (['standard', 'package'] as const).map((name) =>
      environmentFrom(master, { projectName: 'churn', layout: name, python: '3.11', extras: [] }),
    );
    expect(layout!.uvLock).toBe(standard!.uvLock.replace('{ virtual = "." }', '{ editable = "." }'));
    expect(layout!.requirements.split('\n').filter((line) => line === '-e .')).toHaveLength(1);
  });

  it('keeps Windows-only packages away from other systems in requirements.txt', () => {
    expect(environment('3.11').requirements).toMatch(/^pywin32==\d+ ; sys_platform == 'win32'$/m);
  });

  it('takes an image whose Python is new enough', () => {
    expect(environment('3.10').imagePython).toBe('3.13');
    expect(environment('3.14').image).toMatch(/^python:3\.14\./);
  });

  it('is the same each time, and quick', () => {
    const texts = Array.from({ length: 5 }, () => environment('3.10', 'level-1').uvLock);
    expect(new Set(texts).size).toBe(1);
    const started = performance.now();
    environment('3.10', 'level-1');
    expect(performance.now() - started).toBeLessThan(200);
  });

  it('refuses a set that does not exist', () => {
    expect(() => environment('3.11', 'tracking-wandb')).toThrow('no set named tracking-wandb');
  });
});
