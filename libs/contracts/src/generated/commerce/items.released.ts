// Generated from schemas/commerce/items.released.avsc. Edit that, then run `npm run generate`.

import { eventType, type EventType } from '../../event.ts';

/** Stock that is free again. */
export interface ReleasedLine {
  /** The product. */
  readonly sku: string;
  /** How many are free again. */
  readonly quantity: number;
}

/** What the warehouse held for the order is free again. */
export interface ItemsReleasedData {
  /** What was released; empty when nothing was held. */
  readonly lines: readonly ReleasedLine[];
}

/** {@link ItemsReleasedData} as it is given to the creator: fields with a default may be left out. */
export type ItemsReleasedInput = ItemsReleasedData;

/** What the warehouse held for the order is free again. */
export const ItemsReleased: EventType<'items.released', ItemsReleasedData, ItemsReleasedInput> = eventType<'items.released', ItemsReleasedData, ItemsReleasedInput>(
  {
    type: 'items.released',
    domain: 'commerce',
    schema: {
      "type": "record",
      "name": "ItemsReleased",
      "namespace": "troupe.commerce",
      "doc": "What the warehouse held for the order is free again.",
      "fields": [
        {
          "name": "lines",
          "type": {
            "type": "array",
            "items": {
              "type": "record",
              "name": "ReleasedLine",
              "doc": "Stock that is free again.",
              "fields": [
                {
                  "name": "sku",
                  "type": "string",
                  "doc": "The product."
                },
                {
                  "name": "quantity",
                  "type": "int",
                  "doc": "How many are free again."
                }
              ]
            }
          },
          "doc": "What was released; empty when nothing was held."
        }
      ]
    },
  },
);
