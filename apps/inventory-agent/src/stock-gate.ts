import { sql, type Transaction } from 'kysely';

/**
 * Lets one transaction at a time write stock; it is left by commit or rollback. The decisions of many orders share a
 * transaction, so row locks, even taken by sku within each order, would be taken in another order by the next
 * transaction: popular products would deadlock all day. Behind the gate there is nothing to wait for, and what a
 * statement reads is what all earlier ones left.
 */
export const enterStockGate = async <Tables>(tx: Transaction<Tables>): Promise<void> => {
  await sql`select pg_advisory_xact_lock('stock'::regclass::oid::bigint)`.execute(tx);
};
