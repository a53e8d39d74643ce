// Generated from schemas/commerce/order.cancelled.avsc. Edit that, then run `npm run generate`.

import { eventType, type EventType } from '../../event.ts';

/** The customer took the order back. */
export interface OrderCancelledData {
  /** What the customer said. */
  readonly reason: string;
  /** When they asked for it. */
  readonly requestedAt: number;
}

/** {@link OrderCancelledData} as it is given to the creator: fields with a default may be left out. */
export type OrderCancelledInput = Omit<OrderCancelledData, 'reason'> & Partial<Pick<OrderCancelledData, 'reason'>>;

/** The customer took the order back. */
export const OrderCancelled: EventType<'order.cancelled', OrderCancelledData, OrderCancelledInput> = eventType<'order.cancelled', OrderCancelledData, OrderCancelledInput>(
  {
    type: 'order.cancelled',
    domain: 'commerce',
    schema: {
      "type": "record",
      "name": "OrderCancelled",
      "namespace": "troupe.commerce",
      "doc": "The customer took the order back.",
      "fields": [
        {
          "name": "reason",
          "type": "string",
          "doc": "What the customer said.",
          "default": ""
        },
        {
          "name": "requestedAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When they asked for it."
        }
      ]
    },
  },
  {"reason":""},
);
