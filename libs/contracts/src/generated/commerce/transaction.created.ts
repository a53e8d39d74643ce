// Generated from schemas/commerce/transaction.created.avsc. Edit that, then run `npm run generate`.

import { eventType, type EventType } from '../../event.ts';

/** One product of an order. */
export interface OrderLine {
  /** The product, as the warehouse knows it. */
  readonly sku: string;
  /** What it is, for people. */
  readonly description: string;
  /** How many; at least 1. */
  readonly quantity: number;
  /** Price of one in minor units; not negative. */
  readonly unitPriceMinor: number;
}

/** A customer placed an order. Fraud, inventory and shipping take it up at the same time. */
export interface TransactionCreatedData {
  /** Who ordered, as the shop knows them. */
  readonly customerId: string;
  /** When the customer placed it. */
  readonly placedAt: number;
  /** Where it ships to: ISO 3166-1 alpha-2. */
  readonly country: string;
  /** ISO 4217 code of every amount in this order. */
  readonly currency: string;
  /** Sum over the lines in minor units, such as pence. */
  readonly totalMinor: number;
  /** What was ordered; at least one line. */
  readonly lines: readonly OrderLine[];
}

/** {@link TransactionCreatedData} as it is given to the creator: fields with a default may be left out. */
export type TransactionCreatedInput = TransactionCreatedData;

/** A customer placed an order. Fraud, inventory and shipping take it up at the same time. */
export const TransactionCreated: EventType<'transaction.created', TransactionCreatedData, TransactionCreatedInput> = eventType<'transaction.created', TransactionCreatedData, TransactionCreatedInput>(
  {
    type: 'transaction.created',
    domain: 'commerce',
    schema: {
      "type": "record",
      "name": "TransactionCreated",
      "namespace": "troupe.commerce",
      "doc": "A customer placed an order. Fraud, inventory and shipping take it up at the same time.",
      "fields": [
        {
          "name": "customerId",
          "type": "string",
          "doc": "Who ordered, as the shop knows them."
        },
        {
          "name": "placedAt",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When the customer placed it."
        },
        {
          "name": "country",
          "type": "string",
          "doc": "Where it ships to: ISO 3166-1 alpha-2."
        },
        {
          "name": "currency",
          "type": "string",
          "doc": "ISO 4217 code of every amount in this order."
        },
        {
          "name": "totalMinor",
          "type": "long",
          "doc": "Sum over the lines in minor units, such as pence."
        },
        {
          "name": "lines",
          "doc": "What was ordered; at least one line.",
          "type": {
            "type": "array",
            "items": {
              "type": "record",
              "name": "OrderLine",
              "doc": "One product of an order.",
              "fields": [
                {
                  "name": "sku",
                  "type": "string",
                  "doc": "The product, as the warehouse knows it."
                },
                {
                  "name": "description",
                  "type": "string",
                  "default": "",
                  "doc": "What it is, for people."
                },
                {
                  "name": "quantity",
                  "type": "int",
                  "doc": "How many; at least 1."
                },
                {
                  "name": "unitPriceMinor",
                  "type": "long",
                  "doc": "Price of one in minor units; not negative."
                }
              ]
            }
          }
        }
      ]
    },
  },
);
