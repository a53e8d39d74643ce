// Generated from schemas/commerce/order.verified.avsc. Edit that, then run `npm run generate`.

import { eventType, type EventType } from '../../event.ts';

/** One rule that spoke. */
export interface VerifiedReason {
  /** Name of the rule in the table of rules. */
  readonly rule: string;
  /** What it added to the score. */
  readonly weight: number;
  /** What it saw, for people. */
  readonly reason: string;
}

/** The order looks sound. */
export interface OrderVerifiedData {
  /** Risk between 0 (none) and 1 (certain fraud). */
  readonly score: number;
  /** The rules that spoke, heaviest first. */
  readonly reasons: readonly VerifiedReason[];
  /** Which engine answered, with its version, such as offline-rules@1. */
  readonly decidedBy: string;
}

/** {@link OrderVerifiedData} as it is given to the creator: fields with a default may be left out. */
export type OrderVerifiedInput = OrderVerifiedData;

/** The order looks sound. */
export const OrderVerified: EventType<'order.verified', OrderVerifiedData, OrderVerifiedInput> = eventType<'order.verified', OrderVerifiedData, OrderVerifiedInput>(
  {
    type: 'order.verified',
    domain: 'commerce',
    schema: {
      "type": "record",
      "name": "OrderVerified",
      "namespace": "troupe.commerce",
      "doc": "The order looks sound.",
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
              "name": "VerifiedReason",
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
