// Generated from schemas/commerce/shipment.booked.avsc. Edit that, then run `npm run generate`.

import { eventType, type EventType } from '../../event.ts';

/** A carrier has room for the order on a day. */
export interface ShipmentBookedData {
  /** Who carries it. */
  readonly carrier: string;
  /** The carrier's service. */
  readonly service: string;
  /** The zone that the country lies in. */
  readonly zone: string;
  /** Weight of the parcel. */
  readonly weightGrams: number;
  /** What it costs, in minor units of the order's currency. */
  readonly rateMinor: number;
  /** ISO 4217 code of the rate. */
  readonly currency: string;
  /** The day that it leaves, in days since 1970-01-01. */
  readonly shipsOn: number;
  /** The day that it arrives at the latest, in days since 1970-01-01. */
  readonly promisedOn: number;
}

/** {@link ShipmentBookedData} as it is given to the creator: fields with a default may be left out. */
export type ShipmentBookedInput = ShipmentBookedData;

/** A carrier has room for the order on a day. */
export const ShipmentBooked: EventType<'shipment.booked', ShipmentBookedData, ShipmentBookedInput> = eventType<'shipment.booked', ShipmentBookedData, ShipmentBookedInput>(
  {
    type: 'shipment.booked',
    domain: 'commerce',
    schema: {
      "type": "record",
      "name": "ShipmentBooked",
      "namespace": "troupe.commerce",
      "doc": "A carrier has room for the order on a day.",
      "fields": [
        {
          "name": "carrier",
          "type": "string",
          "doc": "Who carries it."
        },
        {
          "name": "service",
          "type": "string",
          "doc": "The carrier's service."
        },
        {
          "name": "zone",
          "type": "string",
          "doc": "The zone that the country lies in."
        },
        {
          "name": "weightGrams",
          "type": "long",
          "doc": "Weight of the parcel."
        },
        {
          "name": "rateMinor",
          "type": "long",
          "doc": "What it costs, in minor units of the order's currency."
        },
        {
          "name": "currency",
          "type": "string",
          "doc": "ISO 4217 code of the rate."
        },
        {
          "name": "shipsOn",
          "type": {
            "type": "int",
            "logicalType": "date"
          },
          "doc": "The day that it leaves, in days since 1970-01-01."
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
