// Generated from schemas/support/ticket.taken.avsc. Edit that, then run `npm run generate`.

import { eventType, type EventType } from '../../event.ts';

/** A person takes a ticket: from now on they speak with the customer, and nobody else has to be found. */
export interface TicketTakenData {
  /** Who takes it, by the name that they signed in with. */
  readonly by: string;
  /** Who had it until then; null where nobody had. */
  readonly from: string | null;
}

/** {@link TicketTakenData} as it is given to the creator: fields with a default may be left out. */
export type TicketTakenInput = Omit<TicketTakenData, 'from'> & Partial<Pick<TicketTakenData, 'from'>>;

/** A person takes a ticket: from now on they speak with the customer, and nobody else has to be found. */
export const TicketTaken: EventType<'ticket.taken', TicketTakenData, TicketTakenInput> = eventType<'ticket.taken', TicketTakenData, TicketTakenInput>(
  {
    type: 'ticket.taken',
    domain: 'support',
    audience: 'operator',
    schema: {
      "type": "record",
      "name": "TicketTaken",
      "namespace": "troupe.support",
      "doc": "A person takes a ticket: from now on they speak with the customer, and nobody else has to be found.",
      "fields": [
        {
          "name": "by",
          "type": "string",
          "doc": "Who takes it, by the name that they signed in with."
        },
        {
          "name": "from",
          "type": [
            "null",
            "string"
          ],
          "default": null,
          "doc": "Who had it until then; null where nobody had."
        }
      ]
    },
  },
  {"from":null},
);
