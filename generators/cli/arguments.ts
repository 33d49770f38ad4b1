import { parseArgs } from 'node:util';
import { usageError } from '../core/errors.ts';
import { type CommandFlagName, type CommandFlag, commandFlags } from '../options/command-flags.ts';
import type { OptionDefinition } from '../options/define.ts';
import { didYouMean } from '../core/nearest.ts';

export interface Arguments {
  readonly words: readonly string[];
  /** Values of the command's own options, as they were typed; several for a repeatable one. */
  readonly values: Readonly<Record<string, string | readonly string[]>>;
  readonly flags: { readonly [Flag in CommandFlagName]?: string | true };
}

type Options = Readonly<Record<string, OptionDefinition & { readonly repeatable?: boolean }>>;

const isKnown = (name: string, options: Options): boolean => Object.hasOwn(options, name) || Object.hasOwn(commandFlags, name);

function tokensOf(argv: readonly string[], options: Options): NonNullable<ReturnType<typeof parseArgs>['tokens']> {
  const switches = Object.entries<CommandFlag>(commandFlags);
  const { tokens } = parseArgs({
    args: [...argv],
    strict: false,
    allowPositionals: true,
    tokens: true,
    options: Object.fromEntries([
      ...Object.keys(options).map((name) => [name, { type: 'string' as const }]),
      ...switches.map(([name, { short, placeholder }]) => [
        name,
        { type: placeholder === undefined ? ('boolean' as const) : ('string' as const), ...(short === undefined ? {} : { short }) },
      ]),
    ]),
  });
  return tokens;
}

/** The first word that is neither an option nor the value of one, and the arguments without it; none behind `--` or what is no option. */
export function firstWord(
  argv: readonly string[],
  options: Options,
): { readonly word: string | undefined; readonly rest: readonly string[] } {
  const found = tokensOf(argv, options).find((token) => token.kind !== 'option' || !isKnown(token.name, options));
  if (found?.kind !== 'positional') return { word: undefined, rest: argv };
  return { word: found.value, rest: argv.filter((_, index) => index !== found.index) };
}

/** Strict reading of a command line: nothing unknown, nothing that means nothing to this command, nothing twice, no value swallowed by mistake. */
export function parseArguments(
  argv: readonly string[],
  options: Options,
  allowed: readonly string[] = Object.keys(commandFlags),
): Arguments {
  const words: string[] = [];
  const values: Record<string, string | string[]> = {};
  const flags: Record<string, string | true> = {};
  let last: string | string[] | undefined;
  for (const token of tokensOf(argv, options)) {
    // `--params lower=true words=3`: more values of the repeatable option before them.
    if (token.kind === 'positional' && Array.isArray(last) && /^[\w-]+=/.test(token.value)) last.push(token.value);
    else if (token.kind === 'positional') words.push(token.value);
    if (token.kind !== 'option') continue;
    const { name, rawName, value, inlineValue } = token;
    if (Object.hasOwn(options, name)) {
      const text = valueOf(rawName, value, inlineValue);
      const earlier = values[name];
      if (earlier === undefined) values[name] = options[name]?.repeatable === true ? [text] : text;
      else if (Array.isArray(earlier)) earlier.push(text);
      else throw usageError(`${rawName} is given twice`);
      last = values[name];
    } else if (Object.hasOwn(commandFlags, name)) {
      if (!allowed.includes(name)) throw usageError(`${rawName} means nothing to this command.`, 'See --help for what does.');
      const { placeholder, choices }: CommandFlag = commandFlags[name as CommandFlagName];
      if (flags[name] !== undefined) throw usageError(`${rawName} is given twice`);
      if (placeholder === undefined && value !== undefined) throw usageError(`${rawName} takes no value`);
      const text = placeholder === undefined ? true : valueOf(rawName, value, inlineValue);
      if (choices !== undefined && !choices.includes(String(text)))
        throw usageError(`${rawName} is one of ${choices.join(', ')}, not ${JSON.stringify(text)}.${didYouMean(String(text), choices)}`);
      flags[name] = text;
    } else {
      const known = [...Object.keys(options), ...allowed];
      throw usageError(`There is no option ${rawName}.${didYouMean(name, known, '--')}`, 'See --help for all of them.');
    }
  }
  return { words, values, flags };
}

/** `--name --yes` is a forgotten value; a value that does start with a dash is written `--name=-x`. */
function valueOf(rawName: string, value: string | undefined, inline: boolean | undefined): string {
  if (value === undefined || (inline === false && value.startsWith('-') && value !== '-')) {
    throw usageError(
      `${rawName} needs a value`,
      value === undefined ? undefined : `A value that starts with a dash is written ${rawName}=${value}`,
    );
  }
  return value;
}
