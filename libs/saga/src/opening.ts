import type { EventFact } from './fact.ts';
import type { SagaOpening } from './saga-view.ts';

/** What is known from the start event alone. */
export const openingOf = ({
  conversationId,
  start,
}: {
  readonly conversationId: string;
  readonly start: EventFact | undefined;
}): SagaOpening => ({
  conversationId,
  start: start?.data,
  startedBy: start && { type: start.type, data: start.data },
  requestedMs: start?.timeMs ?? 0,
});
