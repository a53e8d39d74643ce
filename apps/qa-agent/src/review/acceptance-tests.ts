import type { ReviewFailure } from '@troupe/contracts';
import type { FeatureSpec, Value } from '@troupe/feature-spec';
import type { CallOutcome, CallResults } from '@troupe/sandbox';
import { judgeExample } from './judge-example.ts';

/** What a commit is asked. Nothing of it comes from the developer. */
export interface AcceptanceTests {
  /** The module that the function is exported by, from the root of the workspace. */
  readonly module: string;
  readonly functionName: string;
  /** Every example, held out or not, and then every one again: code that keeps something between calls shows it. */
  readonly calls: readonly (readonly Value[])[];
}

/** What came of the tests. */
export interface TestReport {
  /** How many examples were run. */
  readonly examples: number;
  /** Those that the code gets wrong, in the order of the spec. */
  readonly failures: readonly ReviewFailure[];
  /** What ended the whole run; null when every example was run. */
  readonly cause: string | null;
}

/** Makes the tests of a spec. */
export const acceptanceTests = ({ moduleName, signature, examples }: FeatureSpec): AcceptanceTests => {
  const calls = examples.map(({ arguments: values }) => values);
  return { module: `src/${moduleName}.js`, functionName: signature.functionName, calls: [...calls, ...calls] };
};

/** Stands for a call that was never made; there is one outcome for each. */
const NOT_CALLED: CallOutcome = { kind: 'failed', cause: 'was not called' };

/** Holds what the code answered against the spec. */
export const judgeAnswers = ({ signature, examples }: FeatureSpec, { outcomes, cause }: CallResults): TestReport => ({
  examples: examples.length,
  failures: examples.flatMap((example, index) => {
    const [first = NOT_CALLED, second = NOT_CALLED] = [outcomes[index], outcomes[index + examples.length]];
    return judgeExample(example, signature, { first, second }) ?? [];
  }),
  cause: cause === undefined ? null : `the code ${cause}`,
});
