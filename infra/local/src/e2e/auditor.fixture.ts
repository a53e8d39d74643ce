import { expect } from '@jest/globals';
import { eventually } from '@troupe/testing';
import type { TestFleet } from './fleet.fixture.ts';
import { auditLog, readEvents, type LogAudit } from './log-audit.fixture.ts';
import type { AcceptedOrder } from './shop.fixture.ts';
import { auditTables } from './table-audit.fixture.ts';

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
const endFindings = ({ byConversation }: LogAudit, orders: readonly AcceptedOrder[]): readonly string[] => {
  const asked = new Set(orders.map(({ conversationId }) => conversationId));
  const strangers = [...byConversation.keys()].filter((id) => !asked.has(id)).map((id) => `nobody asked for ${id}`);
  const open = [...asked].flatMap((id) => {
    const types = new Set(byConversation.get(id)?.map(({ type }) => type));
    if (!types.has('transaction.created')) return [`the accepted order ${id} is not in the log`];
    return endOf(types) === undefined ? [`order ${id} has not come to an end: ${[...types].sort().join(', ')}`] : [];
  });
  return [...strangers, ...open];
};

const AUDITED_WITHIN_MS = 60_000;

/**
 * Holds what the topics and the tables say against what must be true of them, and against each other, without any help of
 * what wrote them. Waits a moment for what is still on its way; what contradicts stays in the log for ever and fails.
 * `orders` are all that this fleet has accepted.
 */
export const expectSound = async (fleet: TestFleet, orders: readonly AcceptedOrder[]): Promise<LogAudit> =>
  eventually(
    async () => {
      const log = auditLog(await readEvents(fleet.place));
      const findings = [...log.findings, ...endFindings(log, orders), ...(await auditTables(fleet, log))];
      expect(findings).toEqual([]);
      return log;
    },
    { timeoutMs: AUDITED_WITHIN_MS, intervalMs: 500 },
  );
