import type { Decision } from '@troupe/agent-sdk';
import { DEFAULT_HOPS, requestId, type Draft, type Envelope, type TraceContext } from '@troupe/contracts';
import { partitionOf, toHeaders, traceOf, type Codec } from '@troupe/messaging';

/** Who concludes what enters at the edge. */
export const GATEWAY = 'gateway';

/** An event that enters at the edge. */
export interface EdgeEvent {
  readonly tenant: string;
  readonly idempotencyKey: string;
  readonly conversationId: string;
  readonly draft: Draft;
  readonly timeMs: number;
  readonly lamport: number;
  /** Of the request: the span that it is answered in, or else what its client sent. */
  readonly trace: TraceContext;
}

/** What the decision about a request is known by: the same whenever the same key is sent. */
export const decisionKeyOf = ({
  tenant,
  idempotencyKey,
  timeMs,
}: Pick<EdgeEvent, 'tenant' | 'idempotencyKey' | 'timeMs'>): Pick<Decision, 'decider' | 'inputId' | 'inputTimeMs'> => ({
  decider: GATEWAY,
  inputId: requestId(tenant, idempotencyKey),
  inputTimeMs: timeMs,
});

const envelopeOf = (event: EdgeEvent): Envelope => {
  const { tenant, idempotencyKey, conversationId, draft, timeMs, lamport, trace } = event;
  return {
    id: requestId(tenant, idempotencyKey),
    type: draft.type,
    source: GATEWAY,
    timeMs,
    conversationId,
    lamport,
    hops: DEFAULT_HOPS,
    tenant,
    ...traceOf(trace),
  };
};

/**
 * The decision that an event enters, with its bytes complete.
 * @throws TroupeError EVENT_INVALID · SCHEMA_UNKNOWN · REGISTRY_UNAVAILABLE
 */
export const decisionOf = async (event: EdgeEvent, codec: Codec, partitions: number): Promise<Decision> => {
  const { draft, conversationId } = event;
  const envelope = envelopeOf(event);
  const value = await codec.encode(draft.definition, draft.data);
  return {
    ...decisionKeyOf(event),
    conversationId,
    partition: partitionOf(conversationId, partitions),
    outcome: 'decided',
    outputs: [{ id: envelope.id, topic: draft.type, key: conversationId, value, headers: toHeaders(envelope) }],
  };
};
