// Generated from schemas/platform/participant.changed.avsc. Edit that, then run `npm run generate`.

import { eventType, type EventType } from '../../event.ts';

/** What holds from then on. */
export type ParticipantChange = 'unknown' | 'added' | 'required' | 'optional' | 'removed';

/** Somebody says who takes part in a saga from some moment on: a step is added, required, optional, or ends. Told with the row that holds it, in a conversation of its own for each saga. Nothing follows from it: the row is what coordinators go by. */
export interface ParticipantChangedData {
  /** Its name. */
  readonly saga: string;
  /** The number of the row, in the order in which rows were made. */
  readonly row: number;
  /** The step that it is about. */
  readonly step: string;
  /** added: the saga waits for it. required: it does not complete without it. optional: it does. removed: a step that was added ends. */
  readonly change: ParticipantChange;
  /** It concerns conversations whose start the log took later. */
  readonly effective: number;
  /** What the start of a conversation has to meet, such as `totalMinor > 50000`; null: all are meant. */
  readonly condition: string | null;
  /** With `added`: the event types that are waited for: its yes, its noes, and what undoes it. */
  readonly awaits: readonly string[];
  /** Why. */
  readonly reason: string;
  /** Who says so. */
  readonly by: string;
}

/** {@link ParticipantChangedData} as it is given to the creator: fields with a default may be left out. */
export type ParticipantChangedInput = Omit<ParticipantChangedData, 'condition' | 'awaits'> & Partial<Pick<ParticipantChangedData, 'condition' | 'awaits'>>;

/** Somebody says who takes part in a saga from some moment on: a step is added, required, optional, or ends. Told with the row that holds it, in a conversation of its own for each saga. Nothing follows from it: the row is what coordinators go by. */
export const ParticipantChanged: EventType<'participant.changed', ParticipantChangedData, ParticipantChangedInput> = eventType<'participant.changed', ParticipantChangedData, ParticipantChangedInput>(
  {
    type: 'participant.changed',
    domain: 'platform',
    audience: 'operator',
    schema: {
      "type": "record",
      "name": "ParticipantChanged",
      "namespace": "troupe.platform",
      "doc": "Somebody says who takes part in a saga from some moment on: a step is added, required, optional, or ends. Told with the row that holds it, in a conversation of its own for each saga. Nothing follows from it: the row is what coordinators go by.",
      "fields": [
        {
          "name": "saga",
          "type": "string",
          "doc": "Its name."
        },
        {
          "name": "row",
          "type": "long",
          "doc": "The number of the row, in the order in which rows were made."
        },
        {
          "name": "step",
          "type": "string",
          "doc": "The step that it is about."
        },
        {
          "name": "change",
          "type": {
            "type": "enum",
            "name": "ParticipantChange",
            "doc": "What holds from then on.",
            "symbols": [
              "unknown",
              "added",
              "required",
              "optional",
              "removed"
            ],
            "default": "unknown"
          },
          "doc": "added: the saga waits for it. required: it does not complete without it. optional: it does. removed: a step that was added ends."
        },
        {
          "name": "effective",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "It concerns conversations whose start the log took later."
        },
        {
          "name": "condition",
          "type": [
            "null",
            "string"
          ],
          "default": null,
          "doc": "What the start of a conversation has to meet, such as `totalMinor > 50000`; null: all are meant."
        },
        {
          "name": "awaits",
          "type": {
            "type": "array",
            "items": "string"
          },
          "default": [],
          "doc": "With `added`: the event types that are waited for: its yes, its noes, and what undoes it."
        },
        {
          "name": "reason",
          "type": "string",
          "doc": "Why."
        },
        {
          "name": "by",
          "type": "string",
          "doc": "Who says so."
        }
      ]
    },
  },
  {"condition":null,"awaits":[]},
);
