import { SpecValidated, TroupeError, type SpecAnsweredInput, type SpecQuestion } from '@troupe/contracts';
import type { Conversation } from '../conversations/conversation-reader.ts';
import { questionsIn, writtenIn } from './told.ts';

type Answer = NonNullable<SpecAnsweredInput['answers']>[number];

const refused = (message: string): TroupeError => new TroupeError('REQUEST_REFUSED', message);

const choicesText = ({ choices }: SpecQuestion): string => choices.map((choice) => `'${choice}'`).join(', ');

const askedText = (questions: readonly SpecQuestion[]): string =>
  questions.map(({ id, choices }) => (choices.length === 0 ? id : `${id} (${choices.join(' | ')})`)).join(', ');

const isChoice = ({ choices }: SpecQuestion, answer: string): boolean =>
  choices.some((choice) => choice.toLowerCase() === answer.trim().toLowerCase());

/** Whether words of one's own are read: where a model wrote the feature it reads what a person says about it. */
const takesWords = ({ choices }: SpecQuestion, { events }: Pick<Conversation, 'events'>): boolean =>
  choices.length === 0 || writtenIn(events) !== undefined;

const checkAnswer = (
  { question: id, answer }: Answer,
  questions: readonly SpecQuestion[],
  conversation: Conversation,
): void => {
  const asked = questions.find((question) => question.id === id);
  if (asked === undefined) throw refused(`nobody asks '${id}': what is asked is ${askedText(questions)}`);
  if (!takesWords(asked, conversation) && !isChoice(asked, answer))
    throw refused(`'${answer}' does not answer ${id}: ${asked.question} Answer with one of ${choicesText(asked)}`);
};

/**
 * Holds answers against what is asked in a conversation, before they are sent.
 * @throws TroupeError REQUEST_REFUSED naming the question and its choices, or saying that nothing can be answered (any more)
 */
export const checkAnswers = (
  { answers = [], feature = null }: Pick<SpecAnsweredInput, 'answers' | 'feature'>,
  conversation: Conversation,
): void => {
  const { conversationId, events, status } = conversation;
  if (events.some(({ type }) => type === SpecValidated.type))
    throw refused(`nothing is asked about ${conversationId} any more, and it cannot be rewritten: its spec is made. Submit a feature anew`); // prettier-ignore
  // A feature that is rewritten is asked about anew: what its answers are to is not known yet.
  if (feature !== null) return;
  if (status !== 'waiting')
    throw refused(`nothing is asked about ${conversationId} now: npm run features -- show ${conversationId}`);
  const questions = questionsIn(events);
  for (const answer of answers) checkAnswer(answer, questions, conversation);
};
