// Generated from schemas/commerce/order.rejected.avsc. Edit that, then run `npm run generate`.

import { eventType, type EventType } from '../../event.ts';

/** One no. */
export interface Rejection {
  /** The step that said no. */
  readonly step: string;
  /** The event that said so, or timed-out. */
  readonly code: string;
  /** Why, for people. */
  readonly detail: string;
}

/** The order does not go through. Whoever did something for it undoes that and says so. */
export interface OrderRejectedData {
  /** Every no that was known when it was decided. */
  readonly reasons: readonly Rejection[];
  /** Steps whose answer did not come within the deadline. */
  readonly missing: readonly string[];
}

/** {@link OrderRejectedData} as it is given to the creator: fields with a default may be left out. */
export type OrderRejectedInput = Omit<OrderRejectedData, 'missing'> & Partial<Pick<OrderRejectedData, 'missing'>>;

/** The order does not go through. Whoever did something for it undoes that and says so. */
export const OrderRejected: EventType<'order.rejected', OrderRejectedData, OrderRejectedInput> = eventType<'order.rejected', OrderRejectedData, OrderRejectedInput>(
  {
    type: 'order.rejected',
    domain: 'commerce',
    schema: {
      "type": "record",
      "name": "OrderRejected",
      "namespace": "troupe.commerce",
      "doc": "The order does not go through. Whoever did something for it undoes that and says so.",
      "fields": [
        {
          "name": "reasons",
          "type": {
            "type": "array",
            "items": {
              "type": "record",
              "name": "Rejection",
              "doc": "One no.",
              "fields": [
                {
                  "name": "step",
                  "type": "string",
                  "doc": "The step that said no."
                },
                {
                  "name": "code",
                  "type": "string",
                  "doc": "The event that said so, or timed-out."
                },
                {
                  "name": "detail",
                  "type": "string",
                  "doc": "Why, for people."
                }
              ]
            }
          },
          "doc": "Every no that was known when it was decided."
        },
        {
          "name": "missing",
          "type": {
            "type": "array",
            "items": "string"
          },
          "doc": "Steps whose answer did not come within the deadline.",
          "default": []
        }
      ]
    },
  },
  {"missing":[]},
);
