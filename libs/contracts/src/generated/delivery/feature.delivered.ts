// Generated from schemas/delivery/feature.delivered.avsc. Edit that, then run `npm run generate`.

import { eventType, type EventType } from '../../event.ts';

/** The feature is on main: nothing more is to be done about it. */
export interface FeatureDeliveredData {
  /** Name of the repository. */
  readonly workspace: string;
  /** What main points to with it. */
  readonly commit: string;
  /** The commit that was approved: the same, when main could be fast-forwarded. */
  readonly reviewed: string;
  /** How many attempts it took. */
  readonly attempt: number;
}

/** {@link FeatureDeliveredData} as it is given to the creator: fields with a default may be left out. */
export type FeatureDeliveredInput = FeatureDeliveredData;

/** The feature is on main: nothing more is to be done about it. */
export const FeatureDelivered: EventType<'feature.delivered', FeatureDeliveredData, FeatureDeliveredInput> = eventType<'feature.delivered', FeatureDeliveredData, FeatureDeliveredInput>(
  {
    type: 'feature.delivered',
    domain: 'delivery',
    audience: 'requester',
    schema: {
      "type": "record",
      "name": "FeatureDelivered",
      "namespace": "troupe.delivery",
      "doc": "The feature is on main: nothing more is to be done about it.",
      "fields": [
        {
          "name": "workspace",
          "type": "string",
          "doc": "Name of the repository."
        },
        {
          "name": "commit",
          "type": "string",
          "doc": "What main points to with it."
        },
        {
          "name": "reviewed",
          "type": "string",
          "doc": "The commit that was approved: the same, when main could be fast-forwarded."
        },
        {
          "name": "attempt",
          "type": "int",
          "doc": "How many attempts it took."
        }
      ]
    },
  },
);
