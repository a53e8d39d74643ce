import { defineAgent, when, type AgentDefinition } from '@troupe/agent-sdk';
import { FeatureRequested, SpecAnswered, SpecRejected, SpecValidated } from '@troupe/contracts';
import { insertFeature, lockFeature, updateFeature } from './feature-store.ts';
import { judge, type Judgement } from './judge.ts';
import { asAnswered, asRequested } from './kept-feature.ts';

const isValidation = ({ type }: Judgement): boolean => type === SpecValidated.type;

/** Checks whether a feature can be built and tested: `spec.validated`, or `spec.rejected` with questions for a person. */
export const pmAgent = (): AgentDefinition =>
  defineAgent({
    name: 'pm-agent',
    publishes: [SpecValidated, SpecRejected],
    on: [
      when(FeatureRequested, async ({ data, envelope: { conversationId } }, { tx }) => {
        const kept = asRequested(data);
        const judgement = judge(kept);
        const isNew = await insertFeature(tx, { conversationId, kept, isValidated: isValidation(judgement) });
        return isNew ? judgement : undefined;
      }),
      when(SpecAnswered, async ({ data, envelope: { conversationId } }, { tx }) => {
        const before = await lockFeature(tx, conversationId);
        if (before.isValidated) return undefined;
        const kept = asAnswered(before.kept, data);
        const judgement = judge(kept);
        await updateFeature(tx, { conversationId, kept, isValidated: isValidation(judgement) });
        return judgement;
      }),
    ],
  });
