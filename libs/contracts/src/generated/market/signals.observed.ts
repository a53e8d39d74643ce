// Generated from schemas/market/signals.observed.avsc. Edit that, then run `npm run generate`.

import { eventType, type EventType } from '../../event.ts';

/** One item of a source. What it says comes from outside and is not to be trusted. */
export interface SignalItem {
  /** The item within its source: the number of its line, or the id that the source gave it. */
  readonly item: string;
  /** When it was observed or published, as the source says. */
  readonly at: number;
  /** What was measured or counted; null for an item of text. */
  readonly value: number | null;
  /** Of an item of text; at most 500 characters. */
  readonly title: string;
  /** Where an item of text leads; at most 2,000 characters. */
  readonly link: string;
}

/** A source said something: one or more items that were read together, in the order of the source. Its conversation is the source's own. */
export interface SignalsObservedData {
  /** The source, by the name that it is configured under. */
  readonly source: string;
  /** What was read; at least one item. */
  readonly items: readonly SignalItem[];
  /** The market that the source is watched with: what its sources do is correlated. Empty: none. */
  readonly market: string;
}

/** {@link SignalsObservedData} as it is given to the creator: fields with a default may be left out. */
export type SignalsObservedInput = Omit<SignalsObservedData, 'market'> & Partial<Pick<SignalsObservedData, 'market'>>;

/** A source said something: one or more items that were read together, in the order of the source. Its conversation is the source's own. */
export const SignalsObserved: EventType<'signals.observed', SignalsObservedData, SignalsObservedInput> = eventType<'signals.observed', SignalsObservedData, SignalsObservedInput>(
  {
    type: 'signals.observed',
    domain: 'market',
    schema: {
      "type": "record",
      "name": "SignalsObserved",
      "namespace": "troupe.market",
      "doc": "A source said something: one or more items that were read together, in the order of the source. Its conversation is the source's own.",
      "fields": [
        {
          "name": "source",
          "type": "string",
          "doc": "The source, by the name that it is configured under."
        },
        {
          "name": "items",
          "doc": "What was read; at least one item.",
          "type": {
            "type": "array",
            "items": {
              "type": "record",
              "name": "SignalItem",
              "doc": "One item of a source. What it says comes from outside and is not to be trusted.",
              "fields": [
                {
                  "name": "item",
                  "type": "string",
                  "doc": "The item within its source: the number of its line, or the id that the source gave it."
                },
                {
                  "name": "at",
                  "type": {
                    "type": "long",
                    "logicalType": "timestamp-millis"
                  },
                  "doc": "When it was observed or published, as the source says."
                },
                {
                  "name": "value",
                  "type": [
                    "null",
                    "double"
                  ],
                  "default": null,
                  "doc": "What was measured or counted; null for an item of text."
                },
                {
                  "name": "title",
                  "type": "string",
                  "default": "",
                  "doc": "Of an item of text; at most 500 characters."
                },
                {
                  "name": "link",
                  "type": "string",
                  "default": "",
                  "doc": "Where an item of text leads; at most 2,000 characters."
                }
              ]
            }
          }
        },
        {
          "name": "market",
          "type": "string",
          "default": "",
          "doc": "The market that the source is watched with: what its sources do is correlated. Empty: none."
        }
      ]
    },
  },
  {"market":""},
);
