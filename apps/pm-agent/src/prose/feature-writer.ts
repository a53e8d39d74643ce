import type { Dependency } from '@troupe/agent-sdk';
import type { AskingContext } from '@troupe/models';

/** A wish in free words, and what became known of it. */
export interface Wish {
  readonly title: string;
  readonly prose: string;
  /** What was asked about it, and what a person answered. */
  readonly answered: readonly AnsweredQuestion[];
  /** Answers by the id of their question, for whoever reads the feature. */
  readonly answers: Readonly<Record<string, string>>;
}

/** A question in words, and the answer to it. */
export interface AnsweredQuestion {
  readonly question: string;
  readonly answer: string;
}

/** What was made of a wish, and by whom: a model and the version of its prompt. */
export type WrittenFeature = { readonly by: string } & (
  | {
      readonly kind: 'written';
      /** In Gherkin. It is read like a person's, and may leave questions. */
      readonly feature: string;
    }
  | {
      readonly kind: 'unclear';
      /** What has to be known first, at least one. */
      readonly questions: readonly string[];
    }
  | {
      readonly kind: 'failed';
      /** Why there is none, for people. */
      readonly why: string;
    }
);

/** Whatever can make a feature of free words. */
export interface FeatureWriter {
  /** What it asks: readiness and metrics of the agent know of it. */
  readonly asks: Dependency;
  /**
   * Writes a feature, in recorded steps.
   * @throws whatever says that asking again later may help, and TroupeError BUDGET_EXHAUSTED
   */
  write(wish: Wish, context: AskingContext): Promise<WrittenFeature>;
}
