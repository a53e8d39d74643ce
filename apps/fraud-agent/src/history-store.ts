import type { Transaction } from 'kysely';
import { largestQuantity, type Order, type PastOrder } from './order.ts';
import type { FraudTables } from './tables.ts';

/** How many of the latest earlier orders are looked at. */
const PAST_ORDERS = 200;

/**
 * The customer's orders that were placed no later than this one, the latest first. Orders are compared by when they were
 * placed, not by when they arrived, so that a late arrival is not judged by what came after it.
 */
export const pastOrders = async (
  tx: Transaction<FraudTables>,
  { customerId, placedAt }: Pick<Order, 'customerId' | 'placedAt'>,
): Promise<readonly PastOrder[]> => {
  const rows = await tx
    .selectFrom('customer_orders')
    .select(['placed_at', 'total_minor', 'currency', 'country', 'largest_quantity', 'flagged'])
    .where('customer_id', '=', customerId)
    .where('placed_at', '<=', new Date(placedAt))
    .orderBy('placed_at', 'desc')
    .limit(PAST_ORDERS)
    .execute();
  return rows.map((row) => ({
    placedAt: row.placed_at.getTime(),
    totalMinor: row.total_minor,
    currency: row.currency,
    country: row.country,
    largestQuantity: row.largest_quantity,
    flagged: row.flagged,
  }));
};

/** Adds an order to its customer's history. Returns false when this conversation's order is in it already. */
export const remember = async (
  tx: Transaction<FraudTables>,
  { conversationId, order, flagged }: { conversationId: string; order: Order; flagged: boolean },
): Promise<boolean> => {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('customer_orders')
    .values({
      conversation_id: conversationId,
      customer_id: order.customerId,
      placed_at: new Date(order.placedAt),
      total_minor: order.totalMinor,
      currency: order.currency,
      country: order.country,
      largest_quantity: largestQuantity(order),
      flagged,
    })
    .onConflict((conflict) => conflict.column('conversation_id').doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
};
