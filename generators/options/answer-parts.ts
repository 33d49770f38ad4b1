import type { Answers } from './schema.ts';
import type { Given } from './settle.ts';

/** A part that is an answer of the project: to add it is to update the project to another answer. */
export interface AnswerPart {
  /** One line for the list of parts. */
  readonly summary: string;
  /** Where to read on in a project that has it. */
  readonly guide: string;
  /** What may stand behind the word; the first is meant where nothing does. */
  readonly kinds?: readonly [string, ...string[]];
  /** The answers of a project that has it, where they differ from these or not. */
  answersWith(answers: Answers, kind?: string): Given;
}

/** Serving and monitoring stand on the pipeline of level 1. */
const automated = ({ level }: Answers): string => String(Math.max(level, 1));

/** What the project has, if it is anything; else the other. */
const present = <Value extends string>(answer: Value | 'none' | null, other: string): string =>
  answer === null || answer === 'none' ? other : answer;

/** The other way of serving is kept. */
const served =
  (way: 'online' | 'batch') =>
  (answers: Answers): Given => {
    const { serve } = answers;
    return { level: automated(answers), serve: serve === null || serve === 'none' || serve === way ? way : 'both' };
  };

/** The words after `add` that change an answer, in the order of the list; to add one, add an entry here. */
export const answerParts: Readonly<Record<string, AnswerPart>> = {
  service: {
    summary: 'A web service that answers requests, with a page for people',
    guide: 'docs/service.md',
    answersWith: served('online'),
  },
  batch: { summary: 'A job that scores files of any size', guide: 'docs/batch.md', answersWith: served('batch') },
  monitoring: {
    summary: 'Drift, performance, retraining and roll-back; comes with level 1',
    guide: 'docs/monitoring.md',
    answersWith: (answers) => ({ level: automated(answers), serve: answers.serve ?? 'none' }),
  },
  ci: {
    summary: 'Workflows that test each change; at level 2 they retrain, watch and deploy too',
    guide: 'docs/workflows.md',
    kinds: ['github', 'gitlab'],
    answersWith: (answers, kind = 'github') => ({ level: automated(answers), ci: present(answers.ci, kind) }),
  },
  deploy: {
    summary: 'Image, manifests, releases, dashboard and alert rules for the service; comes with level 2',
    guide: 'docs/kubernetes.md',
    answersWith: (answers) => ({ level: '2', serve: served('online')(answers).serve!, deploy: 'kubernetes' }),
  },
};

export const answerPartNamed = (word: string): AnswerPart | undefined => (Object.hasOwn(answerParts, word) ? answerParts[word] : undefined);

export const hasPart = (part: AnswerPart, answers: Answers): boolean =>
  Object.entries(part.answersWith(answers)).every(([name, value]) => String(answers[name as keyof Answers]) === value);
