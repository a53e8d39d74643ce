import { randomUUID } from 'node:crypto';
import { DEAD_LETTER_HEADERS, deadLetterTopic, type AgentDefinition } from '@troupe/agent-sdk';
import { DEFAULT_HOPS, DEFAULT_TENANT, type Draft, type Envelope } from '@troupe/contracts';
import {
  createLocalCodec,
  createMemoryClaims,
  toHeaders,
  withClaims,
  type Codec,
  type IncomingRecord,
  type OutgoingRecord,
} from '@troupe/messaging';

/** An event with an envelope of its own: delivering the same one twice is a duplicate. */
export interface DeliveredEvent {
  readonly draft: Draft;
  readonly envelope: Envelope;
  /** When the broker appended it. */
  readonly appendedMs: number;
}

/** What a test compares: an event type and its data, or a dead letter and its reason. */
export type Outcome = { readonly type: string; readonly data: unknown } | { readonly deadLetter: string | undefined };

/** When events arrive unless a test says otherwise. */
export const DEFAULT_NOW_MS = Date.UTC(2026, 0, 1);

/** An event as it arrives; `more` fixes what matters to the test: an id, a conversation, hops, a deadline. */
export const deliver = (
  draft: Draft,
  more: Partial<Envelope> & { readonly appendedMs?: number } = {},
): DeliveredEvent => {
  const { appendedMs = DEFAULT_NOW_MS, ...envelope } = more;
  return {
    draft,
    appendedMs,
    envelope: {
      id: randomUUID(),
      type: draft.type,
      source: 'test',
      timeMs: appendedMs,
      conversationId: 'conversation-1',
      lamport: 1,
      hops: DEFAULT_HOPS,
      tenant: DEFAULT_TENANT,
      ...envelope,
    },
  };
};

/** Large events go by a claim store as they will; an agent without a database has none. */
export const codecOf = ({ consumes, publishes, pure }: AgentDefinition): Codec => {
  const byType = new Map([...consumes, ...publishes].map((definition) => [definition.type, definition]));
  return withClaims(createLocalCodec([...byType.values()]), pure ? {} : { store: createMemoryClaims() });
};

/** An event as a record of its topic. */
export const recordOf = async (event: DeliveredEvent, offset: bigint, codec: Codec): Promise<IncomingRecord> => ({
  topic: event.draft.type,
  partition: 0,
  offset,
  key: event.envelope.conversationId,
  value: await codec.encode(event.draft.definition, event.draft.data),
  headers: toHeaders(event.envelope),
  appendedMs: event.appendedMs,
});

/** What a record that was published says. */
export const outcomeOf = async (record: OutgoingRecord, agent: AgentDefinition, codec: Codec): Promise<Outcome> => {
  if (record.topic === deadLetterTopic(agent.name)) return { deadLetter: record.headers[DEAD_LETTER_HEADERS.code] };
  const definition = agent.publishes.find(({ type }) => type === record.topic);
  if (definition === undefined) throw new Error(`${agent.name} wrote to ${record.topic}, which it does not publish`);
  return { type: record.topic, data: structuredClone(await codec.decode(definition, record.value)) };
};

/** The draft as it would arrive: fields with a default filled in, and refused if it does not fit its schema. */
export const expected = async ({ type, definition, data }: Draft, codec: Codec): Promise<Outcome> => ({
  type,
  data: structuredClone(await codec.decode(definition, await codec.encode(definition, data))),
});
