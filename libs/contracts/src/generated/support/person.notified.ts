// Generated from schemas/support/person.notified.avsc. Edit that, then run `npm run generate`.

import { eventType, type EventType } from '../../event.ts';

/** A channel, and what came of it. */
export interface NotifiedChannel {
  /** Which: webhook or mail. */
  readonly channel: string;
  /** Whether the other side has taken it. */
  readonly delivered: boolean;
  /** What the other side said to that: status of the answer, or why there is none. */
  readonly proof: string;
  /** What the message is known by there; null where it was not taken. */
  readonly messageId: string | null;
  /** How often it was tried. */
  readonly attempts: number;
}

/** People were told of a ticket that somebody has to look at, by each channel that there is, or it was tried. */
export interface PersonNotifiedData {
  /** Empty where no channel is configured: then only the page of the operators shows the ticket. */
  readonly channels: readonly NotifiedChannel[];
}

/** {@link PersonNotifiedData} as it is given to the creator: fields with a default may be left out. */
export type PersonNotifiedInput = PersonNotifiedData;

/** People were told of a ticket that somebody has to look at, by each channel that there is, or it was tried. */
export const PersonNotified: EventType<'person.notified', PersonNotifiedData, PersonNotifiedInput> = eventType<'person.notified', PersonNotifiedData, PersonNotifiedInput>(
  {
    type: 'person.notified',
    domain: 'support',
    audience: 'operator',
    schema: {
      "type": "record",
      "name": "PersonNotified",
      "namespace": "troupe.support",
      "doc": "People were told of a ticket that somebody has to look at, by each channel that there is, or it was tried.",
      "fields": [
        {
          "name": "channels",
          "type": {
            "type": "array",
            "items": {
              "type": "record",
              "name": "NotifiedChannel",
              "doc": "A channel, and what came of it.",
              "fields": [
                {
                  "name": "channel",
                  "type": "string",
                  "doc": "Which: webhook or mail."
                },
                {
                  "name": "delivered",
                  "type": "boolean",
                  "doc": "Whether the other side has taken it."
                },
                {
                  "name": "proof",
                  "type": "string",
                  "doc": "What the other side said to that: status of the answer, or why there is none."
                },
                {
                  "name": "messageId",
                  "type": [
                    "null",
                    "string"
                  ],
                  "default": null,
                  "doc": "What the message is known by there; null where it was not taken."
                },
                {
                  "name": "attempts",
                  "type": "int",
                  "doc": "How often it was tried."
                }
              ]
            }
          },
          "doc": "Empty where no channel is configured: then only the page of the operators shows the ticket."
        }
      ]
    },
  },
);
