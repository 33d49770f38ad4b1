import type { Task } from '../data/tally/profile.ts';
import type { OptionDefinition } from './define.ts';
import { documentOptions } from './document-options.ts';
import { nameFromDirectory, nameProblem } from './names.ts';
import { readingOptions } from './reading-options.ts';
import { lineUpTo, oneLine, remoteUrlExample, remoteUrlProblem } from './values.ts';

/** Of a column whose name stands in params.yaml. */
function columnProblem(column: string): string | undefined {
  if (column.length > 1000) return `has ${column.length} characters, which no column's name has`;
  return column.includes('${')
    ? 'has `${` in its name, which DVC takes for a variable in `dvc exp run -S`: give the column another name'
    : undefined;
}

/** What the service runs with, and what its tests ask it with. */
const onlineSets = ['serve-online', 'serve-treelite', 'serve-test'] as const;

/** The options of `create`, in the order in which they are asked. To add one, add an entry here, and nothing anywhere else. */
export const options = {
  name: {
    kind: 'text',
    asked: true,
    help: "The project's name; its Python package is called the same",
    question: 'What is the project called?',
    placeholder: '<name>',
    initial: (_, { directory }) => (directory === undefined ? 'ml-project' : nameFromDirectory(directory)),
    initialText: "the directory's name",
    problem: nameProblem,
  },
  data: {
    kind: 'file',
    asked: true,
    optional: true,
    help: 'The table to learn from: CSV, TSV, JSON Lines, Parquet or Excel; text as .gz too',
    question: 'Which file is the data?',
    placeholder: '<file>',
    initial: () => null,
    initialText: 'a real data set of scikit-learn, by task',
  },
  target: {
    kind: 'column',
    asked: true,
    help: 'The column to predict',
    question: 'Which column is to be predicted?',
    placeholder: '<column>',
    initial: (_, { likelyTarget }) => likelyTarget,
    initialText: 'the likeliest column',
    example: (_, { columns }) => columns?.at(-1),
    problem: columnProblem,
  },
  task: {
    kind: 'choice',
    help: 'What kind of prediction it is',
    question: 'What kind of prediction is it?',
    choices: [
      { value: 'auto', label: 'read it off the target column' },
      { value: 'binary', label: 'one of two classes' },
      { value: 'multiclass', label: 'one of several classes' },
      { value: 'regression', label: 'a number' },
    ],
    initial: () => 'auto',
  },
  split: {
    kind: 'choice',
    help: 'How test and folds are divided from the training rows; copies of a row stay together anyway',
    question: 'How are training and test rows divided?',
    choices: [
      { value: 'auto', label: 'auto: as the data show, see above' },
      { value: 'random', label: 'random: each row on its own' },
      { value: 'group', label: 'group: rows of one entity stay together' },
      { value: 'time', label: 'time: the newest rows are the test' },
    ],
    initial: () => 'auto',
    doubts: ({ target }, { splitAdvice }) => {
      const { entity, time } = splitAdvice?.(String(target)) ?? {};
      return [
        ...(entity === undefined ? [] : [`Rows of one \`${entity.column}\` belong together: ${entity.rowsEach.toFixed(1)} each.`]),
        ...(time === undefined ? [] : [`\`${time}\` orders the rows by time.`]),
      ];
    },
  },
  group: {
    kind: 'column',
    optional: true,
    help: 'The column of what several rows belong to, such as customer_id: its rows never stand on both sides',
    question: 'Which column says what rows belong to?',
    placeholder: '<column>',
    problem: columnProblem,
    initial: ({ split, target }, { splitAdvice }) =>
      split === 'random' ? null : (splitAdvice?.(String(target)).entity?.column ?? (split === 'group' ? undefined : null)),
    initialText: 'found in the data',
  },
  time: {
    kind: 'column',
    optional: true,
    help: 'The column that says when each row came to be: the newest rows are the test',
    question: 'Which column says when each row came to be?',
    placeholder: '<column>',
    problem: columnProblem,
    applies: ({ split }) => split !== 'random' && split !== 'group',
    initial: ({ split, target }, { splitAdvice }) => splitAdvice?.(String(target)).time ?? (split === 'time' ? undefined : null),
    initialText: 'found in the data',
  },
  level: {
    kind: 'choice',
    asked: true,
    help: 'MLOps level: 0 stages run by hand, 1 an automated pipeline with gates, 2 workflows that test, retrain, watch and deploy by themselves',
    question: 'How much automation?',
    choices: [
      { value: 0, label: '0: a structure and stages that are run by hand' },
      { value: 1, label: '1: a pipeline that validates, tunes, trains and gates by itself' },
      { value: 2, label: '2: besides, workflows that test each change, retrain, watch and deploy', sets: ['level-1'] },
    ],
    initial: () => 1,
  },
  description: {
    kind: 'text',
    help: 'One line about the project',
    question: 'What is it for, in one line?',
    placeholder: '<text>',
    initial: ({ target }, { sample }) => sample?.description ?? `Predicts ${oneLine(String(target))}`,
    initialText: '"Predicts <target>"',
    problem: lineUpTo(300),
  },
  author: {
    kind: 'text',
    asked: true,
    help: 'Who answers for it: a name, or "name <mail>"',
    question: 'Who is the author?',
    placeholder: '<name>',
    initial: ({ name }, { gitAuthor }) => gitAuthor ?? `The authors of ${String(name)}`,
    initialText: "git's user.name",
    problem: lineUpTo(120),
  },
  license: {
    kind: 'choice',
    help: 'The licence of the code',
    question: 'Under which licence?',
    choices: [
      { value: 'MIT', label: 'MIT' },
      { value: 'Apache-2.0', label: 'Apache 2.0' },
      { value: 'BSD-3-Clause', label: 'BSD, three clauses' },
      { value: 'GPL-3.0-or-later', label: 'GPL 3.0 or later' },
      { value: 'Proprietary', label: 'none: all rights reserved' },
    ],
    initial: () => 'MIT',
  },
  python: {
    kind: 'choice',
    help: 'The oldest Python that the project supports',
    question: 'Which Python is the oldest to support?',
    choices: [
      { value: '3.10', label: '3.10' },
      { value: '3.11', label: '3.11' },
      { value: '3.12', label: '3.12' },
      { value: '3.13', label: '3.13' },
      { value: '3.14', label: '3.14' },
    ],
    initial: () => '3.10',
  },
  layout: {
    kind: 'choice',
    help: 'Where the code lives: `src` is the package, or src/<package>',
    question: 'How is the code laid out?',
    choices: [
      { value: 'standard', label: 'standard: the package is called src' },
      { value: 'package', label: 'package: src/<name>, installed like any library' },
    ],
    initial: () => 'standard',
  },
  tracking: {
    kind: 'choice',
    help: 'Where experiments are tracked beside DVC',
    question: 'Track experiments on a server?',
    choices: [
      { value: 'none', label: 'no: DVC keeps them' },
      { value: 'mlflow', label: 'MLflow' },
    ],
    initial: () => 'none',
  },
  serve: {
    kind: 'choice',
    help: 'How the model is used: by a service, by a batch job',
    question: 'How will the model be used?',
    choices: [
      { value: 'none', label: 'not yet' },
      { value: 'online', label: 'a web service answers requests', sets: onlineSets },
      { value: 'batch', label: 'a job scores files' },
      { value: 'both', label: 'both', sets: onlineSets },
    ],
    applies: ({ level }) => level !== 0,
    initial: () => 'both',
    initialText: '`both`, from level 1 on',
  },
  // Not answered below level 2 unless somebody does: raised there, a project gets what one that is made there has.
  ci: {
    kind: 'choice',
    optional: true,
    help: 'Where workflows run: each change is tested, at level 2 retraining, monitoring and delivery are automatic too',
    question: 'Where do workflows run?',
    choices: [
      { value: 'none', label: 'nowhere yet' },
      { value: 'github', label: 'GitHub Actions' },
      { value: 'gitlab', label: 'GitLab CI' },
    ],
    applies: ({ level }) => level !== 0,
    initial: ({ level }) => (level === 2 ? 'github' : null),
    initialText: '`github`, at level 2',
  },
  deploy: {
    kind: 'choice',
    help: 'Where the service is deployed to: manifests, serving image, dashboard and alert rules',
    question: 'Where is the service deployed to?',
    choices: [
      { value: 'none', label: 'nowhere yet' },
      { value: 'kubernetes', label: 'Kubernetes' },
    ],
    applies: ({ level, serve }) => level === 2 && (serve === 'online' || serve === 'both'),
    initial: () => 'kubernetes',
    initialText: '`kubernetes`, at level 2 where there is a service',
  },
  remote: {
    kind: 'choice',
    help: 'Where `dvc push` stores data and models',
    question: 'Where are data and models stored for the team?',
    choices: [
      { value: 'none', label: 'nowhere yet' },
      { value: 'local', label: 'a folder' },
      { value: 's3', label: 'Amazon S3' },
      { value: 'gcs', label: 'Google Cloud Storage' },
      { value: 'azure', label: 'Azure Blob Storage' },
      { value: 'ssh', label: 'a server over SSH' },
    ],
    initial: () => 'none',
  },
  'remote-url': {
    kind: 'text',
    optional: true,
    help: 'The address of that store, such as s3://bucket/path',
    question: 'What is its address?',
    placeholder: '<url>',
    applies: ({ remote }) => remote !== 'none',
    initial: ({ remote, name }) => (remote === 'local' ? `../${String(name)}-storage` : undefined),
    initialText: 'a folder beside the project for `local`',
    example: ({ remote }) => remoteUrlExample(remote),
    problem: (value, { remote }) => remoteUrlProblem(value, remote),
  },
  editor: {
    kind: 'choice',
    help: "Settings and a container for an editor, with the project's own environment",
    question: 'Settings for which editor?',
    choices: [
      { value: 'none', label: 'none' },
      { value: 'vscode', label: 'VS Code, and a devcontainer' },
    ],
    initial: () => 'none',
  },
  hooks: {
    kind: 'choice',
    help: 'What git checks before each commit: ruff, mypy, no outputs in notebooks, no data',
    question: 'What does git check before each commit?',
    choices: [
      { value: 'none', label: 'nothing' },
      { value: 'pre-commit', label: 'code, types, notebooks and data, by pre-commit' },
    ],
    initial: () => 'none',
  },
  ...readingOptions,
  ...documentOptions,
} as const satisfies Record<string, OptionDefinition>;

export type OptionName = keyof typeof options;

type ValueOf<Option> =
  (Option extends { choices: readonly { value: infer Value }[] } ? Value : string) | (Option extends { optional: true } ? null : never);

/** Every answer, complete and checked; the task is settled. */
export type Answers = { readonly [Name in Exclude<OptionName, 'task'>]: ValueOf<(typeof options)[Name]> } & { readonly task: Task };

export const optionNames = Object.keys(options) as readonly OptionName[];

export const definitionOf = (name: OptionName): OptionDefinition => options[name];
