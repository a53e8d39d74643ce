import { TroupeError, type ErrorCode } from '@troupe/contracts';

const WHY: Readonly<Partial<Record<ErrorCode, string>>> = {
  MODEL_REFUSED: 'the language model refuses to write it',
  MODEL_ANSWER_INVALID: 'the language model gave no answer that can be used',
};

/**
 * Why a model gives no answer, in words for people, where asking it again would not change that: whoever asked concludes
 * something without one. Undefined for every other error, such as a model that is away or an account that is used up.
 */
export const unansweredFor = (error: unknown): string | undefined =>
  TroupeError.is(error) ? WHY[error.code] : undefined;
