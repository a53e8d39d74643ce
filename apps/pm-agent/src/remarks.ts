import { SpecRejected, type SpecAnsweredData, type SpecQuestion } from '@troupe/contracts';
import type { Judgement } from './judge.ts';
import { question } from './reading/doubts/question.ts';
import { quoted } from './reading/doubts/quoted.ts';

/** What led to a judgement. */
export interface RemarksOptions extends Pick<SpecAnsweredData, 'feature' | 'answers'> {
  /** Every question that was asked before, by its id. */
  readonly asked: Readonly<Record<string, string>>;
  /** Whether a model has read the answers: then it is no person's fault what is still asked. */
  readonly isWritten: boolean;
}

/** More would say nothing else. */
const MOST_NAMED = 5;

const unasked = ({ answers, asked, feature }: RemarksOptions): readonly SpecQuestion[] => {
  // Answers beside a rewritten feature are to what that one is asked.
  const ids = feature === null ? answers.flatMap(({ question: id }) => (Object.hasOwn(asked, id) ? [] : [id])) : [];
  const named = [...new Set(ids)].slice(0, MOST_NAMED).map(quoted).join(', ');
  const ask = `Nobody asked ${named}: what was answered to that is left out. Answer by the ids of the other questions here.`;
  return ids.length === 0 ? [] : [question('answer-unasked', { ask })];
};

const unsettled = (asked: SpecQuestion, { answers, isWritten }: RemarksOptions): SpecQuestion => {
  const given = answers.findLast(({ question: id }) => id === asked.id);
  return given === undefined || isWritten
    ? asked
    : { ...asked, question: `The answer ${quoted(given.answer)} does not settle this. ${asked.question}` };
};

/**
 * A rejection that says what became of the answers that led to it: which do not settle what they are to, and which nobody
 * asked for. A spec that is validated needs none of them.
 */
export const withRemarks = (judgement: Judgement, options: RemarksOptions): Judgement => {
  if (judgement.type !== SpecRejected.type) return judgement;
  const { questions, ...data } = judgement.data;
  return SpecRejected({ ...data, questions: [...questions.map((asked) => unsettled(asked, options)), ...unasked(options)] }); // prettier-ignore
};
