import { createInterface, type Interface } from 'node:readline';
import { back, type Entry, isEntry, type Question } from './ask.ts';
import { printable, say, sentence } from './output.ts';

/** Lines that were typed, or pasted at once, and not asked for yet. */
const waiting: string[] = [];
let reader: Interface | undefined;
let arrived: ((line: string | undefined) => void) | undefined;

/** One line of standard input; undefined at its end. */
function nextLine(): Promise<string | undefined> {
  if (waiting.length > 0) return Promise.resolve(waiting.shift());
  if (reader === undefined) {
    reader = createInterface({ input: process.stdin, terminal: false });
    reader.on('line', (line) => (arrived === undefined ? waiting.push(line) : arrived(line)));
    reader.on('close', () => arrived?.(undefined));
  }
  reader.resume();
  return new Promise((resolve) => {
    arrived = (line) => {
      arrived = undefined;
      // A terminal that is listened to would keep the program from ending.
      reader?.pause();
      resolve(line);
    };
  });
}

/** The same questions where a cursor cannot be moved: a line each, choices by number or name, `<` to go back. */
export async function askPlainly(question: Question): Promise<string | typeof back> {
  for (const line of question.before ?? []) say(line);
  if (question.type === 'select') for (const line of numbered(question.choices.filter(isEntry))) say(line);
  if (question.type === 'search') for (const line of shownOf(question.source(''))) say(line);
  for (;;) {
    const standard = question.default ?? '';
    const keys = `(${standard === '' ? '' : `Enter for ${printable(standard)}, `}< for back)`;
    process.stderr.write(`${sentence(`? ${question.message} ${keys}`, '  ')} `);
    const line = await nextLine();
    if (line === undefined) throw Object.assign(new Error('The input has ended.'), { name: 'ExitPromptError' });
    const typed = line.trim();
    if (typed === '<') return back;
    const value = typed === '' ? standard : meant(question, typed);
    const problem =
      value === undefined ? `${JSON.stringify(typed)} is none of them: type the number in front of one.` : await question.check?.(value);
    if (problem === undefined) return value!;
    say(sentence(`✖ ${printable(problem)}`, '  '));
    if (question.type === 'search') for (const shown of shownOf(question.source(typed))) say(shown);
  }
}

/** Where values are numbers themselves they are not numbered again. */
const areNumbers = (entries: readonly Entry[]): boolean => entries.some(({ value }) => /^\d+$/.test(value));

const numbered = (entries: readonly Entry[]): string[] =>
  entries.map(
    ({ name, description }, index) =>
      `  ${sentence(`${areNumbers(entries) ? '' : `${index + 1}  `}${name}${description === undefined ? '' : ` (${description})`}`, '    ')}`,
  );

const shownOf = (entries: readonly Entry[]): string[] => [
  ...entries
    .slice(0, 20)
    .map(({ name, disabled }) => `  ${sentence(`${printable(name)}${disabled === undefined ? '' : `: ${disabled}`}`, '    ')}`),
  ...(entries.length > 20 ? [`  and ${entries.length - 20} more`] : []),
];

/** What a line stands for: itself, or one of the choices by its value, its number, or as the only one that it fits. */
function meant(question: Question, typed: string): string | undefined {
  if (question.type === 'input') return typed;
  const entries =
    question.type === 'select' ? question.choices.filter(isEntry) : question.source(typed).filter(({ disabled }) => disabled === undefined);
  const exact = entries.find(({ value }) => value === typed);
  const byNumber = question.type === 'select' && !areNumbers(entries) ? entries[Number(typed) - 1] : undefined;
  const found = exact ?? byNumber ?? (question.type === 'search' && entries.length === 1 ? entries[0] : undefined);
  return found?.value ?? (question.type === 'search' ? typed : undefined);
}
