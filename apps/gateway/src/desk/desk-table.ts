import type { Generated, JSONColumnType } from 'kysely';
import type { Draft, TicketLevel } from './desk-ticket.ts';

/** A ticket at the desk: see `DeskTicket`. */
export interface DeskTicketsTable {
  tenant: string;
  conversation_id: string;
  opened_ms: number;
  customer_id: string | null;
  subject: string | null;
  excerpt: string | null;
  channel: string | null;
  level: Exclude<TicketLevel, null> | null;
  score: number | null;
  urgency: string | null;
  topic: string | null;
  draft: JSONColumnType<Draft & object> | null;
  taken_by: string | null;
  taken_ms: number | null;
  waiting_since_ms: number | null;
  closed_by: string | null;
  closed_ms: number | null;
  revision: Generated<number>;
}
