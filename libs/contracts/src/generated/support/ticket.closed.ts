// Generated from schemas/support/ticket.closed.avsc. Edit that, then run `npm run generate`.

import { eventType, type EventType } from '../../event.ts';

/** A person says that a ticket is dealt with: nothing more is said in its conversation. */
export interface TicketClosedData {
  /** Who closes it, by the name that they signed in with. */
  readonly by: string;
  /** What colleagues shall know, which the customer is not shown; null where there is nothing. */
  readonly note: string | null;
}

/** {@link TicketClosedData} as it is given to the creator: fields with a default may be left out. */
export type TicketClosedInput = Omit<TicketClosedData, 'note'> & Partial<Pick<TicketClosedData, 'note'>>;

/** A person says that a ticket is dealt with: nothing more is said in its conversation. */
export const TicketClosed: EventType<'ticket.closed', TicketClosedData, TicketClosedInput> = eventType<'ticket.closed', TicketClosedData, TicketClosedInput>(
  {
    type: 'ticket.closed',
    domain: 'support',
    audience: 'requester',
    schema: {
      "type": "record",
      "name": "TicketClosed",
      "namespace": "troupe.support",
      "doc": "A person says that a ticket is dealt with: nothing more is said in its conversation.",
      "fields": [
        {
          "name": "by",
          "type": "string",
          "doc": "Who closes it, by the name that they signed in with."
        },
        {
          "name": "note",
          "type": [
            "null",
            "string"
          ],
          "default": null,
          "doc": "What colleagues shall know, which the customer is not shown; null where there is nothing."
        }
      ]
    },
  },
  {"note":null},
);
