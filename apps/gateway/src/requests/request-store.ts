import type { Kysely, Transaction } from 'kysely';
import type { GatewayTables, RequestsTable } from '../tables.ts';
import type { EdgeEvent } from './edge-event.ts';
import { BEGINNINGS, type Beginning } from './operations.ts';

/** Whether a request was written now, or what had been written under its key before. */
export type Written =
  { readonly isNew: true; readonly row: RequestsTable } | { readonly isNew: false; readonly row: RequestsTable };

/** Writes a request unless its key is taken; waits for a transaction that is about to take it. */
export const writeRequest = async (tx: Transaction<GatewayTables>, row: RequestsTable): Promise<Written> => {
  const inserted = await tx
    .insertInto('requests')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (inserted.numInsertedOrUpdatedRows === 1n) return { isNew: true, row };
  const earlier = await byKey(tx, row.tenant, row.idempotency_key).executeTakeFirstOrThrow();
  return { isNew: false, row: earlier };
};

const byKey = (db: Kysely<GatewayTables>, tenant: string, key: string) =>
  db.selectFrom('requests').selectAll().where('tenant', '=', tenant).where('idempotency_key', '=', key);

/** The request that was kept under a key; undefined when none was. */
export const findRequest = (
  db: Kysely<GatewayTables>,
  { tenant, idempotencyKey }: { readonly tenant: string; readonly idempotencyKey: string },
): Promise<RequestsTable | undefined> => byKey(db, tenant, idempotencyKey).executeTakeFirst();

/** The request that began a conversation; undefined when none of this tenant did, by one of these operations. */
export const findBeginning = (
  db: Kysely<GatewayTables>,
  { tenant, conversationId }: Pick<EdgeEvent, 'tenant' | 'conversationId'>,
  by: readonly Beginning[] = BEGINNINGS,
): Promise<RequestsTable | undefined> =>
  db
    .selectFrom('requests')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('conversation_id', '=', conversationId)
    .where('operation', 'in', by)
    .executeTakeFirst();
