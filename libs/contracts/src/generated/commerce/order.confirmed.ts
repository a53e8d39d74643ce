// Generated from schemas/commerce/order.confirmed.avsc. Edit that, then run `npm run generate`.

import { eventType, type EventType } from '../../event.ts';

/** Stock that the order will use. */
export interface ConfirmedLine {
  /** The product. */
  readonly sku: string;
  /** How many. */
  readonly quantity: number;
}

/** All participants said yes: the order goes through. */
export interface OrderConfirmedData {
  /** What fraud-agent found. */
  readonly riskScore: number;
  /** What is set aside. */
  readonly reserved: readonly ConfirmedLine[];
  /** Who carries it. */
  readonly carrier: string;
  /** What the shipment costs, in minor units. */
  readonly rateMinor: number;
  /** The day that it arrives at the latest, in days since 1970-01-01. */
  readonly promisedOn: number;
}

/** {@link OrderConfirmedData} as it is given to the creator: fields with a default may be left out. */
export type OrderConfirmedInput = OrderConfirmedData;

/** All participants said yes: the order goes through. */
export const OrderConfirmed: EventType<'order.confirmed', OrderConfirmedData, OrderConfirmedInput> = eventType<'order.confirmed', OrderConfirmedData, OrderConfirmedInput>(
  {
    type: 'order.confirmed',
    domain: 'commerce',
    audience: 'requester',
    schema: {
      "type": "record",
      "name": "OrderConfirmed",
      "namespace": "troupe.commerce",
      "doc": "All participants said yes: the order goes through.",
      "fields": [
        {
          "name": "riskScore",
          "type": "double",
          "doc": "What fraud-agent found."
        },
        {
          "name": "reserved",
          "type": {
            "type": "array",
            "items": {
              "type": "record",
              "name": "ConfirmedLine",
              "doc": "Stock that the order will use.",
              "fields": [
                {
                  "name": "sku",
                  "type": "string",
                  "doc": "The product."
                },
                {
                  "name": "quantity",
                  "type": "int",
                  "doc": "How many."
                }
              ]
            }
          },
          "doc": "What is set aside."
        },
        {
          "name": "carrier",
          "type": "string",
          "doc": "Who carries it."
        },
        {
          "name": "rateMinor",
          "type": "long",
          "doc": "What the shipment costs, in minor units."
        },
        {
          "name": "promisedOn",
          "type": {
            "type": "int",
            "logicalType": "date"
          },
          "doc": "The day that it arrives at the latest, in days since 1970-01-01."
        }
      ]
    },
  },
);
