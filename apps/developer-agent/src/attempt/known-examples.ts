import type { ReviewFailure } from '@troupe/contracts';
import { parseValue, type Example, type FeatureSpec, type Signature } from '@troupe/feature-spec';

const learned = ({ parameters, returns }: Signature, failure: ReviewFailure): Example => ({
  name: failure.example,
  arguments: parameters.map(({ type }, index) => parseValue(failure.arguments[index] ?? '', type)),
  expected: parseValue(failure.expected, returns),
  heldOut: false,
});

/**
 * What the code has to get right, as far as its author may know: the examples that are not held out, and those that a
 * review has told of, which are no secret any more. Each name is there once.
 * @throws TroupeError SPEC_INVALID when a review names a value that the function cannot take or return
 */
export const knownExamples = (
  { signature, examples }: Pick<FeatureSpec, 'signature' | 'examples'>,
  failures: readonly ReviewFailure[],
): readonly Example[] => {
  const shown = examples.filter(({ heldOut }) => !heldOut);
  const told = failures.map((failure) => learned(signature, failure));
  return [...new Map([...shown, ...told].map((example) => [example.name, example])).values()];
};
