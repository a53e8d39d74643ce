import { sql, type Transaction } from 'kysely';
import type { Goods } from './stock-plan.ts';
import { enterStockGate } from './stock-gate.ts';
import type { InventoryTables } from './tables.ts';

/** Sets how many pieces of each product lie in the warehouse, never fewer than are set aside. Safe to repeat. */
export const restock = async (tx: Transaction<InventoryTables>, goods: readonly Goods[]): Promise<void> => {
  await enterStockGate(tx);
  await sql`
    insert into stock (sku, on_hand)
    select sku, on_hand
    from unnest(${goods.map((each) => each.sku)}::text[], ${goods.map((each) => each.onHand)}::integer[])
      as laid_in (sku, on_hand)
    on conflict (sku) do update set on_hand = greatest(excluded.on_hand, stock.reserved)
  `.execute(tx);
};
