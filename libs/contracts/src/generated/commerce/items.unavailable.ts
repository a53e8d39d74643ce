// Generated from schemas/commerce/items.unavailable.avsc. Edit that, then run `npm run generate`.

import { eventType, type EventType } from '../../event.ts';

/** A product that there is too little of. */
export interface ShortLine {
  /** The product. */
  readonly sku: string;
  /** How many the order asks for. */
  readonly requested: number;
  /** How many are left. */
  readonly available: number;
}

/** Not every line can be had; nothing was set aside. */
export interface ItemsUnavailableData {
  /** The lines that cannot be had. */
  readonly lines: readonly ShortLine[];
}

/** {@link ItemsUnavailableData} as it is given to the creator: fields with a default may be left out. */
export type ItemsUnavailableInput = ItemsUnavailableData;

/** Not every line can be had; nothing was set aside. */
export const ItemsUnavailable: EventType<'items.unavailable', ItemsUnavailableData, ItemsUnavailableInput> = eventType<'items.unavailable', ItemsUnavailableData, ItemsUnavailableInput>(
  {
    type: 'items.unavailable',
    domain: 'commerce',
    schema: {
      "type": "record",
      "name": "ItemsUnavailable",
      "namespace": "troupe.commerce",
      "doc": "Not every line can be had; nothing was set aside.",
      "fields": [
        {
          "name": "lines",
          "type": {
            "type": "array",
            "items": {
              "type": "record",
              "name": "ShortLine",
              "doc": "A product that there is too little of.",
              "fields": [
                {
                  "name": "sku",
                  "type": "string",
                  "doc": "The product."
                },
                {
                  "name": "requested",
                  "type": "int",
                  "doc": "How many the order asks for."
                },
                {
                  "name": "available",
                  "type": "int",
                  "doc": "How many are left."
                }
              ]
            }
          },
          "doc": "The lines that cannot be had."
        }
      ]
    },
  },
);
