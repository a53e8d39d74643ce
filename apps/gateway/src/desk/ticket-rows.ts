import type { TicketOpenedData } from '@troupe/contracts';
import { sql, type Kysely, type Selectable, type Transaction } from 'kysely';
import type { GatewayTables } from '../tables.ts';
import type { DeskTicketsTable } from './desk-table.ts';
import type { DeskChanges, DeskTicket, Draft } from './desk-ticket.ts';

/** Which ticket. */
export interface TicketKey {
  readonly tenant: string;
  readonly conversationId: string;
}

/** What every change of a ticket is told on, when its transaction commits. */
export const DESK_CHANNEL = 'troupe_desk';

const EXCERPT = 280;

type Tx = Transaction<GatewayTables>;

/** A row as the desk knows it. */
export const ticketOf = (row: Selectable<DeskTicketsTable>): DeskTicket => ({
  tenant: row.tenant,
  conversationId: row.conversation_id,
  openedMs: row.opened_ms,
  customerId: row.customer_id,
  subject: row.subject,
  excerpt: row.excerpt,
  channel: row.channel,
  level: row.level,
  score: row.score,
  urgency: row.urgency,
  topic: row.topic,
  draft: row.draft,
  takenBy: row.taken_by,
  takenMs: row.taken_ms,
  waitingSinceMs: row.waiting_since_ms,
  closedBy: row.closed_by,
  closedMs: row.closed_ms,
  revision: row.revision,
});

const tell = async (tx: Tx, { conversationId }: TicketKey): Promise<void> => {
  await sql`select pg_notify(${DESK_CHANNEL}, ${conversationId})`.execute(tx);
};

/** Puts a ticket that is opened into the desk. */
export const openTicket = async (
  tx: Tx,
  {
    tenant,
    conversationId,
    openedMs,
    data,
  }: TicketKey & { readonly openedMs: number; readonly data: TicketOpenedData },
): Promise<void> => {
  const { customerId, subject, channel, text } = data;
  await tx
    .insertInto('desk_tickets')
    .values({
      tenant,
      conversation_id: conversationId,
      opened_ms: openedMs,
      customer_id: customerId,
      subject,
      excerpt: text.slice(0, EXCERPT),
      channel,
      level: null,
      score: null,
      urgency: null,
      topic: null,
      draft: null,
      taken_by: null,
      taken_ms: null,
      waiting_since_ms: openedMs,
      closed_by: null,
      closed_ms: null,
    })
    .execute();
  await tell(tx, { tenant, conversationId });
};

const theTicket = (db: Kysely<GatewayTables>, { tenant, conversationId }: TicketKey) =>
  db.updateTable('desk_tickets').where('tenant', '=', tenant).where('conversation_id', '=', conversationId);

/** The ticket of a key; undefined when this gateway never took one in. */
export const findTicket = async (db: Kysely<GatewayTables>, key: TicketKey): Promise<DeskTicket | undefined> => {
  const row = await db
    .selectFrom('desk_tickets')
    .selectAll()
    .where('tenant', '=', key.tenant)
    .where('conversation_id', '=', key.conversationId)
    .executeTakeFirst();
  return row && ticketOf(row);
};

/** Changes a ticket as somebody saw it; false when somebody else was first. */
export const changeTicket = async (tx: Tx, seen: DeskTicket, changes: DeskChanges): Promise<boolean> => {
  const next = { ...seen, ...changes };
  const changed = await theTicket(tx, seen)
    .where('revision', '=', seen.revision)
    .set({
      taken_by: next.takenBy,
      taken_ms: next.takenMs,
      waiting_since_ms: next.waitingSinceMs,
      closed_by: next.closedBy,
      closed_ms: next.closedMs,
      revision: seen.revision + 1,
    })
    .executeTakeFirst();
  if (changed.numUpdatedRows === 0n) return false;
  await tell(tx, seen);
  return true;
};

/** What triage said of a ticket. */
export type Told = Required<Pick<DeskTicket, 'score' | 'urgency' | 'topic'>> & {
  readonly level: 'critical' | 'routine';
};

/** Keeps what triage said: the first word counts. */
export const tellTicket = async (tx: Tx, key: TicketKey, { level, score, urgency, topic }: Told): Promise<void> => {
  await theTicket(tx, key).where('level', 'is', null).set({ level, score, urgency, topic }).execute();
  await tell(tx, key);
};

/** Keeps what was drafted last. */
export const draftFor = async (tx: Tx, key: TicketKey, draft: Draft): Promise<void> => {
  await theTicket(tx, key)
    .set({ draft: JSON.stringify(draft) })
    .execute();
  await tell(tx, key);
};
