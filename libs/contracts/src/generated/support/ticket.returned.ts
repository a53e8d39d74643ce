// Generated from schemas/support/ticket.returned.avsc. Edit that, then run `npm run generate`.

import { eventType, type EventType } from '../../event.ts';

/** A ticket that a person had is free again: it waits for somebody to take it. */
export interface TicketReturnedData {
  /** Who hands it back, by the name that they signed in with. */
  readonly by: string;
  /** Who had it until then: the same, unless a lead hands back what another person had. */
  readonly from: string;
  /** Why, in their words; null where they say nothing. */
  readonly reason: string | null;
}

/** {@link TicketReturnedData} as it is given to the creator: fields with a default may be left out. */
export type TicketReturnedInput = Omit<TicketReturnedData, 'reason'> & Partial<Pick<TicketReturnedData, 'reason'>>;

/** A ticket that a person had is free again: it waits for somebody to take it. */
export const TicketReturned: EventType<'ticket.returned', TicketReturnedData, TicketReturnedInput> = eventType<'ticket.returned', TicketReturnedData, TicketReturnedInput>(
  {
    type: 'ticket.returned',
    domain: 'support',
    audience: 'operator',
    schema: {
      "type": "record",
      "name": "TicketReturned",
      "namespace": "troupe.support",
      "doc": "A ticket that a person had is free again: it waits for somebody to take it.",
      "fields": [
        {
          "name": "by",
          "type": "string",
          "doc": "Who hands it back, by the name that they signed in with."
        },
        {
          "name": "from",
          "type": "string",
          "doc": "Who had it until then: the same, unless a lead hands back what another person had."
        },
        {
          "name": "reason",
          "type": [
            "null",
            "string"
          ],
          "default": null,
          "doc": "Why, in their words; null where they say nothing."
        }
      ]
    },
  },
  {"reason":null},
);
