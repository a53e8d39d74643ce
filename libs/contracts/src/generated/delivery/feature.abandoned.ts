// Generated from schemas/delivery/feature.abandoned.avsc. Edit that, then run `npm run generate`.

import { eventType, type EventType } from '../../event.ts';

/** The delivery saga has given up. */
export interface FeatureAbandonedData {
  /** Why, for people. */
  readonly reasons: readonly string[];
  /** Everything that was tried, in order. */
  readonly tried: readonly string[];
  /** The steps that never ended. */
  readonly missing: readonly string[];
}

/** {@link FeatureAbandonedData} as it is given to the creator: fields with a default may be left out. */
export type FeatureAbandonedInput = FeatureAbandonedData;

/** The delivery saga has given up. */
export const FeatureAbandoned: EventType<'feature.abandoned', FeatureAbandonedData, FeatureAbandonedInput> = eventType<'feature.abandoned', FeatureAbandonedData, FeatureAbandonedInput>(
  {
    type: 'feature.abandoned',
    domain: 'delivery',
    audience: 'requester',
    schema: {
      "type": "record",
      "name": "FeatureAbandoned",
      "namespace": "troupe.delivery",
      "doc": "The delivery saga has given up.",
      "fields": [
        {
          "name": "reasons",
          "type": {
            "type": "array",
            "items": "string"
          },
          "doc": "Why, for people."
        },
        {
          "name": "tried",
          "type": {
            "type": "array",
            "items": "string"
          },
          "doc": "Everything that was tried, in order."
        },
        {
          "name": "missing",
          "type": {
            "type": "array",
            "items": "string"
          },
          "doc": "The steps that never ended."
        }
      ]
    },
  },
);
