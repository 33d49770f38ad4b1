import type { Collision } from '../apply/apply.ts';
import { readAlphabets } from '../options/alphabets.ts';
import type { Context } from '../options/define.ts';
import { unasked } from '../options/missing.ts';
import type { OptionName } from '../options/schema.ts';
import { type Given, settle } from '../options/settle.ts';
import type { Agreed, Preview } from './agreed.ts';
import { askOne, back, eraseLine } from '../terminal/ask.ts';
import { Conversation } from './conversation.ts';
import { colors, lively, say, sentence } from '../terminal/output.ts';
import { review } from './review.ts';

/** What the data leave open is asked only up to here; the rest is told, and can be said in the review. */
const MOST_QUESTIONS = 8;

/** The few questions that matter, Esc going back, then a review in which every option can be changed. */
export async function ask(given: Given, context: Context, preview: Preview): Promise<Agreed> {
  await readAlphabets();
  settle(given, context);
  const conversation = new Conversation(given, context);
  const first = unasked(given, context);
  if (!first.includes('data')) await conversation.tryToRead();
  if (first.length > 0 && lively())
    say(colors.dim(sentence('Enter takes what is shown, Esc goes back, Ctrl-C ends without writing anything.')));
  // What was answered, for Esc.
  const asked: OptionName[] = [];
  for (;;) {
    const name = await nextQuestion(conversation, first, asked);
    if (name === undefined) {
      const agreed = await review(conversation, preview, asked.length > 0);
      if (agreed !== back) return agreed;
    } else if (await conversation.ask(name)) {
      asked.push(name);
      continue;
    }
    const left = asked.pop();
    if (left === undefined) continue;
    eraseLine();
    conversation.reopen(left);
  }
}

/** What is to be asked now: what the file needs to be read, the few that matter, what the data speak against, and what has no default. */
async function nextQuestion(
  conversation: Conversation,
  first: readonly OptionName[],
  asked: readonly OptionName[],
): Promise<OptionName | undefined> {
  const needed = conversation.neededToRead();
  if (needed !== undefined) return needed;
  // The sample data sets have one target each.
  const next = first.find((name) => !asked.includes(name) && !(name === 'target' && !conversation.given.data));
  if (next !== undefined) return next;
  const doubtful = asked.length < MOST_QUESTIONS ? await conversation.doubtful() : [];
  return doubtful.find((name) => !asked.includes(name)) ?? conversation.open()[0];
}

/** Asks about each file that is in the way, until an answer is meant for all. */
export function collisionAsker(): (collision: Collision) => Promise<'skip' | 'overwrite'> {
  let forAll: 'skip' | 'overwrite' | undefined;
  return async ({ path }) => {
    if (forAll !== undefined) return forAll;
    for (;;) {
      const said = await askOne({
        type: 'select',
        message: `${path} is there already and differs.`,
        choices: [
          { value: 'skip', name: 'keep mine' },
          { value: 'overwrite', name: "replace it with the project's" },
          { value: 'skip all', name: 'keep all of mine' },
          { value: 'overwrite all', name: 'replace all of mine' },
          { value: 'stop', name: 'stop, write nothing' },
        ],
      });
      if (said === back) continue;
      if (said === 'stop') throw Object.assign(new Error('stopped'), { name: 'ExitPromptError' });
      const decision = said.startsWith('skip') ? 'skip' : 'overwrite';
      if (said.endsWith('all')) forAll = decision;
      return decision;
    }
  };
}
