/**
 * Environment markers of a uv lock, decided by counting: a marker is the set of environments, of a finite list that tells
 * all of them apart, in which it holds. Sets make "never here", "always here" and "the same as" plain comparisons.
 */
export type EnvironmentSet = bigint;

interface Test {
  readonly variable: string;
  readonly operator: string;
  readonly value: string;
}
type Version = readonly number[];

/** The values of one variable worth telling apart, and how far apart they stand in the list of environments. */
interface Dimension {
  readonly values: readonly string[];
  readonly stride: number;
  readonly repeats: number;
}

const versionVariable = 'python_full_version';

/** A marker in the form uv writes: alternatives, each a list of tests that must all hold. */
const alternatives = (marker: string): Test[][] =>
  marker.split(' or ').map((alternative) =>
    alternative
      .replace(/^\(|\)$/g, '')
      .split(' and ')
      .map((test) => {
        const parts = /^(\w+) (==|!=|<=|>=|<|>) '([^']*)'$/.exec(test);
        if (parts === null) throw new Error(`a marker of the lock has an unknown form: ${marker}`);
        return { variable: parts[1]!, operator: parts[2]!, value: parts[3]! };
      }),
  );

const textOf = (tests: readonly Test[]): string =>
  tests.map(({ variable, operator, value }) => `${variable} ${operator} '${value}'`).join(' and ');

const joined = (parts: readonly string[]): string =>
  parts.length > 1 ? parts.map((part) => (part.includes(' and ') ? `(${part})` : part)).join(' or ') : (parts[0] ?? '');

/** The numbers of a version; a suffix such as `rc1` does not count. */
function versionOf(text: string): Version {
  let version = knownVersions.get(text);
  if (version === undefined) {
    version = text
      .replace('.*', '')
      .split('.')
      .map((part) => Number.parseInt(part, 10) || 0);
    knownVersions.set(text, version);
  }
  return version;
}

const knownVersions = new Map<string, Version>();

export const compareVersions = (a: string, b: string): number => {
  const [left, right] = [versionOf(a), versionOf(b)];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
};

const nextMinor = (version: string): string => {
  const [major, minor] = versionOf(version);
  return `${major}.${minor! + 1}`;
};

function holds({ variable, operator, value }: Test, actual: string): boolean {
  if (variable !== versionVariable) return (actual === value) === (operator === '==');
  if (value.endsWith('.*')) {
    const [version, prefix] = [versionOf(actual), versionOf(value)];
    return prefix.every((part, i) => version[i] === part) === (operator === '==');
  }
  const order = compareVersions(actual, value);
  switch (operator) {
    case '==':
      return order === 0;
    case '!=':
      return order !== 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    default:
      return order >= 0;
  }
}

/** The versions between which no marker changes its mind, from the oldest on. */
function versionsOf(tests: readonly Test[], oldest: string): string[] {
  const bounds = tests.flatMap(({ operator, value }) => {
    if (value.endsWith('.*')) return [value.slice(0, -2), nextMinor(value)];
    if (operator === '<' || operator === '>=') return [value];
    const [major, minor = 0, patch = 0] = versionOf(value);
    return [value, `${major}.${minor}.${patch + 1}`];
  });
  return [oldest, ...bounds]
    .filter((version) => compareVersions(version, oldest) >= 0)
    .sort(compareVersions)
    .filter((version, i, all) => i === 0 || compareVersions(version, all[i - 1]!) !== 0);
}

function dimensionsOf(tests: readonly Test[], oldest: string): Map<string, Dimension> {
  const values = new Map<string, string[]>();
  values.set(
    versionVariable,
    versionsOf(
      tests.filter(({ variable }) => variable === versionVariable),
      oldest,
    ),
  );
  for (const { variable, value } of tests) {
    // The empty value stands for all that no marker names.
    if (!values.has(variable)) values.set(variable, ['']);
    const known = values.get(variable)!;
    if (variable !== versionVariable && !known.includes(value)) known.push(value);
  }
  const total = [...values.values()].reduce((product, list) => product * list.length, 1);
  const dimensions = new Map<string, Dimension>();
  let stride = 1;
  for (const [variable, list] of values) {
    dimensions.set(variable, { values: list, stride, repeats: total / stride / list.length });
    stride *= list.length;
  }
  return dimensions;
}

function rangeText(from: string | undefined, before: string | undefined): string {
  if (from !== undefined && before !== undefined && nextMinor(from) === before) return `${versionVariable} == '${from}.*'`;
  return [
    ...(from === undefined ? [] : [`${versionVariable} >= '${from}'`]),
    ...(before === undefined ? [] : [`${versionVariable} < '${before}'`]),
  ].join(' and ');
}

interface Term {
  readonly text: string;
  readonly set: EnvironmentSet;
}

export class Markers {
  readonly everywhere: EnvironmentSet;
  private readonly dimensions: ReadonlyMap<string, Dimension>;
  private readonly sets = new Map<string, EnvironmentSet>();
  private readonly descriptions = new Map<EnvironmentSet, string>();
  private readonly vocabulary: readonly string[];
  private knownTerms: readonly Term[] | undefined;

  /** `known` are all markers that will be asked for; `oldest` is the oldest Python supported, such as `3.11`. */
  constructor(
    known: Iterable<string>,
    private readonly oldest: string,
  ) {
    const tests = [...known].flatMap((marker) => alternatives(marker).flat());
    this.dimensions = dimensionsOf(tests, oldest);
    this.vocabulary = [...new Set(tests.map((test) => textOf([test])))].sort(
      (a, b) => Number(b.startsWith(versionVariable)) - Number(a.startsWith(versionVariable)) || (a < b ? -1 : 1),
    );
    const { values, stride, repeats } = this.dimensions.get(versionVariable)!;
    this.everywhere = (1n << BigInt(values.length * stride * repeats)) - 1n;
  }

  set(marker: string | undefined): EnvironmentSet {
    if (marker === undefined) return this.everywhere;
    let set = this.sets.get(marker);
    if (set === undefined) {
      set = alternatives(marker)
        .map((tests) => tests.reduce((all, test) => all & this.setOfTest(test), this.everywhere))
        .reduce((any, part) => any | part, 0n);
      this.sets.set(marker, set);
    }
    return set;
  }

  /** The same marker as uv writes it for this oldest Python; undefined when it always holds. */
  simplified(marker: string | undefined): string | undefined {
    if (marker === undefined || this.set(marker) === this.everywhere) return undefined;
    const kept = alternatives(marker)
      .filter((tests) => this.set(textOf(tests)) !== 0n)
      .map((tests) => tests.filter((test) => this.setOfTest(test) !== this.everywhere).map((test) => this.clipped(test)));
    return joined(kept.map(textOf));
  }

  /** A marker that holds in exactly these environments; undefined when those are all. */
  describe(set: EnvironmentSet): string | undefined {
    if (set === this.everywhere) return undefined;
    let text = this.descriptions.get(set);
    if (text === undefined) {
      text = this.covering(set);
      this.descriptions.set(set, text);
    }
    return text;
  }

  /** Ranges of Python versions, newest first, within which none of the given sets begins or ends. */
  ranges(sets: readonly EnvironmentSet[]): string[] {
    const { values } = this.dimensions.get(versionVariable)!;
    const signatures = values.map((version, i) => {
      const from = this.setOfTest({ variable: versionVariable, operator: '>=', value: version });
      const next = values[i + 1];
      const here = next === undefined ? from : from & this.setOfTest({ variable: versionVariable, operator: '<', value: next });
      return sets.map((set) => ((set & here) === 0n ? '0' : '1')).join('');
    });
    const starts = values.filter((_, i) => i === 0 || signatures[i] !== signatures[i - 1]);
    return starts.map((start, i) => rangeText(i === 0 ? undefined : start, starts[i + 1])).reverse();
  }

  private covering(set: EnvironmentSet): string {
    const within = this.terms().filter((term) => (term.set & ~set) === 0n);
    const exact = within.find((term) => term.set === set);
    if (exact !== undefined) return exact.text;
    const union = (terms: readonly Term[]): EnvironmentSet => terms.reduce((all, term) => all | term.set, 0n);
    let chosen: Term[] = [];
    for (const term of within) if ((term.set & ~union(chosen)) !== 0n) chosen.push(term);
    for (const term of [...chosen]) {
      const others = chosen.filter((other) => other !== term);
      if (union(others) === set) chosen = others;
    }
    if (union(chosen) !== set)
      throw new Error(`no marker made of pairs of tests says: ${chosen.map(({ text }) => text).join(' or ')} or …`);
    return joined(chosen.map(({ text }) => text).sort());
  }

  /** Single tests, then pairs: what descriptions are made of. */
  private terms(): readonly Term[] {
    this.knownTerms ??= this.vocabulary
      .concat(this.vocabulary.flatMap((a, i) => this.vocabulary.slice(i + 1).map((b) => `${a} and ${b}`)))
      .map((text) => ({ text, set: this.set(text) }))
      .filter(({ set }) => set !== 0n);
    return this.knownTerms;
  }

  private setOfTest(test: Test): EnvironmentSet {
    const text = textOf([test]);
    let set = this.sets.get(text);
    if (set === undefined) {
      const dimension = this.dimensions.get(test.variable);
      if (dimension === undefined) throw new Error(`a marker was not announced: ${text}`);
      const pattern = dimension.values.map((value) => (holds(test, value) ? '1' : '0').repeat(dimension.stride)).join('');
      set = BigInt(`0b${pattern.repeat(dimension.repeats)}`);
      this.sets.set(text, set);
    }
    return set;
  }

  /** "Exactly the oldest minor version" is "before the next one" where nothing older is supported. */
  private clipped(test: Test): Test {
    if (!test.value.endsWith('.*') || compareVersions(test.value, this.oldest) !== 0) return test;
    return { ...test, operator: test.operator === '==' ? '<' : '>=', value: nextMinor(this.oldest) };
  }
}
