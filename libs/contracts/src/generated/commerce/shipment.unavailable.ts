// Generated from schemas/commerce/shipment.unavailable.avsc. Edit that, then run `npm run generate`.

import { eventType, type EventType } from '../../event.ts';

/** Why no carrier takes it. */
export type ShipmentRefusal = 'UNKNOWN' | 'NO_ZONE' | 'TOO_HEAVY' | 'NO_CAPACITY';

/** No carrier can take the order. */
export interface ShipmentUnavailableData {
  /** Why. */
  readonly reason: ShipmentRefusal;
  /** What was tried, for people. */
  readonly detail: string;
}

/** {@link ShipmentUnavailableData} as it is given to the creator: fields with a default may be left out. */
export type ShipmentUnavailableInput = ShipmentUnavailableData;

/** No carrier can take the order. */
export const ShipmentUnavailable: EventType<'shipment.unavailable', ShipmentUnavailableData, ShipmentUnavailableInput> = eventType<'shipment.unavailable', ShipmentUnavailableData, ShipmentUnavailableInput>(
  {
    type: 'shipment.unavailable',
    domain: 'commerce',
    schema: {
      "type": "record",
      "name": "ShipmentUnavailable",
      "namespace": "troupe.commerce",
      "doc": "No carrier can take the order.",
      "fields": [
        {
          "name": "reason",
          "type": {
            "type": "enum",
            "name": "ShipmentRefusal",
            "symbols": [
              "UNKNOWN",
              "NO_ZONE",
              "TOO_HEAVY",
              "NO_CAPACITY"
            ],
            "default": "UNKNOWN",
            "doc": "Why no carrier takes it."
          },
          "doc": "Why."
        },
        {
          "name": "detail",
          "type": "string",
          "doc": "What was tried, for people."
        }
      ]
    },
  },
);
