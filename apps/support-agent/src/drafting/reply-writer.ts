import type { Dependency } from '@troupe/agent-sdk';
import type { FoundPassage } from '@troupe/knowledge';
import type { AskingContext } from '@troupe/models';

/** What a customer said, and the passages that say something about it, the best first: at least one. */
export interface Sources {
  readonly ticket: string;
  readonly found: readonly FoundPassage[];
}

/** A draft, and who wrote it, with its version. */
export interface WrittenReply {
  /** It names passages by their number, from 1, in brackets; null where they do not answer the ticket. */
  readonly reply: string | null;
  readonly writtenBy: string;
}

/** Whatever can write replies. */
export interface ReplyWriter {
  /** What it asks, where it asks somebody: readiness and metrics of the agent know of it. */
  readonly asks?: Dependency;
  /**
   * Writes a draft from the passages alone. Where it asks somebody it does so in a recorded step.
   * @throws whatever says that asking again later may help, and TroupeError BUDGET_EXHAUSTED
   */
  write(sources: Sources, context: AskingContext): Promise<WrittenReply>;
}

/** The passages, each with its number, as drafts name them. */
export const numbered = (found: readonly FoundPassage[]): readonly (FoundPassage & { readonly number: number })[] =>
  found.map((passage, nth) => ({ ...passage, number: nth + 1 }));
