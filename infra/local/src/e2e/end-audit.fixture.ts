import type { AcceptedOrder } from './client.fixture.ts';
import type { LogAudit } from './log-audit.fixture.ts';

const CONFIRMED = ['items.reserved', 'order.confirmed', 'order.verified', 'shipment.booked'];
const UNDONE = ['items.released', 'order.closed', 'shipment.cancelled'];

/** How an order stands by its events: only these ways of ending are whole. */
const endOf = (types: ReadonlySet<string>): string | undefined => {
  const has = (wanted: readonly string[]): boolean => wanted.every((type) => types.has(type));
  const undone = has(UNDONE);
  if (types.has('order.cancelled') || types.has('order.rejected')) return undone ? 'closed' : undefined;
  return has(CONFIRMED) && !UNDONE.some((type) => types.has(type)) ? 'confirmed' : undefined;
};

/** Every accepted order is in the log and has come to one whole end; nothing is there that nobody asked for. */
export const endFindings = ({ byConversation }: LogAudit, orders: readonly AcceptedOrder[]): readonly string[] => {
  const asked = new Set(orders.map(({ conversationId }) => conversationId));
  const strangers = [...byConversation.keys()].filter((id) => !asked.has(id)).map((id) => `nobody asked for ${id}`);
  const open = [...asked].flatMap((id) => {
    const types = new Set(byConversation.get(id)?.map(({ type }) => type));
    if (!types.has('transaction.created')) return [`the accepted order ${id} is not in the log`];
    return endOf(types) === undefined ? [`order ${id} has not come to an end: ${[...types].sort().join(', ')}`] : [];
  });
  return [...strangers, ...open];
};
