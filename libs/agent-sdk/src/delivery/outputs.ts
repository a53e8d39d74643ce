import {
  childConversationId,
  namedConversationId,
  outputId,
  TroupeError,
  type Draft,
  type Envelope,
  type TraceContext,
} from '@troupe/contracts';
import { toHeaders, traceOf, type Codec } from '@troupe/messaging';
import type { AgentDefinition } from '../define-agent.ts';
import type { Conclusion } from '../reaction.ts';
import type { StoredOutput } from '../store/decision.ts';

/** What conclusions are drawn from. */
export interface Cause {
  readonly agent: AgentDefinition;
  /** The event that caused them, or what stands for several. */
  readonly envelope: Envelope;
  /** What the ids of the outputs derive from: the event's id, or the id of the pair that it completed. */
  readonly inputId: string;
  /** When they are concluded. The same for every copy of an output: readers file their decisions by it. */
  readonly timeMs: number;
  /** The span that concludes them. Without tracing they carry on the trace of what caused them. */
  readonly trace?: TraceContext;
}

const conversationOf = (
  { envelope }: Cause,
  { startsConversation: key, toConversation: name }: Draft,
): Pick<Envelope, 'conversationId' | 'parentId'> => {
  const { id, conversationId, parentId, tenant } = envelope;
  if (name !== undefined) return { conversationId: namedConversationId(tenant, name), parentId: conversationId };
  if (key !== undefined) return { conversationId: childConversationId(id, key), parentId: conversationId };
  return { conversationId, ...(parentId !== undefined && { parentId }) };
};

/** The envelope of the `ordinal`-th conclusion (from 0). */
export const envelopeOf = (draft: Draft, ordinal: number, cause: Cause): Envelope => {
  const { agent, envelope, inputId, timeMs, trace = envelope } = cause;
  const { deadlineMs } = envelope;
  return {
    id: outputId(inputId, agent.name, ordinal),
    type: draft.type,
    source: agent.name,
    timeMs,
    ...conversationOf(cause, draft),
    causationId: envelope.id,
    lamport: envelope.lamport + 1,
    hops: envelope.hops - 1,
    ...(deadlineMs !== undefined && { deadlineMs }),
    tenant: envelope.tenant,
    ...traceOf(trace),
    provenance: { agent: agent.version },
  };
};

/** The drafts of a conclusion, in their order. */
export const draftsOf = (conclusion: Conclusion): readonly Draft[] => {
  if (conclusion === undefined) return [];
  // Array.isArray does not narrow readonly arrays; a draft is never an array.
  return Array.isArray(conclusion) ? (conclusion as readonly Draft[]) : [conclusion as Draft];
};

const refuseUndeclared = (draft: Draft, { agent }: Cause): void => {
  if (agent.publishes.some(({ type }) => type === draft.type)) return;
  throw new TroupeError(
    'UNDECLARED_PUBLISH',
    `${agent.name} concluded ${draft.type} without declaring it: add it to 'publishes'`,
  );
};

/** Kafka takes 1 MiB by default, headers included. Found before it is decided, an event that is too large hurts only itself. */
const LARGEST_VALUE = 1_000_000;

const refuseOversize = ({ type }: Draft, { agent }: Cause, bytes: number): void => {
  if (bytes <= LARGEST_VALUE) return;
  throw new TroupeError(
    'EVENT_INVALID',
    `${agent.name} concluded ${type} with ${bytes} bytes, and ${LARGEST_VALUE} is the most without a claim store: give it a database, or pass a reference`,
  );
};

/** The record of a draft. @throws as `outputsOf` */
export const outputOf = async (draft: Draft, envelope: Envelope, cause: Cause, codec: Codec): Promise<StoredOutput> => {
  refuseUndeclared(draft, cause);
  const value = await codec.encode(draft.definition, draft.data);
  refuseOversize(draft, cause, value.length);
  return { id: envelope.id, topic: draft.type, key: envelope.conversationId, value, headers: toHeaders(envelope) };
};

/**
 * Turns what a handler concluded into records that can be published as they are.
 * @throws TroupeError UNDECLARED_PUBLISH · EVENT_INVALID · SCHEMA_UNKNOWN · REGISTRY_UNAVAILABLE
 */
export const outputsOf = (conclusion: Conclusion, cause: Cause, codec: Codec): Promise<readonly StoredOutput[]> =>
  Promise.all(
    draftsOf(conclusion).map((draft, ordinal) => outputOf(draft, envelopeOf(draft, ordinal, cause), cause, codec)),
  );
