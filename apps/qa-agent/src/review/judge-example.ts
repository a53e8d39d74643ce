import type { ReviewFailure } from '@troupe/contracts';
import { faultIn, renderValue, type Example, type Signature } from '@troupe/feature-spec';
import type { CallOutcome } from '@troupe/sandbox';

/** What came of the two calls of one example. */
export interface ExampleOutcomes {
  readonly first: CallOutcome;
  readonly second: CallOutcome;
}

/** Longer values and messages are cut: a review is read by people and models. */
const LONGEST = 1_000;

const shortened = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);

/** What is wrong with an example, if anything: the first call, or the second that has to come to the same. */
export const judgeExample = (
  example: Example,
  signature: Signature,
  { first, second }: ExampleOutcomes,
): ReviewFailure | undefined => {
  const wrong = faultIn(first, example, signature);
  const again = wrong === undefined ? faultIn(second, example, signature) : undefined;
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
