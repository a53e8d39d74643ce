// Generated from schemas/commerce/shipment.cancelled.avsc. Edit that, then run `npm run generate`.

import { eventType, type EventType } from '../../event.ts';

/** The room that was booked for the order is free again. */
export interface ShipmentCancelledData {
  /** Whether anything had been booked. */
  readonly held: boolean;
}

/** {@link ShipmentCancelledData} as it is given to the creator: fields with a default may be left out. */
export type ShipmentCancelledInput = ShipmentCancelledData;

/** The room that was booked for the order is free again. */
export const ShipmentCancelled: EventType<'shipment.cancelled', ShipmentCancelledData, ShipmentCancelledInput> = eventType<'shipment.cancelled', ShipmentCancelledData, ShipmentCancelledInput>(
  {
    type: 'shipment.cancelled',
    domain: 'commerce',
    schema: {
      "type": "record",
      "name": "ShipmentCancelled",
      "namespace": "troupe.commerce",
      "doc": "The room that was booked for the order is free again.",
      "fields": [
        {
          "name": "held",
          "type": "boolean",
          "doc": "Whether anything had been booked."
        }
      ]
    },
  },
);
