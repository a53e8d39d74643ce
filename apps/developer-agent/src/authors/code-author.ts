import type { Dependency, PrepareContext } from '@troupe/agent-sdk';
import type { ReviewFailure } from '@troupe/contracts';
import type { Example, FeatureSpec } from '@troupe/feature-spec';

/** What an author may know of a spec: everything but the examples that are held out. */
export type VisibleSpec = Omit<FeatureSpec, 'examples'>;

/** An attempt that a review has sent back. */
export interface PastAttempt {
  /** From 1. */
  readonly attempt: number;
  /** The module as it was committed. */
  readonly source: string;
  /** What the review found. */
  readonly failures: readonly ReviewFailure[];
}

/** What is to be written. */
export interface CodingTask {
  readonly spec: VisibleSpec;
  /** What the code has to get right, as far as it may be known: those that a review has told of are among them. */
  readonly examples: readonly Example[];
  /** From 1; later ones may cost more. */
  readonly attempt: number;
  /** In their order; empty the first time. */
  readonly past: readonly PastAttempt[];
}

/** What an author made of a task. */
export type Written =
  | {
      readonly kind: 'written';
      /** The module: plain JavaScript that exports the function, and imports nothing that is not in Node. */
      readonly source: string;
      /** How it came to be, for people. */
      readonly how: string;
    }
  | {
      readonly kind: 'gave-up';
      /** Why, for people. */
      readonly reason: string;
      /** What was tried, one line each. */
      readonly tried: readonly string[];
    };

/** What an author has of the event's handling. */
export type AuthorContext = Pick<PrepareContext, 'record' | 'emit' | 'signal' | 'log'>;

/** Whatever can write code: a search, a language model, a person. */
export interface CodeAuthor {
  /** With its version: stands in what is published, and in the code. */
  readonly name: string;
  /** What it asks, where that may be away: readiness and metrics of the agent know of it. */
  readonly asks?: Dependency;
  /**
   * Writes a module, or says why not. What takes long, costs money or may come out differently the next time is a step
   * that `record` keeps; nothing else may have an effect.
   */
  write(task: CodingTask, context: AuthorContext): Promise<Written>;
}
