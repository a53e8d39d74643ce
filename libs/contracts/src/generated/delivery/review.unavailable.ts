// Generated from schemas/delivery/review.unavailable.avsc. Edit that, then run `npm run generate`.

import { eventType, type EventType } from '../../event.ts';

/** One limit that does not hold here. */
export interface MissingLimit {
  /** Which one, such as cgroup-memory. */
  readonly limit: string;
  /** What was seen instead, and how to mend it. */
  readonly found: string;
}

/** This reviewer runs no generated code: its sandbox does not hold what it must. */
export interface ReviewUnavailableData {
  /** The full id of the commit that waits. */
  readonly commit: string;
  /** At least one. */
  readonly missing: readonly MissingLimit[];
  /** Which engine refused, with its version. */
  readonly decidedBy: string;
}

/** {@link ReviewUnavailableData} as it is given to the creator: fields with a default may be left out. */
export type ReviewUnavailableInput = ReviewUnavailableData;

/** This reviewer runs no generated code: its sandbox does not hold what it must. */
export const ReviewUnavailable: EventType<'review.unavailable', ReviewUnavailableData, ReviewUnavailableInput> = eventType<'review.unavailable', ReviewUnavailableData, ReviewUnavailableInput>(
  {
    type: 'review.unavailable',
    domain: 'delivery',
    schema: {
      "type": "record",
      "name": "ReviewUnavailable",
      "namespace": "troupe.delivery",
      "doc": "This reviewer runs no generated code: its sandbox does not hold what it must.",
      "fields": [
        {
          "name": "commit",
          "type": "string",
          "doc": "The full id of the commit that waits."
        },
        {
          "name": "missing",
          "type": {
            "type": "array",
            "items": {
              "type": "record",
              "name": "MissingLimit",
              "doc": "One limit that does not hold here.",
              "fields": [
                {
                  "name": "limit",
                  "type": "string",
                  "doc": "Which one, such as cgroup-memory."
                },
                {
                  "name": "found",
                  "type": "string",
                  "doc": "What was seen instead, and how to mend it."
                }
              ]
            }
          },
          "doc": "At least one."
        },
        {
          "name": "decidedBy",
          "type": "string",
          "doc": "Which engine refused, with its version."
        }
      ]
    },
  },
);
