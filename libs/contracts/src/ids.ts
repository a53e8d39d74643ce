import { hash } from 'node:crypto';

/**
 * An id that is the same whenever it is derived from the same parts: a UUID of version 8 (RFC 9562, section 5.8)
 * whose free bits are the first of a SHA-256. Parts are length-prefixed, so ('ab','c') and ('a','bc') differ.
 */
export const deriveId = (...parts: readonly [string, ...(string | number)[]]): string => {
  let text = '';
  for (const part of parts) {
    const own = String(part);
    text += `${Buffer.byteLength(own)}:${own}`;
  }
  const hex = hash('sha256', text);
  const variant = VARIANTS[Number.parseInt(hex.charAt(16), 16) & 3] ?? '';
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

/** The variant of RFC 9562 in the upper two bits of a hexadecimal digit, and what it leaves free in the lower. */
const VARIANTS = ['8', '9', 'a', 'b'];

/**
 * The id of the `ordinal`-th output (from 0) that an agent concludes from one input event. The output's type is left
 * out on purpose: of two alternatives (`order.verified`, `order.flagged`) only one can ever act.
 */
export const outputId = (inputEventId: string, agent: string, ordinal: number): string =>
  deriveId('output', inputEventId, agent, ordinal);

/** The id of a saga's decision; whichever fact came last, the decision is the same. `round` counts repeats from 0. */
export const sagaDecisionId = (saga: string, conversationId: string, decision: string, round = 0): string =>
  deriveId('saga', saga, conversationId, decision, round);

/** The id of the fact that a saga's timer fired. */
export const timerId = (saga: string, conversationId: string, timer: string): string =>
  deriveId('timer', saga, conversationId, timer);

/** The id of an event that entered at the edge under a tenant's idempotency key. */
export const requestId = (tenant: string, idempotencyKey: string): string =>
  deriveId('request', tenant, idempotencyKey);

/** The id of what an operator says to one instance of a saga, under the key of the request. */
export const instructionId = (key: string, saga: string, conversationId: string): string =>
  deriveId('instruction', key, saga, conversationId);

/** The id of what tells that a row about participants was made. `madeMs` tells it from one of another database. */
export const participantChangeId = (saga: string, row: number, madeMs: number): string =>
  deriveId('participant', saga, row, madeMs);

/** The conversation that a request at the edge starts. */
export const conversationIdOf = (tenant: string, idempotencyKey: string): string =>
  deriveId('conversation', tenant, idempotencyKey);

/** The conversation of a name, whoever names it: see `toConversation`. */
export const namedConversationId = (tenant: string, name: string): string =>
  deriveId('named-conversation', tenant, name);

/** The conversation that an event starts under a key: the same event and key always start the same conversation. */
export const childConversationId = (parentEventId: string, key: string): string =>
  deriveId('child-conversation', parentEventId, key);

/**
 * The conversation of a saga's child: the same saga, conversation and key always mean the same child, so that what it is
 * told later reaches it too.
 */
export const sagaChildId = (saga: string, conversationId: string, key: string): string =>
  deriveId('saga-child', saga, conversationId, key);

/** The id of what a saga tells its parent with a decision. */
export const reportId = (decisionId: string): string => deriveId('report', decisionId);

/**
 * The key under which an agent asks a model or a tool about an event: the same whenever this step of this event is asked.
 * Two agents that ask about one event ask different things.
 */
export const stepKey = (agent: string, inputEventId: string, step: string): string =>
  deriveId('step', agent, inputEventId, step);

/** Identifies a record that carries no readable event id: where it lies is all that is known of it. */
export const recordId = (topic: string, partition: number, offset: bigint): string =>
  deriveId('record', topic, partition, offset.toString());
