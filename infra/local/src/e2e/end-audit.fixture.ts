import type { AcceptedOrder } from './client.fixture.ts';
import { found, type Finding } from './findings.fixture.ts';
import type { LogAudit, LoggedEvent } from './log-audit.fixture.ts';

const CONFIRMED = ['items.reserved', 'order.confirmed', 'order.verified', 'shipment.booked'];
const UNDONE = ['items.released', 'order.closed', 'shipment.cancelled'];

/** How an order stands by its events: only these ways of ending are whole. */
const endOf = (types: ReadonlySet<string>): string | undefined => {
  const has = (wanted: readonly string[]): boolean => wanted.every((type) => types.has(type));
  const undone = has(UNDONE);
  if (types.has('order.cancelled') || types.has('order.rejected')) return undone ? 'closed' : undefined;
  return has(CONFIRMED) && !UNDONE.some((type) => types.has(type)) ? 'confirmed' : undefined;
};

/** From the order to the last word on it, by the broker's clock. */
const tookMs = (events: readonly LoggedEvent[]): number => {
  const times = events.map(({ appendedMs }) => appendedMs);
  return Math.max(...times) - Math.min(...times);
};

const LATE_MS = 5_000;

/** How long an order may take, in milliseconds. */
interface EndAuditOptions {
  readonly answerWithinMs: number;
}

/** Every accepted order is in the log and has come to one whole end in time; nothing is there that nobody asked for. */
export const endFindings = (
  { byConversation }: LogAudit,
  orders: readonly AcceptedOrder[],
  { answerWithinMs }: EndAuditOptions = { answerWithinMs: Number.POSITIVE_INFINITY },
): readonly Finding[] => {
  const asked = new Set(orders.map(({ conversationId }) => conversationId));
  const strangers = [...byConversation.keys()].filter((id) => !asked.has(id)).map((id) => `nobody asked for ${id}`);
  const ends = [...asked].flatMap((id) => {
    const events = byConversation.get(id) ?? [];
    const types = new Set(events.map(({ type }) => type));
    if (!types.has('transaction.created'))
      return found('accepted-logged')(`the accepted order ${id} is not in the log`);
    if (endOf(types) === undefined)
      return found('one-end')(`order ${id} has not come to an end: ${[...types].sort().join(', ')}`);
    const ms = tookMs(events);
    return ms > answerWithinMs + LATE_MS ? found('in-time')(`order ${id} took ${ms} ms`) : [];
  });
  return [...strangers.map(found('accepted-logged')), ...ends];
};
