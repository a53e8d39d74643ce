import type { TraceContext } from '@troupe/contracts';
import type { Kysely } from 'kysely';
import type { EdgeRequest, KeptBefore, KeyedRequest } from '../requests/intake.ts';
import type { GatewayTables } from '../tables.ts';
import { refused } from '../identity/refusals.ts';
import type { DeskTicket } from './desk-ticket.ts';
import type { Judgement } from './judge-action.ts';
import { changeTicket, findTicket, type TicketKey } from './ticket-rows.ts';

/** Something that somebody does about a ticket, once however often it is sent. */
export interface Act extends TicketKey {
  readonly operation: EdgeRequest['operation'];
  readonly idempotencyKey: string;
  /** What tells this request from others under its key: who asks, and for what. */
  readonly body: unknown;
  readonly trace: TraceContext;
  /** What becomes of the ticket as it is now. */
  readonly judge: (ticket: DeskTicket, nowMs: number) => Judgement;
}

/** What acting needs. */
export interface Acting<Refused> {
  readonly db: Kysely<GatewayTables>;
  readonly clock: () => number;
  readonly recall: (request: KeyedRequest) => Promise<KeptBefore | undefined>;
  /** Keeps the request and its event: see `Door.admit`. */
  readonly admit: (request: EdgeRequest) => Promise<'accepted' | 'overtaken' | Refused>;
}

/** Others may be first that often: each time the ticket is looked at again, and what is judged of it is true then. */
const MOST_LOOKS = 5;

/**
 * Judges, and keeps the event and what it changes in one transaction that nobody else's change lies under. What was kept
 * before under the same key is answered again, whatever has become of the ticket.
 * @throws Problem with the code of the refusal
 */
export const act = async <Refused>(
  { judge, ...asked }: Act,
  { db, clock, recall, admit }: Acting<Refused>,
): Promise<'accepted' | KeptBefore | Refused> => {
  for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
    const ticket = await findTicket(db, asked);
    if (ticket === undefined) throw refused('TICKET_UNKNOWN');
    const judgement = judge(ticket, clock());
    if ('refusal' in judgement) {
      const before = await recall(asked);
      if (before !== undefined) return before;
      throw refused(judgement.refusal, judgement.about);
    }
    const { event: draft, changes } = judgement;
    const admission = await admit({ ...asked, draft, alongside: (tx) => changeTicket(tx, ticket, changes) });
    if (admission !== 'overtaken') return admission;
  }
  throw refused('TICKET_MOVED');
};
