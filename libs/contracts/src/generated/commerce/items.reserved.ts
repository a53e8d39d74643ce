// Generated from schemas/commerce/items.reserved.avsc. Edit that, then run `npm run generate`.

import { eventType, type EventType } from '../../event.ts';

/** Stock set aside for one product. */
export interface ReservedLine {
  /** The product. */
  readonly sku: string;
  /** How many are set aside. */
  readonly quantity: number;
}

/** Every line of the order is set aside in the warehouse. */
export interface ItemsReservedData {
  /** What is set aside. */
  readonly lines: readonly ReservedLine[];
}

/** {@link ItemsReservedData} as it is given to the creator: fields with a default may be left out. */
export type ItemsReservedInput = ItemsReservedData;

/** Every line of the order is set aside in the warehouse. */
export const ItemsReserved: EventType<'items.reserved', ItemsReservedData, ItemsReservedInput> = eventType<'items.reserved', ItemsReservedData, ItemsReservedInput>(
  {
    type: 'items.reserved',
    domain: 'commerce',
    schema: {
      "type": "record",
      "name": "ItemsReserved",
      "namespace": "troupe.commerce",
      "doc": "Every line of the order is set aside in the warehouse.",
      "fields": [
        {
          "name": "lines",
          "type": {
            "type": "array",
            "items": {
              "type": "record",
              "name": "ReservedLine",
              "doc": "Stock set aside for one product.",
              "fields": [
                {
                  "name": "sku",
                  "type": "string",
                  "doc": "The product."
                },
                {
                  "name": "quantity",
                  "type": "int",
                  "doc": "How many are set aside."
                }
              ]
            }
          },
          "doc": "What is set aside."
        }
      ]
    },
  },
);
