import type { Example, Signature } from '@troupe/feature-spec';
import type { Expression } from './expression.ts';

/** What to find a program for. */
export interface SynthesisRequest {
  readonly signature: Signature;
  /** What the program has to get right; those that are held out are not to be among them. */
  readonly examples: readonly Pick<Example, 'arguments' | 'expected'>[];
  /**
   * Texts that describe the program: its title, its criteria. Words such as "rounded" or "unique" lower the cost of the
   * operators that they speak for; numbers and quoted strings in them become cheap constants, and a program without the
   * numbers comes after one with them. They make none fit the examples. Default: none.
   */
  readonly hints?: readonly string[];
  readonly budget?: SynthesisBudget;
  /** Ends the search at its next pause, within some milliseconds. */
  readonly signal?: AbortSignal;
}

/** What a search may use. */
export interface SynthesisBudget {
  /** How many expressions may be tried. Default: 3 million. */
  readonly expressions?: number;
  /** How long it may take. Default: 10 000 ms. */
  readonly ms?: number;
}

/** A program that is right in every example. */
export interface Program {
  readonly signature: Signature;
  readonly body: Expression;
}

/** What came of it. */
export type Synthesis = (Synthesized | NotSynthesized) & {
  /** How many expressions were tried. */
  readonly explored: number;
  /** Whether the budget ended it: with more of it another answer may come. */
  readonly isCut: boolean;
};

/** A program was found. */
export interface Synthesized {
  readonly found: true;
  readonly program: Program;
  /** How likely it is the one that is meant, among those that were found right and differ elsewhere: from 0.97 to 1. */
  readonly certainty: number;
}

/** No program was found that is worth being called one. */
export interface NotSynthesized {
  readonly found: false;
  /** Why, for people. */
  readonly reason: string;
  /** What was searched, one line each. */
  readonly tried: readonly string[];
}
