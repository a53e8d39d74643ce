// Generated from schemas/commerce/order.closed.avsc. Edit that, then run `npm run generate`.

import { eventType, type EventType } from '../../event.ts';

/** How the order ended. */
export type ClosedOutcome = 'UNKNOWN' | 'REJECTED' | 'CANCELLED';

/** A rejected or cancelled order has been undone everywhere: nothing more will happen. */
export interface OrderClosedData {
  /** How it ended. */
  readonly outcome: ClosedOutcome;
  /** Whether stock was given back. */
  readonly released: boolean;
  /** Whether a booked shipment was cancelled. */
  readonly shipmentCancelled: boolean;
}

/** {@link OrderClosedData} as it is given to the creator: fields with a default may be left out. */
export type OrderClosedInput = OrderClosedData;

/** A rejected or cancelled order has been undone everywhere: nothing more will happen. */
export const OrderClosed: EventType<'order.closed', OrderClosedData, OrderClosedInput> = eventType<'order.closed', OrderClosedData, OrderClosedInput>(
  {
    type: 'order.closed',
    domain: 'commerce',
    audience: 'requester',
    schema: {
      "type": "record",
      "name": "OrderClosed",
      "namespace": "troupe.commerce",
      "doc": "A rejected or cancelled order has been undone everywhere: nothing more will happen.",
      "fields": [
        {
          "name": "outcome",
          "type": {
            "type": "enum",
            "name": "ClosedOutcome",
            "symbols": [
              "UNKNOWN",
              "REJECTED",
              "CANCELLED"
            ],
            "default": "UNKNOWN",
            "doc": "How the order ended."
          },
          "doc": "How it ended."
        },
        {
          "name": "released",
          "type": "boolean",
          "doc": "Whether stock was given back."
        },
        {
          "name": "shipmentCancelled",
          "type": "boolean",
          "doc": "Whether a booked shipment was cancelled."
        }
      ]
    },
  },
);
