import {
  defineAgent,
  when,
  type AgentContext,
  type AgentDefinition,
  type Dependency,
  type PrepareContext,
} from '@troupe/agent-sdk';
import { CodeCommitted, PrReviewed, ReviewUnavailable, SpecValidated, type EventOf } from '@troupe/contracts';
import { keepSpec, keepWaiting, type Memory } from './memory.ts';
import { reviewCommit, type Review, type ReviewParts } from './review/review-commit.ts';
import { sandboxChecks } from './sandbox-checks.ts';
import type { QaTables } from './tables.ts';

/** What the reviewer works with. */
export interface QaOptions extends ReviewParts {
  readonly memory: Memory & Dependency;
}

type Context = AgentContext<QaTables>;

/**
 * Reviews every commit against the spec that it was made from, whichever comes first: attempt after attempt meets the same
 * revision, so specs are kept here and not in a join, which pairs each event with one other.
 */
export const qaAgent = ({ memory, ...parts }: QaOptions): AgentDefinition => {
  /** The commits that waited for this spec, one after the other: what is reviewed shares a machine. */
  const reviewWaiting = async ({ data, envelope }: EventOf<typeof SpecValidated>, context: PrepareContext) => {
    const met = await memory.waiting(envelope.conversationId, data.revision);
    const reviews: Review[] = [];
    for (const code of met) reviews.push(await reviewCommit(code, data, { ...parts, ...context }));
    return { met, reviews };
  };
  return defineAgent({
    name: 'qa-agent',
    publishes: [PrReviewed, ReviewUnavailable],
    dependencies: [memory, ...sandboxChecks(parts.probe)],
    on: [
      when(CodeCommitted)
        .prepare(async ({ data, envelope }, context) => {
          const spec = await memory.specOf(envelope.conversationId, data.revision);
          return spec && reviewCommit(data, spec, { ...parts, ...context });
        })
        .then(async ({ data, envelope }, review, { tx }: Context) => {
          if (review === undefined) await keepWaiting(tx, envelope.conversationId, data);
          return review;
        }),
      when(SpecValidated)
        .prepare(reviewWaiting)
        .then(async ({ data, envelope }, { met, reviews }, { tx }: Context) => {
          await keepSpec(tx, envelope.conversationId, { spec: data, met });
          return reviews;
        }),
    ],
  });
};
