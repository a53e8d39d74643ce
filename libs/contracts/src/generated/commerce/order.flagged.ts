// Generated from schemas/commerce/order.flagged.avsc. Edit that, then run `npm run generate`.

import { eventType, type EventType } from '../../event.ts';

/** One rule that spoke. */
export interface FlaggedReason {
  /** Name of the rule in the table of rules. */
  readonly rule: string;
  /** What it added to the score. */
  readonly weight: number;
  /** What it saw, for people. */
  readonly reason: string;
}

/** The order looks too risky to go through by itself. */
export interface OrderFlaggedData {
  /** Risk between 0 (none) and 1 (certain fraud). */
  readonly score: number;
  /** The rules that spoke, heaviest first. */
  readonly reasons: readonly FlaggedReason[];
  /** Which engine answered, with its version, such as offline-rules@1. */
  readonly decidedBy: string;
}

/** {@link OrderFlaggedData} as it is given to the creator: fields with a default may be left out. */
export type OrderFlaggedInput = OrderFlaggedData;

/** The order looks too risky to go through by itself. */
export const OrderFlagged: EventType<'order.flagged', OrderFlaggedData, OrderFlaggedInput> = eventType<'order.flagged', OrderFlaggedData, OrderFlaggedInput>(
  {
    type: 'order.flagged',
    domain: 'commerce',
    schema: {
      "type": "record",
      "name": "OrderFlagged",
      "namespace": "troupe.commerce",
      "doc": "The order looks too risky to go through by itself.",
      "fields": [
        {
          "name": "score",
          "type": "double",
          "doc": "Risk between 0 (none) and 1 (certain fraud)."
        },
        {
          "name": "reasons",
          "type": {
            "type": "array",
            "items": {
              "type": "record",
              "name": "FlaggedReason",
              "doc": "One rule that spoke.",
              "fields": [
                {
                  "name": "rule",
                  "type": "string",
                  "doc": "Name of the rule in the table of rules."
                },
                {
                  "name": "weight",
                  "type": "double",
                  "doc": "What it added to the score."
                },
                {
                  "name": "reason",
                  "type": "string",
                  "doc": "What it saw, for people."
                }
              ]
            }
          },
          "doc": "The rules that spoke, heaviest first."
        },
        {
          "name": "decidedBy",
          "type": "string",
          "doc": "Which engine answered, with its version, such as offline-rules@1."
        }
      ]
    },
  },
);
