/** What a template folder's name says: `+level=1+tracking=mlflow` holds when every part does. */
export interface Condition {
  readonly folder: string;
  readonly terms: readonly { readonly option: string; readonly values: readonly string[] }[];
}

/** Undefined for folders that are not emitted by themselves (datasets, stages, environment). */
export function conditionOf(folder: string): Condition | undefined {
  if (folder === 'base') return { folder, terms: [] };
  if (!folder.startsWith('+')) return undefined;
  const terms = folder
    .slice(1)
    .split('+')
    .map((term) => {
      const [option, values, rest] = term.split('=');
      if (!option || !values || rest !== undefined)
        throw new Error(`The template folder ${folder} is not of the form +option=value[,value][+…]`);
      return { option, values: values.split(',') };
    });
  return { folder, terms };
}

export const holds = ({ terms }: Condition, answers: Readonly<Record<string, unknown>>): boolean =>
  terms.every(({ option, values }) => {
    if (!(option in answers)) throw new Error(`A template folder asks for the option ${option}, which does not exist`);
    return values.includes(String(answers[option]));
  });

/** The general before the particular, so that the later one wins. */
export const bySpecificity = (a: Condition, b: Condition): number => a.terms.length - b.terms.length || (a.folder < b.folder ? -1 : 1);

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
