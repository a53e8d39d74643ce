import { sql, type Kysely } from 'kysely';
import type { GatewayTables } from '../tables.ts';
import type { DeskTicket } from './desk-ticket.ts';
import { byUrgency, dueMs, type ServiceLevels } from './sla.ts';
import { ticketOf } from './ticket-rows.ts';

/** Which tickets: open to all · those that the one who asks has · closed ones, the last first. */
export const INBOXES = ['open', 'mine', 'closed'] as const;

/** See `INBOXES`. */
export type InboxName = (typeof INBOXES)[number];

/** What is asked for. */
export interface InboxQuery {
  readonly tenant: string;
  readonly inbox: InboxName;
  /** Who asks. */
  readonly name: string;
}

/** Tickets in the order in which they are to be dealt with. */
export interface Inbox {
  readonly tickets: readonly DeskTicket[];
  /** Whether there are more than are told. */
  readonly more: boolean;
}

const MOST = 200;

/** Reads an inbox: the 200 most urgent of the open ones, or the last 200 that were closed. */
export const readInbox = async (
  db: Kysely<GatewayTables>,
  { tenant, inbox, name }: InboxQuery,
  levels: ServiceLevels,
): Promise<Inbox> => {
  const all = db.selectFrom('desk_tickets').selectAll().where('tenant', '=', tenant);
  const open = all.where('closed_ms', 'is', null);
  // The order of `byUrgency`, so that the bound leaves out the least urgent.
  const limit = sql<number>`case level when 'critical' then ${levels.criticalMs}::bigint else ${levels.routineMs}::bigint end`;
  const wanted =
    inbox === 'closed'
      ? all.where('closed_ms', 'is not', null).orderBy('closed_ms', 'desc')
      : (inbox === 'mine' ? open.where('taken_by', '=', name) : open)
          .orderBy(sql`waiting_since_ms + ${limit}`, (order) => order.asc().nullsLast())
          .orderBy('opened_ms', 'desc');
  const rows = await wanted.limit(MOST + 1).execute();
  const tickets = rows.slice(0, MOST).map(ticketOf);
  return {
    tickets: inbox === 'closed' ? tickets : tickets.toSorted(byUrgency(levels)),
    more: rows.length > MOST,
  };
};

/** A ticket as it is answered: times as ISO date-times. */
export const describeTicket = (ticket: DeskTicket, levels: ServiceLevels): object => {
  const { openedMs, takenMs, waitingSinceMs, closedMs } = ticket;
  const { conversationId, customerId, subject, excerpt, channel, level, score, urgency, topic } = ticket;
  const { draft, takenBy, closedBy, revision } = ticket;
  return {
    ...{ conversationId, customerId, subject, excerpt, channel, level, score, urgency, topic },
    ...{ draft, takenBy, closedBy, revision },
    openedAt: iso(openedMs),
    takenAt: iso(takenMs),
    waitingSince: iso(waitingSinceMs),
    dueAt: iso(dueMs(ticket, levels)),
    closedAt: iso(closedMs),
  };
};

const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());
