import { ensureError } from '@troupe/contracts';
import { callText, type Example, type Signature } from './feature-spec.ts';
import { parseValue, renderValue } from './json-value.ts';
import { sameValue, type Value } from './value.ts';

/** What came of one call of the code, as whoever made the call tells it. */
export type Answer =
  | {
      readonly kind: 'returned';
      /** The result; null when it is no value that JSON can tell. */
      readonly json: string | null;
      /** What it was then, such as `undefined`. */
      readonly was?: string | undefined;
      /** What the arguments were afterwards; null when that cannot be told. */
      readonly left: string | null;
    }
  | { readonly kind: 'threw'; readonly message: string }
  | { readonly kind: 'failed'; /** Follows "the code". */ readonly cause: string };

/** What is wrong with an answer. */
export interface Fault {
  /** The result, as JSON; null when there was none. */
  readonly actual: string | null;
  /** Follows "it". */
  readonly cause: string;
}

const OTHER_RESULT = 'returned another result';

const argumentsJson = ({ arguments: values }: Pick<Example, 'arguments'>): string =>
  `[${values.map(renderValue).join(',')}]`;

const typed = (json: string, { returns }: Pick<Signature, 'returns'>): Value | Fault => {
  try {
    return parseValue(json, returns);
  } catch (error) {
    return { actual: json, cause: `returned what the signature does not promise: ${ensureError(error).message}` };
  }
};

const isFault = (value: Value | Fault): value is Fault => typeof value === 'object' && 'cause' in value;

/**
 * Judges what came of the call of an example: that there is a result, of the type that was promised, the right one, and
 * nothing else. Undefined when nothing is wrong.
 */
export const faultIn = (
  answer: Answer,
  example: Pick<Example, 'arguments' | 'expected'>,
  signature: Pick<Signature, 'returns'>,
): Fault | undefined => {
  if (answer.kind === 'failed') return { actual: null, cause: answer.cause };
  if (answer.kind === 'threw') return { actual: null, cause: `threw ${answer.message}` };
  const { json, was = 'nothing', left } = answer;
  if (json === null) return { actual: null, cause: `returned ${was}, which is no ${signature.returns}` };
  const value = typed(json, signature);
  if (isFault(value)) return value;
  if (!sameValue(example.expected, value)) return { actual: json, cause: OTHER_RESULT };
  if (left === argumentsJson(example)) return undefined;
  return { actual: json, cause: `changed its arguments: they are ${left ?? 'no values'} afterwards` };
};

/** A fault in one sentence, such as `salesTax(100, 0.2) is to be 20: it returned 25`. */
export const faultText = (
  { actual, cause }: Fault,
  example: Pick<Example, 'arguments' | 'expected'>,
  signature: Pick<Signature, 'functionName'>,
): string => {
  const came = cause === OTHER_RESULT ? `returned ${actual ?? 'nothing'}` : cause;
  return `${callText(signature, example)} is to be ${renderValue(example.expected)}: it ${came}`;
};
