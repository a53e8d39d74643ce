import { defineAgent, when, type AgentContext, type AgentDefinition } from '@troupe/agent-sdk';
import { FeatureRequested, SpecAnswered, SpecRejected, SpecValidated } from '@troupe/contracts';
import { insertFeature, lockFeature, updateFeature } from './feature-store.ts';
import { judgeWritten, questionsOf, type Judgement } from './judge.ts';
import { asAnswered, asAsked, asRequested, asWritten, type KeptFeature } from './kept-feature.ts';
import type { WrittenFeature } from './prose/feature-writer.ts';
import { writeForAnswer, writeForRequest, type ProseOptions } from './prose/write-for.ts';
import { withRemarks } from './remarks.ts';
import type { PmTables } from './tables.ts';

/** What the agent works with. */
export interface PmOptions {
  /** What makes features of prose. Default: nobody does, and prose is given back with a question. */
  readonly prose?: ProseOptions;
}

type Context = AgentContext<PmTables>;

/** What is concluded about a feature, and what is kept of it. */
const conclude = (before: KeptFeature, written: WrittenFeature | undefined) => {
  const after = written === undefined ? before : asWritten(before, written);
  const judgement: Judgement = judgeWritten(after, written);
  const kept = asAsked(after, questionsOf(judgement));
  return { judgement, kept, isValidated: judgement.type === SpecValidated.type };
};

/**
 * Checks whether a feature can be built and tested: `spec.validated`, or `spec.rejected` with questions for a person. Prose
 * is made a feature first, by whoever can; what it makes is checked like any other.
 */
export const pmAgent = ({ prose }: PmOptions = {}): AgentDefinition =>
  defineAgent({
    name: 'pm-agent',
    publishes: [SpecValidated, SpecRejected],
    dependencies: prose === undefined ? [] : [prose.writer.asks, prose.memory],
    on: [
      when(FeatureRequested)
        .prepare((event, context) => prose && writeForRequest(event, prose, context))
        .then(async ({ data, envelope: { conversationId } }, written, { tx }: Context) => {
          const { judgement, ...stored } = conclude(asRequested(data), written);
          return (await insertFeature(tx, { conversationId, ...stored })) ? judgement : undefined;
        }),
      when(SpecAnswered)
        .prepare((event, context) => prose && writeForAnswer(event, prose, context))
        .then(async ({ data, envelope: { conversationId } }, written, { tx }: Context) => {
          const before = await lockFeature(tx, conversationId);
          if (before.isValidated) return undefined;
          const { judgement, ...stored } = conclude(asAnswered(before.kept, data), written);
          await updateFeature(tx, { conversationId, ...stored });
          return withRemarks(judgement, { ...data, asked: before.kept.asked, isWritten: written !== undefined });
        }),
    ],
  });
