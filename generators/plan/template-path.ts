/** What a template folder's name says: `+level-from=1+tracking=mlflow` holds when every term does. */
export interface Condition {
  readonly folder: string;
  readonly terms: readonly Term[];
}

/** `task=binary,multiclass` is one of these answers, `level-from=1` is that answer or a higher one. */
type Term = { readonly option: string } & ({ readonly values: readonly string[] } | { readonly from: number });

/** Undefined for folders that are not emitted by themselves (datasets, stages, environment). */
export function conditionOf(folder: string): Condition | undefined {
  if (folder === 'base') return { folder, terms: [] };
  if (!folder.startsWith('+')) return undefined;
  return {
    folder,
    terms: folder
      .slice(1)
      .split('+')
      .map((term) => termOf(term, folder)),
  };
}

function termOf(text: string, folder: string): Term {
  const [, option, from, values] = /^([a-z]+(?:-[a-z]+)*?)(-from)?=([^=]+)$/.exec(text) ?? [];
  if (option === undefined || values === undefined || (from !== undefined && !/^\d+$/.test(values)))
    throw new Error(`The template folder ${folder} is not of the form +option=value[,value][+…] or +option-from=number`);
  return from === undefined ? { option, values: values.split(',') } : { option, from: Number(values) };
}

export const holds = ({ terms }: Condition, answers: Readonly<Record<string, unknown>>): boolean =>
  terms.every((term) => {
    const { option } = term;
    if (!(option in answers)) throw new Error(`A template folder asks for the option ${option}, which does not exist`);
    return 'from' in term ? Number(answers[option]) >= term.from : term.values.includes(String(answers[option]));
  });

/** Whether what holds for `one` always holds for `other`: then `one` is the more particular and may replace what `other` says. */
export const implies = (one: Condition, other: Condition): boolean =>
  other.terms.every((wide) => one.terms.some((narrow) => narrow.option === wide.option && isWithin(narrow, wide)));

function isWithin(narrow: Term, wide: Term): boolean {
  if ('from' in wide) return 'from' in narrow ? narrow.from >= wide.from : narrow.values.every((value) => Number(value) >= wide.from);
  return 'values' in narrow && narrow.values.every((value) => wide.values.includes(value));
}

/** The general before the particular; the rest by name, so that the order is always the same. */
export const bySpecificity = (a: Condition, b: Condition): number =>
  a.terms.length - b.terms.length || width(b) - width(a) || (a.folder < b.folder ? -1 : 1);

/** How many answers a condition leaves open, as far as an order needs it. */
const width = ({ terms }: Condition): number =>
  terms.reduce((sum, term) => sum + ('from' in term ? 100 - term.from : term.values.length), 0);

export interface Layout {
  /** `src`, or the package's name: what Python imports. */
  readonly module: string;
  /** `src`, or `src/<package>`: where its files are. */
  readonly folder: string;
}

export const layoutOf = (layout: 'standard' | 'package', packageName: string): Layout =>
  layout === 'standard' ? { module: 'src', folder: 'src' } : { module: packageName, folder: `src/${packageName}` };

/** The two tokens that stand for the import name; emitted Python knows no other templating. */
export const withLayout = (text: string, { module, folder }: Layout): string =>
  text.replaceAll('src/project_package', folder).replaceAll('project_package', module);

/** Where a template goes: without `.ejs`, with its dots (`dot-gitignore`: npm drops real dotfiles) and import name. */
export const targetPath = (path: string, layout: Layout): string =>
  withLayout(path.replace(/\.ejs$/, '').replaceAll(/(^|\/)dot-/g, '$1.'), layout);
