import type { ShortLine } from '@troupe/contracts';
import { sql, type Transaction } from 'kysely';
import type { Quantity } from './order-lines.ts';
import { enterStockGate } from './stock-gate.ts';
import type { InventoryTables } from './tables.ts';

/** What came of asking for stock: all of it, none of it, or the conversation was answered (or undone) before. */
export type Reservation =
  | { readonly state: 'held' }
  | { readonly state: 'refused'; readonly short: readonly ShortLine[] }
  | { readonly state: 'answered' };

/** One order to set stock aside for; every sku occurs once. */
export interface StockRequest {
  readonly conversationId: string;
  readonly lines: readonly Quantity[];
}

/** Sets every line aside or none, whatever else is going on. Only the first request of a conversation counts. */
export const reserve = async (
  tx: Transaction<InventoryTables>,
  { conversationId, lines }: StockRequest,
): Promise<Reservation> => {
  await enterStockGate(tx);
  const { rows } = await sql<{ state: 'held' | 'refused' | null; short: ShortLine[] | null }>`
    with wanted as (
      select sku, quantity
      from unnest(${lines.map((line) => line.sku)}::text[], ${lines.map((line) => line.quantity)}::integer[])
        as line (sku, quantity)
    ), short as (
      select sku, quantity as requested, coalesce(on_hand - reserved, 0) as available
      from wanted left join stock using (sku)
      where coalesce(on_hand - reserved, 0) < quantity
    ), claimed as (
      insert into reservations (conversation_id, state)
      values (${conversationId}, case when exists (select from short) then 'refused' else 'held' end)
      on conflict (conversation_id) do nothing
      returning conversation_id, state
    ), granted as (
      select conversation_id, sku, quantity from wanted cross join claimed where state = 'held'
    ), taken as (
      update stock set reserved = reserved + quantity from granted where stock.sku = granted.sku
    ), noted as (
      insert into reserved_lines (conversation_id, sku, quantity) select conversation_id, sku, quantity from granted
    )
    select (select state from claimed) as state, (select json_agg(short order by sku) from short) as short
  `.execute(tx);
  const { state, short } = rows[0] ?? { state: null, short: null };
  if (state === null) return { state: 'answered' };
  return state === 'held' ? { state } : { state, short: short ?? [] };
};
