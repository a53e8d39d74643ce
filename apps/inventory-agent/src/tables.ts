/** How a conversation's reservation ended: what is undone never comes back. */
export type ReservationState = 'held' | 'refused' | 'undone';

/** The tables of the schema `inventory_agent` that the agent itself owns. */
export interface InventoryTables {
  readonly stock: { sku: string; on_hand: number; reserved: number };
  /** One row per conversation that was answered. Undone before anything was asked for, it is a tombstone. */
  readonly reservations: { conversation_id: string; state: ReservationState };
  /** What is held now; empty for a conversation that is not `held`. */
  readonly reserved_lines: { conversation_id: string; sku: string; quantity: number };
}
