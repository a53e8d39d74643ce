import type { Transaction } from 'kysely';
import type { TriageTables } from './tables.ts';

/** What is kept of a ticket. */
export interface JudgedTicket {
  readonly conversationId: string;
  readonly score: number;
  readonly isCritical: boolean;
}

/** Keeps what was concluded. Returns false when this conversation's ticket was judged before: it has one. */
export const remember = async (
  tx: Transaction<TriageTables>,
  { conversationId, score, isCritical }: JudgedTicket,
): Promise<boolean> => {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('judged_tickets')
    .values({ conversation_id: conversationId, score, critical: isCritical })
    .onConflict((conflict) => conflict.column('conversation_id').doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
};
