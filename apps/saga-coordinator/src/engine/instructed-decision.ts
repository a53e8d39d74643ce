import type { Decision } from '@troupe/agent-sdk';
import { DEFAULT_HOPS, DEFAULT_TENANT, instructionId, type Draft, type TraceContext } from '@troupe/contracts';
import { toHeaders, type Codec } from '@troupe/messaging';
import { SOURCE } from './envelopes.ts';
import type { SagaRow } from './tables.ts';
import type { Trail } from './trail.ts';

/** The instance that is instructed. */
export interface InstructedInstance {
  readonly row: Pick<SagaRow, 'saga' | 'conversation_id' | 'decisions'>;
  /** Of its facts. */
  readonly trails: readonly Trail[];
  readonly partition: number;
}

/** What is the same for all that are instructed at once. */
export interface InstructedAbout {
  /** Of the request: an instance is told once under each. */
  readonly key: string;
  readonly trace: TraceContext;
  /** Milliseconds since 1970 UTC. */
  readonly timeMs: number;
}

/**
 * What an operator says to one instance, as an event of its conversation that is stored and then published like what is
 * decided.
 * @throws TroupeError EVENT_INVALID · SCHEMA_UNKNOWN
 */
export const instructedDecision = async (
  { row, trails, partition }: InstructedInstance,
  draft: Draft,
  { key, trace, timeMs }: InstructedAbout,
  codec: Codec,
): Promise<Decision> => {
  const { saga, conversation_id: conversationId, decisions } = row;
  const id = instructionId(key, saga, conversationId);
  const headers = toHeaders({
    ...trace,
    ...{ id, type: draft.type, source: SOURCE, timeMs, conversationId },
    lamport: Math.max(0, ...[...trails, ...decisions].map(({ lamport }) => lamport)) + 1,
    hops: DEFAULT_HOPS,
    tenant: trails[0]?.tenant ?? DEFAULT_TENANT,
  });
  const value = await codec.encode(draft.definition, draft.data);
  return {
    ...{ decider: SOURCE, inputId: id, inputTimeMs: timeMs, conversationId, partition },
    outcome: 'decided',
    outputs: [{ id, topic: draft.type, key: conversationId, value, headers }],
  };
};
