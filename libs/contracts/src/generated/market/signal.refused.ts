// Generated from schemas/market/signal.refused.avsc. Edit that, then run `npm run generate`.

import { eventType, type EventType } from '../../event.ts';

/** An item of a source could not be read and was left out. Nothing after it waits. */
export interface SignalRefusedData {
  /** The source, by the name that it is configured under. */
  readonly source: string;
  /** The item within its source: the number of its line, or the id that the source gave it. */
  readonly item: string;
  /** The item as it was, cut to 1,000 characters. It comes from outside and is not to be trusted. */
  readonly text: string;
  /** What is wrong with it, for people. */
  readonly reason: string;
}

/** {@link SignalRefusedData} as it is given to the creator: fields with a default may be left out. */
export type SignalRefusedInput = SignalRefusedData;

/** An item of a source could not be read and was left out. Nothing after it waits. */
export const SignalRefused: EventType<'signal.refused', SignalRefusedData, SignalRefusedInput> = eventType<'signal.refused', SignalRefusedData, SignalRefusedInput>(
  {
    type: 'signal.refused',
    domain: 'market',
    audience: 'operator',
    schema: {
      "type": "record",
      "name": "SignalRefused",
      "namespace": "troupe.market",
      "doc": "An item of a source could not be read and was left out. Nothing after it waits.",
      "fields": [
        {
          "name": "source",
          "type": "string",
          "doc": "The source, by the name that it is configured under."
        },
        {
          "name": "item",
          "type": "string",
          "doc": "The item within its source: the number of its line, or the id that the source gave it."
        },
        {
          "name": "text",
          "type": "string",
          "doc": "The item as it was, cut to 1,000 characters. It comes from outside and is not to be trusted."
        },
        {
          "name": "reason",
          "type": "string",
          "doc": "What is wrong with it, for people."
        }
      ]
    },
  },
);
