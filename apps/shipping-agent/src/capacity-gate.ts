import { sql, type Transaction } from 'kysely';

/**
 * Lets one transaction at a time book or free a carrier's room; it is left by commit or rollback. The decisions of many
 * orders share a transaction and nearly all of them want the same few rows (this day's carriers), each in its own order:
 * row locks alone would deadlock all day.
 */
export const enterCapacityGate = async <Tables>(tx: Transaction<Tables>): Promise<void> => {
  await sql`select pg_advisory_xact_lock('capacity'::regclass::oid::bigint)`.execute(tx);
};
