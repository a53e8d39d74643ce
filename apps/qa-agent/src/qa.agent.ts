import {
  defineAgent,
  when,
  type AgentContext,
  type AgentDefinition,
  type Dependency,
  type PrepareContext,
} from '@troupe/agent-sdk';
import {
  CodeCommitted,
  PrReviewed,
  ReviewRequested,
  ReviewUnavailable,
  SpecValidated,
  TroupeError,
  type CodeCommittedData,
  type SpecValidatedData,
} from '@troupe/contracts';
import { keepSpec, keepWaiting, type Memory } from './memory.ts';
import { reviewCommit, type Review, type ReviewParts } from './review/review-commit.ts';
import { sandboxChecks } from './sandbox-checks.ts';
import type { QaTables } from './tables.ts';
import { keepUnreviewed, letGoOfUnreviewed } from './unreviewed.ts';

/** What the reviewer works with. */
export interface QaOptions extends ReviewParts {
  readonly memory: Memory & Dependency;
}

type Context = AgentContext<QaTables>;

/** Commits, and what was concluded about each, in the same order. */
interface Met {
  readonly met: readonly CodeCommittedData[];
  readonly reviews: readonly Review[];
}

const commitsOf = ({ met, reviews }: Met, type: Review['type']): readonly CodeCommittedData[] =>
  met.filter((_, index) => reviews[index]?.type === type);

/**
 * Reviews every commit against the spec that it was made from, whichever comes first: attempt after attempt meets the same
 * revision, so specs are kept here and not in a join, which pairs each event with one other. What cannot be reviewed for want
 * of a sandbox is kept, and reviewed once somebody asks for it again.
 */
export const qaAgent = ({ memory, ...parts }: QaOptions): AgentDefinition => {
  /** One after the other: what is reviewed shares a machine. */
  const reviewAll = async (
    met: readonly CodeCommittedData[],
    specOf: (code: CodeCommittedData) => Promise<SpecValidatedData> | SpecValidatedData,
    context: PrepareContext,
  ): Promise<Met> => {
    const reviews: Review[] = [];
    for (const code of met) reviews.push(await reviewCommit(code, await specOf(code), { ...parts, ...context }));
    return { met, reviews };
  };
  const specFor = async (conversationId: string, { revision }: CodeCommittedData): Promise<SpecValidatedData> => {
    const spec = await memory.specOf(conversationId, revision);
    if (spec !== undefined) return spec;
    throw new TroupeError('STATE_GONE', `the spec of ${conversationId} is gone, which a commit waits with`);
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
          const { conversationId } = envelope;
          if (review === undefined) await keepWaiting(tx, conversationId, data);
          if (review?.type === ReviewUnavailable.type) await keepUnreviewed(tx, conversationId, [data]);
          return review;
        }),
      when(SpecValidated)
        .prepare(async ({ data, envelope }, context) => {
          const waiting = await memory.waiting(envelope.conversationId, data.revision);
          return reviewAll(waiting, () => data, context);
        })
        .then(async ({ data, envelope }, { met, reviews }, { tx }: Context) => {
          const { conversationId } = envelope;
          await keepSpec(tx, conversationId, { spec: data, met });
          await keepUnreviewed(tx, conversationId, commitsOf({ met, reviews }, ReviewUnavailable.type));
          return reviews;
        }),
      when(ReviewRequested)
        .prepare(async ({ envelope: { conversationId } }, context) =>
          reviewAll(await memory.unreviewed(conversationId), (code) => specFor(conversationId, code), context),
        )
        .then(async ({ envelope }, met, { tx }: Context) => {
          await letGoOfUnreviewed(tx, envelope.conversationId, commitsOf(met, PrReviewed.type));
          return met.reviews;
        }),
    ],
  });
};
