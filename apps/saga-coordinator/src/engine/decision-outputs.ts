import type { Decision } from '@troupe/agent-sdk';
import type { Envelope } from '@troupe/contracts';
import { toHeaders, type Codec } from '@troupe/messaging';
import type { Advance, TrailedDecision } from './advance.ts';

/** What every event of the coordinator names as its source. */
export const SOURCE = 'saga-coordinator';

type Of = Pick<Advance, 'row' | 'requestedMs'>;

/**
 * The envelope of a decision. It is published whatever is left of its hops, because a rollback must reach the participants;
 * a saga decides at most three times, so it ends by itself.
 */
const envelopeOf = ({ fact, draft, causationId, trail }: TrailedDecision, { row }: Of): Envelope => ({
  ...trail,
  id: fact.id,
  type: draft.type,
  source: SOURCE,
  timeMs: fact.decidedMs,
  conversationId: row.conversation_id,
  causationId,
  hops: Math.max(0, trail.hops - 1),
  provenance: { agent: `${row.saga}@${row.version}` },
});

/**
 * A decision as it is stored and published.
 * @throws TroupeError EVENT_INVALID · SCHEMA_UNKNOWN when the definition concludes what cannot be encoded
 */
export const decisionOf = async (decision: TrailedDecision, advance: Of, codec: Codec): Promise<Decision> => {
  const { row, requestedMs } = advance;
  const { definition, data, type } = decision.draft;
  const value = await codec.encode(definition, data);
  const headers = toHeaders(envelopeOf(decision, advance));
  return {
    decider: row.saga,
    inputId: decision.fact.id,
    inputTimeMs: requestedMs,
    conversationId: row.conversation_id,
    partition: row.partition,
    outcome: 'decided',
    outputs: [{ id: decision.fact.id, topic: type, key: row.conversation_id, value, headers }],
  };
};
