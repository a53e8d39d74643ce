import type { Decision } from '@troupe/agent-sdk';
import {
  childConversationId,
  DEFAULT_HOPS,
  TroupeError,
  type Draft,
  type Envelope,
  type TraceContext,
} from '@troupe/contracts';
import { toHeaders, traceOf, type Codec } from '@troupe/messaging';
import type { Advance, TrailedDecision } from './advance.ts';

/** What every event of the coordinator names as its source. */
export const SOURCE = 'saga-coordinator';

/** A decision that is told by an event; others are only kept with their instance. */
export type ToldDecision = TrailedDecision & { readonly draft: Draft };

/** Whether it is one. */
export const isTold = (decision: TrailedDecision): decision is ToldDecision => decision.draft !== undefined;

type Of = Pick<Advance, 'row' | 'requestedMs'> & {
  /** The span that takes it. Without tracing it carries on the trace that its saga began with. */
  readonly trace?: TraceContext | undefined;
};

/**
 * The envelope of a decision. It is published whatever is left of its hops, because a rollback must reach the participants;
 * a saga decides so many things at most as its definition has, each once, so it ends by itself.
 */
const envelopeOf = ({ fact, draft, causationId, trail }: ToldDecision, { row, trace }: Of): Envelope => ({
  ...trail,
  ...trace,
  id: fact.id,
  type: draft.type,
  source: SOURCE,
  timeMs: fact.decidedMs,
  conversationId: row.conversation_id,
  causationId,
  hops: Math.max(0, trail.hops - 1),
  provenance: { agent: `${row.saga}@${row.version}` },
});

/** The envelope of an event that begins a conversation of its own: it inherits neither hops nor deadline. */
const childOf = (parent: Envelope, causationId: string, key: string): Envelope => ({
  ...traceOf(parent),
  ...{ id: parent.id, type: parent.type, source: parent.source, timeMs: parent.timeMs, tenant: parent.tenant },
  ...(parent.provenance && { provenance: parent.provenance }),
  causationId,
  conversationId: childConversationId(causationId, key),
  parentId: parent.conversationId,
  lamport: parent.lamport,
  hops: DEFAULT_HOPS,
});

/** Kafka takes 1 MiB by default, headers included. Once decided, an event that is too large could never be published. */
const LARGEST_VALUE = 1_000_000;

const refuseOversize = (type: string, bytes: number): void => {
  if (bytes <= LARGEST_VALUE) return;
  throw new TroupeError(
    'EVENT_INVALID',
    `${type} would have ${bytes} bytes, and ${LARGEST_VALUE} is the most: conclude a reference instead of the data`,
  );
};

/**
 * A decision as it is stored and published.
 * @throws TroupeError EVENT_INVALID · SCHEMA_UNKNOWN when the definition concludes what cannot be encoded or published
 */
export const decisionOf = async (decision: ToldDecision, advance: Of, codec: Codec): Promise<Decision> => {
  const { row, requestedMs } = advance;
  const { definition, data, type, startsConversation } = decision.draft;
  const value = await codec.encode(definition, data);
  refuseOversize(type, value.length);
  const own = envelopeOf(decision, advance);
  const envelope = startsConversation === undefined ? own : childOf(own, decision.causationId, startsConversation);
  return {
    decider: row.saga,
    inputId: decision.fact.id,
    inputTimeMs: requestedMs,
    conversationId: row.conversation_id,
    partition: row.partition,
    outcome: 'decided',
    outputs: [{ id: decision.fact.id, topic: type, key: envelope.conversationId, value, headers: toHeaders(envelope) }],
  };
};
