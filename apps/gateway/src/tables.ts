import type { DeskTicketsTable } from './desk/desk-table.ts';
import type { Operation } from './requests/operations.ts';

/** A request that was accepted, under the key that its sender gave it. */
export interface RequestsTable {
  tenant: string;
  idempotency_key: string;
  operation: Operation;
  conversation_id: string;
  /** SHA-256 in hex of what was asked: see `fingerprintOf`. */
  fingerprint: string;
  /** When it was accepted, in milliseconds since 1970 UTC; also the time of its event. */
  accepted_ms: number;
}

/** The tables of the schema `gateway`, besides those of the decision store. */
export interface GatewayTables {
  requests: RequestsTable;
  desk_tickets: DeskTicketsTable;
}
