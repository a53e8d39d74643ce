import type { ReleasedLine } from '@troupe/contracts';
import { sql, type Transaction } from 'kysely';
import { enterStockGate } from './stock-gate.ts';
import type { InventoryTables } from './tables.ts';

/**
 * Frees what a conversation holds and closes it for good: a request that comes later gets nothing. Returns what was
 * freed (nothing, when nothing was held), or undefined when the conversation had been undone before.
 */
export const release = async (
  tx: Transaction<InventoryTables>,
  conversationId: string,
): Promise<readonly ReleasedLine[] | undefined> => {
  await enterStockGate(tx);
  const { rows } = await sql<{ first: boolean; lines: ReleasedLine[] | null }>`
    with undone as (
      insert into reservations as known (conversation_id, state) values (${conversationId}, 'undone')
      on conflict (conversation_id) do update set state = 'undone' where known.state <> 'undone'
      returning conversation_id
    ), freed as (
      delete from reserved_lines using undone
      where reserved_lines.conversation_id = undone.conversation_id
      returning sku, quantity
    ), returned as (
      update stock set reserved = reserved - quantity from freed where stock.sku = freed.sku
    )
    select exists (select from undone) as first, (select json_agg(freed order by sku) from freed) as lines
  `.execute(tx);
  const { first, lines } = rows[0] ?? { first: false, lines: null };
  return first ? (lines ?? []) : undefined;
};
