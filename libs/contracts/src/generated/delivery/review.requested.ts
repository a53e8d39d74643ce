// Generated from schemas/delivery/review.requested.avsc. Edit that, then run `npm run generate`.

import { eventType, type EventType } from '../../event.ts';

/** Somebody asks for the reviews that were unavailable: the sandbox of a reviewer has been mended. */
export interface ReviewRequestedData {
  /** Who asks, for the record. */
  readonly requestedBy: string | null;
}

/** {@link ReviewRequestedData} as it is given to the creator: fields with a default may be left out. */
export type ReviewRequestedInput = Omit<ReviewRequestedData, 'requestedBy'> & Partial<Pick<ReviewRequestedData, 'requestedBy'>>;

/** Somebody asks for the reviews that were unavailable: the sandbox of a reviewer has been mended. */
export const ReviewRequested: EventType<'review.requested', ReviewRequestedData, ReviewRequestedInput> = eventType<'review.requested', ReviewRequestedData, ReviewRequestedInput>(
  {
    type: 'review.requested',
    domain: 'delivery',
    schema: {
      "type": "record",
      "name": "ReviewRequested",
      "namespace": "troupe.delivery",
      "doc": "Somebody asks for the reviews that were unavailable: the sandbox of a reviewer has been mended.",
      "fields": [
        {
          "name": "requestedBy",
          "type": [
            "null",
            "string"
          ],
          "default": null,
          "doc": "Who asks, for the record."
        }
      ]
    },
  },
  {"requestedBy":null},
);
