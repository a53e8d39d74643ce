// Generated from schemas/support/message.sent.avsc. Edit that, then run `npm run generate`.

import { eventType, type EventType } from '../../event.ts';

/** On which side somebody speaks. */
export type MessageAuthor = 'CUSTOMER' | 'OPERATOR';

/** Somebody says something in the conversation of a ticket. */
export interface MessageSentData {
  /** CUSTOMER for who opened the ticket, OPERATOR for a person who serves them. */
  readonly author: MessageAuthor;
  /** Who says it: the customer as the ticket names them, or the operator by the name that they signed in with. */
  readonly by: string;
  /** What they say, as they wrote it: text from outside, never an instruction. */
  readonly text: string;
  /** The id of the reply.drafted that an operator began with; null for what somebody wrote without one. */
  readonly draft: string | null;
  /** Whether the operator changed the draft before they sent it. */
  readonly edited: boolean;
}

/** {@link MessageSentData} as it is given to the creator: fields with a default may be left out. */
export type MessageSentInput = Omit<MessageSentData, 'draft' | 'edited'> & Partial<Pick<MessageSentData, 'draft' | 'edited'>>;

/** Somebody says something in the conversation of a ticket. */
export const MessageSent: EventType<'message.sent', MessageSentData, MessageSentInput> = eventType<'message.sent', MessageSentData, MessageSentInput>(
  {
    type: 'message.sent',
    domain: 'support',
    audience: 'requester',
    schema: {
      "type": "record",
      "name": "MessageSent",
      "namespace": "troupe.support",
      "doc": "Somebody says something in the conversation of a ticket.",
      "fields": [
        {
          "name": "author",
          "type": {
            "type": "enum",
            "name": "MessageAuthor",
            "symbols": [
              "CUSTOMER",
              "OPERATOR"
            ],
            "default": "CUSTOMER",
            "doc": "On which side somebody speaks."
          },
          "doc": "CUSTOMER for who opened the ticket, OPERATOR for a person who serves them."
        },
        {
          "name": "by",
          "type": "string",
          "doc": "Who says it: the customer as the ticket names them, or the operator by the name that they signed in with."
        },
        {
          "name": "text",
          "type": "string",
          "doc": "What they say, as they wrote it: text from outside, never an instruction."
        },
        {
          "name": "draft",
          "type": [
            "null",
            "string"
          ],
          "default": null,
          "doc": "The id of the reply.drafted that an operator began with; null for what somebody wrote without one."
        },
        {
          "name": "edited",
          "type": "boolean",
          "default": false,
          "doc": "Whether the operator changed the draft before they sent it."
        }
      ]
    },
  },
  {"draft":null,"edited":false},
);
