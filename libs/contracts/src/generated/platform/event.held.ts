// Generated from schemas/platform/event.held.avsc. Edit that, then run `npm run generate`.

import { eventType, type EventType } from '../../event.ts';

/** An agent holds an event of this conversation among its dead letters: it could not handle it, asks a person first, or has it wait behind another. Later events of the conversation wait there too. Told again when it is handled once more and fails. */
export interface EventHeldData {
  /** Who holds it. */
  readonly agent: string;
  /** Its id; derived from where it lies, if it carries none. */
  readonly event: string;
  /** Its type. */
  readonly type: string;
  /** Why: the code of the error, APPROVAL_REQUIRED when a person is asked, PARKED when it only waits behind another. */
  readonly code: string;
  /** The dead letter, by which it is released, edited or discarded. */
  readonly letter: string;
}

/** {@link EventHeldData} as it is given to the creator: fields with a default may be left out. */
export type EventHeldInput = EventHeldData;

/** An agent holds an event of this conversation among its dead letters: it could not handle it, asks a person first, or has it wait behind another. Later events of the conversation wait there too. Told again when it is handled once more and fails. */
export const EventHeld: EventType<'event.held', EventHeldData, EventHeldInput> = eventType<'event.held', EventHeldData, EventHeldInput>(
  {
    type: 'event.held',
    domain: 'platform',
    schema: {
      "type": "record",
      "name": "EventHeld",
      "namespace": "troupe.platform",
      "doc": "An agent holds an event of this conversation among its dead letters: it could not handle it, asks a person first, or has it wait behind another. Later events of the conversation wait there too. Told again when it is handled once more and fails.",
      "fields": [
        {
          "name": "agent",
          "type": "string",
          "doc": "Who holds it."
        },
        {
          "name": "event",
          "type": "string",
          "doc": "Its id; derived from where it lies, if it carries none."
        },
        {
          "name": "type",
          "type": "string",
          "doc": "Its type."
        },
        {
          "name": "code",
          "type": "string",
          "doc": "Why: the code of the error, APPROVAL_REQUIRED when a person is asked, PARKED when it only waits behind another."
        },
        {
          "name": "letter",
          "type": "string",
          "doc": "The dead letter, by which it is released, edited or discarded."
        }
      ]
    },
  },
);
