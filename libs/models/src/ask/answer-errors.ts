import { NOTHING } from '@troupe/agent-sdk';
import type { FieldProblem } from '@troupe/contracts';
import { ModelError } from '../calls/model-error.ts';
import type { AnswerSchema } from './answer-schema.ts';
import { fieldsIn } from './known-fields.ts';
import type { Question } from './question.ts';

// Whatever was used is charged with the steps that recorded it.
const used = NOTHING;

/** A model said no. */
export const answerRefused = ({ step, prompt }: Question, by: string): ModelError =>
  new ModelError('MODEL_REFUSED', `${by} refuses to answer '${step}' (${prompt.id})`, {
    used,
    details: { step, prompt: prompt.id, hash: prompt.hash, by },
  });

/** Why an answer cannot be used. */
export type Unusable =
  | {
      readonly by: string;
      readonly why: 'schema';
      readonly problems: readonly FieldProblem[];
      readonly schema: AnswerSchema<unknown> | undefined;
    }
  | { readonly by: string; readonly why: 'cut-off' | 'turns'; readonly limit: number };

const MOST_TOLD = 5;

const explain = (unusable: Unusable): string => {
  if ('limit' in unusable)
    return unusable.why === 'cut-off'
      ? `was cut off after ${unusable.limit} tokens: raise maxOutputTokens of its prompt`
      : `did not come within ${unusable.limit} requests: raise mostTurns, or give fewer tools`;
  // Fields of the schema, not what stood there.
  const told = fieldsIn(unusable.schema?.jsonSchema ?? {});
  const fields = unusable.problems.map(({ field }) => (field === '' ? 'the whole' : told(field)));
  return `does not fit its schema after all repairs: ${[...new Set(fields)].slice(0, MOST_TOLD).join(', ')}`;
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
