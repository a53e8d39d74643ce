import { ensureError, type ReviewFailure } from '@troupe/contracts';
import { parseValue, renderValue, sameValue, type Example, type Signature, type Value } from '@troupe/feature-spec';
import type { CallOutcome } from '@troupe/sandbox';

/** What came of the two calls of one example. */
export interface ExampleOutcomes {
  readonly first: CallOutcome;
  readonly second: CallOutcome;
}

/** What is wrong with an answer; the cause follows "it". */
interface Fault {
  readonly actual: string | null;
  readonly cause: string;
}

/** Longer values and messages are cut: a review is read by people and models. */
const LONGEST = 1_000;

const shortened = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);

const argumentsJson = ({ arguments: values }: Example): string => `[${values.map(renderValue).join(',')}]`;

const typed = (json: string, { returns }: Signature): Value | Fault => {
  try {
    return parseValue(json, returns);
  } catch (error) {
    return { actual: json, cause: `returned what the signature does not promise: ${ensureError(error).message}` };
  }
};

const isFault = (value: Value | Fault): value is Fault => typeof value === 'object' && 'cause' in value;

/** Judges one call by itself: that there is an answer, of the type that was promised, the right one, and nothing else. */
const faultOf = (outcome: CallOutcome, example: Example, signature: Signature): Fault | undefined => {
  if (outcome.kind === 'failed') return { actual: null, cause: outcome.cause };
  if (outcome.kind === 'threw') return { actual: null, cause: `threw ${outcome.message}` };
  const { json, was = 'nothing', left } = outcome;
  if (json === null) return { actual: null, cause: `returned ${was}, which is no ${signature.returns}` };
  const value = typed(json, signature);
  if (isFault(value)) return value;
  if (!sameValue(example.expected, value)) return { actual: json, cause: 'returned another result' };
  if (left !== argumentsJson(example))
    return { actual: json, cause: `changed its arguments: they are ${left ?? 'no values'} afterwards` };
  return undefined;
};

/** What is wrong with an example, if anything: the first call, or the second that has to come to the same. */
export const judgeExample = (
  example: Example,
  signature: Signature,
  { first, second }: ExampleOutcomes,
): ReviewFailure | undefined => {
  const wrong = faultOf(first, example, signature);
  const again = wrong === undefined ? faultOf(second, example, signature) : undefined;
  const fault = wrong ?? (again && { ...again, cause: `called again, it ${again.cause}` });
  if (fault === undefined) return undefined;
  return {
    example: example.name,
    arguments: example.arguments.map(renderValue),
    expected: renderValue(example.expected),
    actual: fault.actual === null ? null : shortened(fault.actual),
    cause: shortened(fault.cause),
  };
};
