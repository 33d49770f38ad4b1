import { closureOf } from './closure.ts';
import { byNameAndVersion, normalised } from './environment.ts';
import { edgesFor } from './extend-lock.ts';
import type { Addition } from './extend.ts';
import type { Master } from './master.ts';

const pinForm = /^([A-Za-z0-9._-]+)\s*==\s*([^\s;#]+)\s*(?:;\s*([^#]*?))?\s*(?:#.*)?$/;

interface Pin {
  readonly line: number;
  readonly name: string;
  readonly version: string;
  readonly marker: string | undefined;
}

/** Adds the lines of a tested set to requirements.txt; the lines that are there stay, or hold in more environments. */
export function addToRequirements(text: string, master: Master, addition: Addition): string {
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const lines = text.trimEnd().split(/\r?\n/);
  const pins = lines.flatMap((line, i): Pin[] => {
    const [, name, version, marker] = pinForm.exec(line) ?? [];
    return name === undefined || version === undefined ? [] : [{ line: i, name: normalised(name), version, marker }];
  });
  const { running, working } = edgesFor(master, addition);
  const closure = closureOf(
    master.lock,
    [...running, ...working],
    addition.python,
    pins.flatMap(({ marker }) => marker ?? []),
  );
  const { markers } = closure;
  const added: string[] = [];
  for (const [{ name, version }, needed] of closure.reached) {
    const pinned = pins.filter((pin) => pin.name === name);
    const same = pinned.find((pin) => pin.version === version);
    const other = pinned.find((pin) => pin !== same && (markers.set(pin.marker) & needed) !== 0n);
    if (other !== undefined) throw new Error(`it has ${name} ${other.version}, the tested set ${version}`);
    const where = needed | (same === undefined ? 0n : markers.set(same.marker));
    const marker = markers.describe(where);
    const line = `${name}==${version}${marker === undefined ? '' : ` ; ${marker}`}`;
    if (same === undefined) added.push(line);
    else if (where !== markers.set(same.marker)) lines[same.line] = line;
  }
  for (const line of added) {
    const after = lines.findLastIndex((other) => pinForm.test(other) && compare(other, line) < 0);
    const first = lines.findIndex((other) => pinForm.test(other));
    lines.splice(after !== -1 ? after + 1 : first !== -1 ? first : lines.length, 0, line);
  }
  return [...lines, ''].join(newline);
}

/** By name, then version, as uv writes them. */
function compare(a: string, b: string): number {
  const [left, right] = [a, b].map((line) => pinForm.exec(line)!);
  return byNameAndVersion({ name: left![1]!, version: left![2]! }, { name: right![1]!, version: right![2]! });
}
