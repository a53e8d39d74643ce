import {
  childConversationId,
  DEFAULT_HOPS,
  namedConversationId,
  reportId,
  sagaChildId,
  type Draft,
  type Envelope,
  type TraceContext,
} from '@troupe/contracts';
import { traceOf } from '@troupe/messaging';
import type { Advance, TrailedDecision } from './advance.ts';

/** What every event of the coordinator names as its source. */
export const SOURCE = 'saga-coordinator';

/** The instance that takes a decision. */
export type DecidedBy = Pick<Advance, 'row'> & {
  /** The span that takes it. Without tracing it carries on the trace that its saga began with. */
  readonly trace?: TraceContext | undefined;
};

/**
 * The envelope of a decision. It is published whatever is left of its hops, because a rollback must reach the participants;
 * a saga decides so many things at most as its definition has, each once, so it ends by itself.
 */
const inConversation = (
  { fact, causationId, trail }: TrailedDecision,
  { type }: Draft,
  { row, trace }: DecidedBy,
): Envelope => ({
  ...trail,
  ...trace,
  id: fact.id,
  type,
  source: SOURCE,
  timeMs: fact.decidedMs,
  conversationId: row.conversation_id,
  causationId,
  hops: Math.max(0, trail.hops - 1),
  provenance: { agent: `${row.saga}@${row.version}` },
});

/** What starts the same saga once more, in a conversation of its own: it inherits neither hops nor deadline. */
const anew = (own: Envelope, causationId: string, key: string): Envelope => ({
  ...traceOf(own),
  ...{ id: own.id, type: own.type, source: own.source, timeMs: own.timeMs, tenant: own.tenant },
  ...(own.provenance && { provenance: own.provenance }),
  causationId,
  conversationId: childConversationId(causationId, key),
  parentId: own.conversationId,
  lamport: own.lamport,
  hops: DEFAULT_HOPS,
});

/** The envelope of the event that a decision is told by. */
export const envelopeOf = (decision: TrailedDecision, draft: Draft, by: DecidedBy): Envelope => {
  const own = inConversation(decision, draft, by);
  const { startsConversation: key, toConversation: name } = draft;
  const { saga, conversation_id: parentId } = by.row;
  if (name !== undefined) return { ...own, conversationId: namedConversationId(own.tenant, name), parentId };
  if (key === undefined) return own;
  if (decision.anew === true) return anew(own, decision.causationId, key);
  return { ...own, conversationId: sagaChildId(saga, parentId, key), parentId };
};

/**
 * The envelope of what a parent is told: an event of its conversation, caused by what its child has come to. Undefined
 * where nobody has started this conversation from another.
 */
export const reportEnvelopeOf = (decision: TrailedDecision, report: Draft, by: DecidedBy): Envelope | undefined => {
  const { parentId: conversationId, ...own } = inConversation(decision, report, by);
  if (conversationId === undefined) return undefined;
  const after = { causationId: own.id, lamport: own.lamport + 1, hops: Math.max(0, own.hops - 1) };
  return { ...own, ...(decision.draft && after), conversationId, id: reportId(own.id) };
};
