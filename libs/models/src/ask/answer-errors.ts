import type { FieldProblem } from '@troupe/contracts';
import { ModelError } from '../calls/model-error.ts';
import type { Question } from './question.ts';

// Whatever was used is charged with the steps that recorded it.
const used = { tokens: 0, moneyMicros: 0 };

/** A model said no. */
export const answerRefused = ({ step, prompt }: Question, by: string): ModelError =>
  new ModelError('MODEL_REFUSED', `${by} refuses to answer '${step}' (${prompt.id})`, {
    used,
    details: { step, prompt: prompt.id, hash: prompt.hash, by },
  });

/** Why an answer cannot be used. */
export type Unusable =
  | { readonly by: string; readonly why: 'schema'; readonly problems: readonly FieldProblem[] }
  | { readonly by: string; readonly why: 'cut-off' | 'turns'; readonly limit: number };

const MOST_TOLD = 5;

const explain = (unusable: Unusable): string => {
  if ('limit' in unusable)
    return unusable.why === 'cut-off'
      ? `was cut off after ${unusable.limit} tokens: raise maxOutputTokens of its prompt`
      : `did not come within ${unusable.limit} requests: raise mostTurns, or give fewer tools`;
  // Fields and what is wanted of them, not what stood there.
  const fields = unusable.problems.slice(0, MOST_TOLD).map(({ field }) => (field === '' ? 'the whole' : field));
  return `does not fit its schema after all repairs: ${fields.join(', ')}`;
};

/** There is an answer, or part of one, and nothing can be done with it. */
export const answerUnusable = ({ step, prompt }: Question, unusable: Unusable): ModelError => {
  const { by, why } = unusable;
  return new ModelError(
    'MODEL_ANSWER_INVALID',
    `The answer of ${by} to '${step}' (${prompt.id}) ${explain(unusable)}`,
    {
      used,
      details: { step, prompt: prompt.id, hash: prompt.hash, by, why },
    },
  );
};
