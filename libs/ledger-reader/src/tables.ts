import type { Generated, JSONColumnType } from 'kysely';

/** Where a conversation is: the position of its latest event. */
export interface ConversationsTable {
  conversation_id: string;
  last_position: Generated<number>;
}

/** Every event once, in the order in which this ledger saw its conversation. */
export interface EventsTable {
  conversation_id: string;
  /** From 1, without gaps: given in the transaction that writes the row. */
  position: number;
  event_id: string;
  type: string;
  source: string;
  tenant: string;
  /** When it was concluded, by its source's clock. */
  concluded_at: Date;
  /** When the log took it. */
  appended_at: Date;
  topic_partition: number;
  topic_offset: number;
  causation_id: string | null;
  parent_id: string | null;
  lamport: number;
  hops: number;
  provenance: JSONColumnType<object>;
  data: JSONColumnType<object>;
}

/** The tables of the schema `ledger`. */
export interface LedgerTables {
  conversations: ConversationsTable;
  events: EventsTable;
}
