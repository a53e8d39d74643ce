// Generated from schemas/delivery/pr.reviewed.avsc. Edit that, then run `npm run generate`.

import { eventType, type EventType } from '../../event.ts';

/** What the review asks for. */
export type ReviewVerdict = 'UNKNOWN' | 'APPROVED' | 'CHANGES_REQUESTED';

/** One example that the code gets wrong. */
export interface ReviewFailure {
  /** Its name in the spec. */
  readonly example: string;
  /** One JSON value for each parameter. */
  readonly arguments: readonly string[];
  /** The result asked for, as a JSON value. */
  readonly expected: string;
  /** What came instead, as a JSON value; null when nothing came. */
  readonly actual: string | null;
  /** What went wrong, for people. */
  readonly cause: string;
}

/** The committed code was tested against the spec in a sandbox. */
export interface PrReviewedData {
  /** The full id of the commit that was tested. */
  readonly commit: string;
  /** The branch that it is on. */
  readonly branch: string;
  /** Which attempt of the developer this is the review of. */
  readonly attempt: number;
  /** What the review asks for. */
  readonly verdict: ReviewVerdict;
  /** How many examples were run. */
  readonly examples: number;
  /** The examples that failed, in the order of the spec. */
  readonly failures: readonly ReviewFailure[];
  /** What ended the whole run, such as a time limit; null when every example was run. */
  readonly cause: string | null;
  /** Which engine tested, with its version and sandbox. */
  readonly decidedBy: string;
}

/** {@link PrReviewedData} as it is given to the creator: fields with a default may be left out. */
export type PrReviewedInput = Omit<PrReviewedData, 'cause'> & Partial<Pick<PrReviewedData, 'cause'>>;

/** The committed code was tested against the spec in a sandbox. */
export const PrReviewed: EventType<'pr.reviewed', PrReviewedData, PrReviewedInput> = eventType<'pr.reviewed', PrReviewedData, PrReviewedInput>(
  {
    type: 'pr.reviewed',
    domain: 'delivery',
    schema: {
      "type": "record",
      "name": "PrReviewed",
      "namespace": "troupe.delivery",
      "doc": "The committed code was tested against the spec in a sandbox.",
      "fields": [
        {
          "name": "commit",
          "type": "string",
          "doc": "The full id of the commit that was tested."
        },
        {
          "name": "branch",
          "type": "string",
          "doc": "The branch that it is on."
        },
        {
          "name": "attempt",
          "type": "int",
          "doc": "Which attempt of the developer this is the review of."
        },
        {
          "name": "verdict",
          "type": {
            "type": "enum",
            "name": "ReviewVerdict",
            "doc": "What the review asks for.",
            "symbols": [
              "UNKNOWN",
              "APPROVED",
              "CHANGES_REQUESTED"
            ],
            "default": "UNKNOWN"
          },
          "doc": "What the review asks for."
        },
        {
          "name": "examples",
          "type": "int",
          "doc": "How many examples were run."
        },
        {
          "name": "failures",
          "type": {
            "type": "array",
            "items": {
              "type": "record",
              "name": "ReviewFailure",
              "doc": "One example that the code gets wrong.",
              "fields": [
                {
                  "name": "example",
                  "type": "string",
                  "doc": "Its name in the spec."
                },
                {
                  "name": "arguments",
                  "type": {
                    "type": "array",
                    "items": "string"
                  },
                  "doc": "One JSON value for each parameter."
                },
                {
                  "name": "expected",
                  "type": "string",
                  "doc": "The result asked for, as a JSON value."
                },
                {
                  "name": "actual",
                  "type": [
                    "null",
                    "string"
                  ],
                  "default": null,
                  "doc": "What came instead, as a JSON value; null when nothing came."
                },
                {
                  "name": "cause",
                  "type": "string",
                  "doc": "What went wrong, for people."
                }
              ]
            }
          },
          "doc": "The examples that failed, in the order of the spec."
        },
        {
          "name": "cause",
          "type": [
            "null",
            "string"
          ],
          "default": null,
          "doc": "What ended the whole run, such as a time limit; null when every example was run."
        },
        {
          "name": "decidedBy",
          "type": "string",
          "doc": "Which engine tested, with its version and sandbox."
        }
      ]
    },
  },
  {"cause":null},
);
