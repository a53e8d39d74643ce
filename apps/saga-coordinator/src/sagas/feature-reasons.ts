import {
  ReviewUnavailable,
  SpecAnswered,
  SpecRejected,
  type BudgetExhaustedData,
  type CodeAbandonedData,
  type MergeRefusedData,
} from '@troupe/contracts';
import { heardOf, type SagaView } from '@troupe/saga';
import { inBrief } from './feature-history.ts';
import { heldWords } from './held-words.ts';

/** What ends a feature by itself. */
type Failure =
  | { readonly type: 'code.abandoned'; readonly data: CodeAbandonedData }
  | { readonly type: 'budget.exhausted'; readonly data: BudgetExhaustedData };

/** What the reasons are made of. */
export interface GivenUp extends Pick<SagaView, 'heard' | 'instructed' | 'missing' | 'held'> {
  readonly failure: Failure | undefined;
  readonly refusals: readonly { readonly step: string; readonly type: string; readonly data: unknown }[];
}

const ofFailure = (failure: Failure): string =>
  failure.type === 'code.abandoned'
    ? failure.data.reason
    : `${failure.data.agent} met the limit of the conversation: ${failure.data.resource}, ${failure.data.spent} spent`;

// Only the step that merges can be refused.
const ofRefusal = ({ data }: GivenUp['refusals'][number]): string => {
  const { commit, branch, reason } = data as MergeRefusedData;
  return `approved as ${commit}, which stays on ${branch}: ${reason}`;
};

/** The questions that were asked last, if nobody has answered since. */
const unanswered = (view: GivenUp): readonly string[] => {
  const rejections = heardOf(view, SpecRejected);
  const isAnswered = heardOf(view, SpecAnswered).length >= rejections.length;
  return isAnswered ? [] : (rejections.at(-1)?.questions.map(({ question }) => `nobody answered: ${question}`) ?? []);
};

const unreviewed = (view: GivenUp): readonly string[] =>
  heardOf(view, ReviewUnavailable).flatMap(({ missing, decidedBy }) =>
    missing.map(({ limit, found }) => `${decidedBy} runs no generated code, for want of ${limit}: ${found}`),
  );

const ofMissing = (step: string, view: GivenUp): readonly string[] => {
  const known = step === 'spec' ? unanswered(view) : step === 'review' ? unreviewed(view) : [];
  const held = heldWords(step, view.held);
  return known.length > 0 && held === '' ? known : [...known, `${step}: no answer in time${held}`];
};

/**
 * Why a feature was given up, for people: what an operator said, what ended it, and what was waited for in vain, with who
 * holds it.
 */
export const reasonsOf = (view: GivenUp): readonly string[] => {
  const { instructed, failure, refusals, missing } = view;
  const reasons = [
    ...(instructed === undefined ? [] : [`${instructed.reason} (${instructed.by})`]),
    ...(failure === undefined ? [] : [ofFailure(failure)]),
    ...refusals.map(ofRefusal),
    ...missing.flatMap((step) => ofMissing(step, view)),
  ];
  return [...new Set(reasons)].map(inBrief);
};
