import type { Example, Signature } from '@troupe/feature-spec';

/** A module that is to be tried before it is committed. */
export interface CodeToTest {
  readonly signature: Signature;
  /** Where it will lie, from the root of the workspace. */
  readonly path: string;
  readonly source: string;
  /** What its author knew. */
  readonly examples: readonly Example[];
}

/** What came of the developer's own tests. They decide nothing for others: whoever reviews tests for themselves. */
export type OwnTests =
  | { readonly kind: 'passed' }
  | { readonly kind: 'failed'; /** One line each. */ readonly failures: readonly string[] }
  | { readonly kind: 'untested'; /** Why, for people. */ readonly why: string };

/** Whatever can run code that nobody has read, or says that it cannot. */
export interface CodeTester {
  /** Tries it; rejects with the reason of the signal once nobody waits for the result any more. */
  test(code: CodeToTest, context: { readonly signal: AbortSignal }): Promise<OwnTests>;
}
